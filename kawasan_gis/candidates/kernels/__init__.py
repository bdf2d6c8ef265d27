"""The inmost loops, compiled where numba is there: what areas are worth, which are allowed, looking at very many."""
