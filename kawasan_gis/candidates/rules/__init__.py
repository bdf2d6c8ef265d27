"""Rules: which areas are allowed, in words and compiled, and which rules cannot be met together."""
