"""Methods planners know, on plain tables: rows are regions (kecamatan, villages), columns commodities or facilities.

``quotients`` compares what regions produce, ``scalogram`` orders villages by their facilities, ``status`` turns
published scores into their classes.
"""
