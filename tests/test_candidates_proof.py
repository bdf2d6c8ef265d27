import json

import pytest

from kawasan_gis.candidates.existing.proof import AreaCertificate


def certificate(among, **changes):
    given = {"total": 0.5, "bound": 0.5, "examined": 12_345, "complete_to": 5, "largest": 5, "best": 1.0}
    return AreaCertificate(**{**given, **changes}, among=among)


@pytest.mark.parametrize(
    ("among", "area"), [("holding", "that holds all villages given"), ("within", "among the villages given")]
)
def test_what_is_proven_of_an_area(among, area):
    said = certificate(among).say("en")
    assert said.startswith("12,345 possible areas examined. Proven: no area of the size asked for ")
    assert area in said
    assert said.endswith("keeps the rules has a higher score.")
    open_ = certificate(among, complete_to=0, bound=0.61201).say("en")
    assert "Not proven: not all were examined; no area" in open_
    assert area in open_
    assert open_.endswith("has a score above 0.613.")  # never rounded down
    assert certificate(among, complete_to=0, bound=0.612 + 1e-12).say().endswith("paling tinggi 0,612.")
    assert "list" not in said + open_
    assert "Terbukti: tidak ada kawasan sebesar yang diminta" in certificate(among).say()


def test_single_steps_and_a_score_prove_nothing():
    steps = {"bound": float("inf"), "complete_to": 0}
    assert not certificate("steps", **steps).proven
    assert "adding, dropping or swapping one village does not raise" in certificate("steps", **steps).say("en")
    assert "langkah berikutnya masih dapat" in certificate("steps", **steps, cut_short="work").say()
    assert certificate("itself", **steps).say("en") == "The area was scored as it is; no others were looked at."
    assert certificate("itself", **steps).say() == "Kawasan dinilai apa adanya; kawasan lain tidak diperiksa."


def test_plain_values_go_through_json_and_back():
    plain = json.loads(json.dumps(certificate("within").plain(), allow_nan=False))
    assert AreaCertificate.from_plain(plain) == certificate("within")
