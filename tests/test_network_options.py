import pytest

from kawasan_gis.errors import StudyError
from kawasan_gis.network import Network


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"roads": ["jalan"]}, 'roads have no speed: name the column of their classes, class_column = "REMARK"'),
        ({"km_h": {"river": -3}}, "km_h: speeds must be above 0: river = -3"),
        ({"km_h": {"river": float("nan")}}, "speeds must be above 0"),
        ({"other_km_h": 0}, "other_km_h: Input should be greater than 0"),
        ({"landings": "dermaga"}, "landings join roads with rivers and ferries, but none of these is named"),
        ({"detour": 0.5}, "detour: Input should be greater than or equal to 1"),
        ({"junction": "crossing"}, "unknown key junction, did you mean junctions"),
    ],
)
def test_what_makes_no_sense_is_refused(options, message):
    with pytest.raises(StudyError, match=message):
        Network(**options)


def test_a_network_knows_its_layers():
    network = Network(
        roads=["a", "b"], class_column="REMARK", rivers=["c"], ferries=["d"], landings="e", origins="f"
    )  # fmt: skip
    assert network.lines == ("a", "b", "c", "d")
    assert network.layers == ("a", "b", "c", "d", "e", "f")
