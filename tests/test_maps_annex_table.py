import geopandas as gpd
import pytest
from annex_scene import HOSTILE, assert_apart, scene, texts
from matplotlib.figure import Figure

from kawasan_gis.maps.annex.paper import Box
from kawasan_gis.maps.annex.table import draw_table, set_table, village_table
from kawasan_gis.maps.annex.text import MM


def drawn(table, width=90.0, size=6.0):
    figure = Figure(figsize=(140 / MM, 400 / MM))
    box = Box(10, 10, width, 380)
    setting = set_table(table, width, size)
    return figure, box, setting, draw_table(figure, box, table, setting)


def test_rows_go_by_code_with_areas_roles_and_the_sum_of_what_is_printed():
    table = village_table(scene(4, names=()))
    assert table.columns == ("row", "code", "village", "district", "area", "role")
    assert [row[0] for row in table.rows] == ["1", "2", "3", "4"]
    assert [row[1] for row in table.rows] == sorted(row[1] for row in table.rows)
    assert {row[4] for row in table.rows} == {"900,0"}
    assert sorted(row[5] for row in table.rows) == ["hinterland", "hinterland", "penghubung", "pusat"]
    assert table.total == ("", "Jumlah: 4 desa", "", "", "3.600,0", "")
    assert [row[5] == "pusat" for row in table.rows] == list(table.centres)


def test_the_total_is_that_of_the_rounded_areas():
    study = scene(3, names=())
    study.members["area_ha"] = [10.14, 10.14, 1010.14]
    assert [row[4] for row in village_table(study).rows] == ["10,1", "10,1", "1.010,1"]
    assert village_table(study).total[4] == "1.030,3"
    assert village_table(study, "en").total[4] == "1,030.3"


def test_legal_areas_have_a_column_where_some_are_known():
    study = scene(4, legal=True)
    assert village_table(study).total[4:6] == ("3.600,0", "3.604,0")
    study.members.loc[study.members.index[0], "legal_area_ha"] = None
    table = village_table(study, "en")
    assert table.rows[0][5] == "–"  # noqa: RUF001 - the sign in the table
    assert table.total[5] == "–", "a total of some villages would pass for that of all"  # noqa: RUF001
    study.members["legal_area_ha"] = float("nan")
    assert "legal_area" not in village_table(study).columns


@pytest.mark.parametrize("legal", [False, True])
@pytest.mark.parametrize("language", ["id", "en"])
def test_nothing_overlaps_and_every_word_is_there(legal, language):
    table = village_table(scene(16, legal=legal), language)
    figure, box, setting, foot = drawn(table)
    assert_apart(figure, [box])
    assert sum(setting.widths) == pytest.approx(90)
    assert foot == pytest.approx(box.top - setting.tall)
    told = " ".join(words for words, _ in texts(figure))
    for name in (*HOSTILE[:2], *HOSTILE[2].split(" "), *(row[1] for row in table.rows)):
        assert name in told


def test_names_give_way_and_break_into_lines_others_do_not():
    setting = set_table(village_table(scene(4)), 90, 6)
    assert max(len(cell) for row in setting.rows for cell in row) > 1
    assert all(len(row[place]) == 1 for row in setting.rows for place in (0, 1, 4, 5))


def test_some_rows_of_a_table_have_its_heads_and_only_the_last_the_totals():
    table = village_table(scene(16))
    figure = Figure(figsize=(140 / MM, 400 / MM))
    draw_table(figure, Box(10, 10, 90, 380), table, set_table(table, 90, 6), first=2, last=5)
    told = [words for words, _ in texts(figure)]
    assert [row[1] for row in table.rows if row[1] in told] == [row[1] for row in table.rows[2:5]]
    assert "Kode wilayah" in told
    assert "Jumlah: 16 desa" not in told


def test_an_empty_name_is_an_empty_cell():
    study = scene(4)
    study.members["kecamatan"] = None
    assert isinstance(study.members, gpd.GeoDataFrame)
    assert {row[3] for row in village_table(study).rows} == {""}


def test_a_long_role_breaks_into_lines_instead_of_widening_the_table():
    study = scene(4)
    study.members["role"] = "anggota luar biasa dengan peran yang panjang sekali dan tidak lazim"
    figure, box, setting, _ = drawn(village_table(study))
    assert_apart(figure, [box])
    assert sum(setting.widths) == pytest.approx(90)


def test_names_are_cells_of_one_line_of_text():
    table = village_table(scene(4, names=("Baris\nBaru", " \t ")))
    assert {"Baris Baru", ""} <= {row[2] for row in table.rows}
