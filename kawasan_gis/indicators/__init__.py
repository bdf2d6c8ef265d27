"""Indicators: one number per village, measured from layers.

A measure is a function of the villages, an opened layer and the indicator's options; :data:`MEASURES` is the
table of all of them. To add one: write the function in its module, add its line here and a test.
"""

from kawasan_gis.indicators.measures import MEASURES, measure
from kawasan_gis.indicators.specification import Aggregate, Indicator, describe_indicators

__all__ = ["MEASURES", "Aggregate", "Indicator", "describe_indicators", "measure"]
