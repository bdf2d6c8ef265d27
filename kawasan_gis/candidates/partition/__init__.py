"""Partition mode: the whole map cut into areas."""
