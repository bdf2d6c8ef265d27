import numpy as np
import pandas as pd
import pytest
from handed import about, features, results, surroundings

from kawasan_gis.handover.content import layers_of
from kawasan_gis.handover.markup import parsed
from kawasan_gis.handover.styles import field, styles_of
from kawasan_gis.handover.symbols import LINKS, colour
from kawasan_gis.maps.annex import symbols
from kawasan_gis.maps.content.themes import themes
from kawasan_gis.maps.style import NO_DATA


def documents(values=None, labels=None, language="id"):
    tables, joined = results()
    if values is not None:
        joined["indicators"] = joined["indicators"].assign(**values)
    around = {"surroundings": surroundings(tables[0]), "features": features(tables[0])}
    layers = layers_of(*tables, **joined, **around)
    told = about() if labels is None else labels
    listed = themes(tables[0], joined["indicators"], told, joined["scores"], language)
    return [(one.layer, one.name, parsed(one.qml)) for one in styles_of(layers, listed, about=told, language=language)]


def colours(document, name="color"):
    return [one.get("value") for one in document.iter("Option") if one.get("name") == name]


def test_layers_look_as_on_the_sheet():
    drawn = {layer: root for layer, name, root in documents() if name == "Lampiran"}
    assert colours(drawn["members"])[:1] == [colour(symbols.CENTRE)]
    assert colour(symbols.MEMBER) in colours(drawn["members"])
    assert [one.get("value") for one in drawn["members"].iter("category")] == ["pusat", "hinterland"]
    dashes = dict(zip([one.get("value") for one in drawn["outlines"].iter("category")],
                      colours(drawn["outlines"], "customdash"), strict=True))  # fmt: skip
    assert dashes["kabupaten"] == "2.8;0.8;0.5;0.8"
    assert dashes["desa"] == "0.45;0.55"
    width = float(colours(drawn["candidates"], "line_width")[0])
    assert width == pytest.approx(symbols.OUTLINE_LINE.size * 25.4 / 72, abs=1e-3)


def test_classes_of_the_web_map_with_bounds_between_its_numbers():
    _, _, root = next(one for one in documents() if one[1] == "Skor desa")
    bounds = [(float(one.get("lower")), float(one.get("upper"))) for one in root.iter("range")]
    assert all(low < high for low, high in bounds)
    assert [high for _, high in bounds[:-1]] == [low for low, _ in bounds[1:]]
    assert all(round(1000 * low % 1, 6) == 0.5 for low, _ in bounds)


def test_villages_without_a_number_have_a_class_below_all_others():
    values = pd.Series([np.nan, -5.0, 0.0, 3.0, 4.0, 5.0, 6.0, 7.0], index=results()[0][0].index)
    found = documents({"x": values}, about().assign(label="Suhu"))
    root = next(root for layer, name, root in found if (layer, name) == ("villages", "Suhu"))
    assert root.find("renderer-v2").get("attr") == 'coalesce("x", -7)'
    last = list(root.iter("range"))[-1]
    assert (last.get("label"), float(last.get("lower")), float(last.get("upper"))) == ("tidak ada data", -7.5, -6.5)
    assert colours(root)[-1] == colour(NO_DATA)
    assert min(float(one.get("lower")) for one in list(root.iter("range"))[:-1]) > -6.5


def test_shares_are_read_as_per_cent():
    labels = about().assign(label="Sawah", measure="class_share", unit="")
    values = pd.Series(np.linspace(0, 0.7, 8), index=results()[0][0].index)
    root = next(root for _, name, root in documents({"x": values}, labels) if name == "Sawah")
    assert root.find("renderer-v2").get("attr").startswith('coalesce(100 * "x"')
    assert max(float(one.get("upper")) for one in root.iter("range")) == pytest.approx(70, abs=1)


def test_indicators_of_one_name_keep_a_style_each():
    values = results()[1]["indicators"]["x"]
    labels = pd.DataFrame({"label": ["Sama", "Sama"], "unit": ["", ""], "measure": ["value"] * 2}, index=["x", "y"])
    names = [name for layer, name, _ in documents({"y": values}, labels) if layer == "villages"]
    assert names == ["Skor desa", "Sama", "Sama (2)", "Lampiran"]


def test_fields_are_named_for_planners():
    told = about().assign(label="Jarak")
    assert field("x", told) == "Jarak (menit)"
    assert field("contribution_x", told) == "Sumbangan Jarak"
    assert field("nama_desa") == "Desa"
    assert field("kode_a", language="en") == "Code of village A"
    assert field("lainnya") == "lainnya"


def test_colours_and_symbols_of_what_the_sheet_does_not_draw():
    assert colour("#b8480f") == "184,72,15,255"
    assert set(LINKS) == {"land", "water", "listed"}
    assert colour("#b8480f", 0.2) == "184,72,15,51"
