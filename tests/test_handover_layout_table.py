"""What the table asks QGIS for; what QGIS prints of it is in test_handover_project.py."""

from xml.etree.ElementTree import Element

import pytest
import shapely

from kawasan_gis.handover.layout_items import RIGHT, Sheet, identity
from kawasan_gis.handover.layout_table import add_table, tenths, total_text, village_columns
from kawasan_gis.maps.annex.paper import Box, choose_layout

LAYOUT = choose_layout(shapely.box(0, 0, 9000, 7000), "A3")


@pytest.mark.parametrize(("legal", "heads"), [
    (False, ["No", "Kode wilayah", "Desa", "Kecamatan", "Luas (ha)", "Peran"]),
    (True, ["No", "Kode wilayah", "Desa", "Kecamatan", "Luas (ha)", "Luas resmi (ha)", "Peran"]),
])  # fmt: skip
def test_the_columns_are_those_of_the_sheet_and_fill_the_width(legal, heads):
    columns = village_columns(legal=legal, language="id")
    assert [one.head for one in columns] == heads
    assert sum(one.share for one in columns) == pytest.approx(1)
    assert [one.head for one in columns if one.across == RIGHT] == ["No", *(head for head in heads if "Luas" in head)]


def test_words_are_of_one_language():
    role = village_columns(legal=False, language="en")[-1].expression
    assert role.startswith("CASE WHEN \"role\" = 'pusat' THEN 'centre' ")
    assert role.endswith('ELSE "role" END')
    assert tenths('"area_ha"', "en") == "format_number(\"area_ha\", 1, 'en')"
    assert total_text("layer_1", "id").startswith("Jumlah: [% aggregate('layer_1', 'count', ")
    assert 'round("area_ha", 1), "role" <> \'bridge\')' in total_text("layer_1", "id")


def test_a_table_reads_a_layer_leaves_bridges_out_and_goes_on_on_a_further_page():
    sheet = Sheet(Element("Layout"), LAYOUT)
    columns = village_columns(legal=False, language="id")
    add_table(sheet, "Tabel", Box(10, 20, 96, 40), "layer_1", columns, times=1.4)
    table, frame = sheet.root
    assert (table.get("vectorLayer"), table.get("featureFilter")) == ("layer_1", "\"role\" <> 'bridge'")
    assert (table.get("resizeMode"), table.get("filterFeatures"), table.get("wrapBehavior")) == ("1", "true", "1")
    assert int(table.get("maxFeatures")) >= 1000
    assert frame.get("multiFrame") == table.get("uuid") == identity("Tabel")
    assert table.find("childFrame").get("uuid") == frame.get("uuid") == identity("Tabel 1")
    shown = table.findall("displayColumns/column")
    assert [one.get("heading") for one in shown] == [one.head for one in columns]
    pads = len(columns) * 2 * float(table.get("cellMargin")) + (len(columns) + 1) * float(table.get("gridStrokeWidth"))
    assert sum(float(one.get("width")) for one in shown) + pads == pytest.approx(96)
    assert table.find("sortColumns/column").get("attribute") == '"kode_desa"'
    assert float(table.find("contentTextFormat/text-style").get("fontSize")) == pytest.approx(1.4 * LAYOUT.text, 0.01)
