from kawasan_gis.maps.annex import symbols
from kawasan_gis.maps.lines import LOOKS
from kawasan_gis.maps.style import ROLES


def test_borders_fall_in_weight_and_each_has_its_own_strokes():
    inner = [one for one in symbols.BORDERS if one.key != "edge"]
    assert [one.key for one in inner] == ["provinsi", "kabupaten", "kecamatan", "desa"]
    weights = [one.size for one in inner]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 4
    assert len({one.dashes for one in inner}) == 4
    assert all(len(one.dashes) % 2 == 0 for one in inner)
    assert {one.source for one in inner} == {"K"}


def test_every_role_and_every_class_of_line_has_a_symbol():
    assert {*ROLES, *LOOKS} <= set(symbols.FIXED)
    assert all(one.label.id and one.label.en for one in symbols.FIXED.values())


def test_area_key_is_the_role_or_that_of_any_member():
    assert [symbols.area_key(role) for role in ("pusat", "bridge", "apa saja")] == ["pusat", "bridge", "hinterland"]


def test_line_gives_each_label_a_colour_or_strokes_of_its_own():
    labels = [f"Garis {{{place}}}" for place in range(9)]
    made = [symbols.line(label, labels) for label in labels]
    assert len({(one.colour, one.dashes) for one in made}) == 9
    assert [one.label.say("id") for one in made] == labels
    assert {one.kind for one in made} == {"line"}


def test_facility_gives_each_label_a_mark_of_its_own():
    labels = [f"Layanan {place:02d}" for place in range(20)]
    made = [symbols.facility(label, labels) for label in labels]
    assert len({(one.mark, one.colour) for one in made}) == 20
    assert len({one.colour for one in made[:8]}) == 1
    assert [one.mark for one in made[:8]] == [one.mark for one in made[8:16]]
    assert made[3].label.say("en") == "Layanan 03"
    assert made[3].key not in symbols.FIXED
