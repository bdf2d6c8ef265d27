"""Maps: the web map a planner opens in a browser, and the style of its colours and words."""
