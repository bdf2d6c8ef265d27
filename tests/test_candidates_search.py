import networkx as nx
import numpy as np
import pandas as pd
from drawing import draw_villages

from kawasan_gis.candidates import Objective
from kawasan_gis.candidates.search import Limits, search_areas
from kawasan_gis.criteria import Criterion

VILLAGES = draw_villages("abcde")
CHAIN = nx.path_graph(5)


def areas(values, least=1, most=5, must_have=()):
    objective = Objective.of(
        VILLAGES, pd.DataFrame({"x": values}, index=VILLAGES.index),
        [Criterion(indicator="x", worst=0, best=1, aggregate="mean")],
    )  # fmt: skip
    limits = Limits(least, most, np.zeros((5, 1)), np.array([-np.inf]), np.array([np.inf]))
    return search_areas(objective, CHAIN, limits, must_have=must_have)


def test_growth_takes_the_best_neighbour_and_gives_every_stage():
    found = {area.members: area for area in areas([0.1, 0.2, 1.0, 0.8, 0.0], most=3)}
    assert (2, 3) in found
    assert (1, 2, 3) in found
    assert found[(2, 3)].score == 0.9
    assert found[(0, 1)].centre == 0  # from a, b is the only way
    assert (1, 2) in found  # from b, c is better than a


def test_the_centre_is_the_most_central_start():
    found = {area.members: area for area in areas([0.5] * 5, least=5)}
    assert found[(0, 1, 2, 3, 4)].centre == 2


def test_must_haves_are_joined_by_the_shortest_way():
    found = areas([0.5] * 5, must_have=(0, 3))
    assert all({0, 1, 2, 3} <= set(area.members) for area in found)
    assert {area.members for area in found} == {(0, 1, 2, 3), (0, 1, 2, 3, 4)}
