"""The search: areas under prices, the list chosen as a whole, and the proof of how good it is."""
