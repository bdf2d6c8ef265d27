"""Maps: the web map a planner opens in a browser, the annex on paper, and the style both share."""
