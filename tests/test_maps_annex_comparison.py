import pandas as pd
import pytest
from annex_scene import assert_apart, texts
from map_study import CRITERIA, study, wiggly_grid

from kawasan_gis.errors import StudyError
from kawasan_gis.maps.annex.comparison import (
    comparison_height,
    comparison_of,
    draw_comparison,
    set_comparison,
)
from kawasan_gis.maps.annex.paper import Box
from kawasan_gis.maps.annex.pdf import house_style, new_figure

TABLES = study(wiggly_grid())
GIVEN = (TABLES["ranking"], CRITERIA, TABLES["checks"])
ROOM = Box(10, 10, 380, 150)
SIZES = (9.0, 7.5, 6.0)


def many(count):
    """So many candidates like those of the small study."""
    ranking = pd.concat([TABLES["ranking"]] * count).iloc[:count]
    names = [f"Kawasan Perdesaan Nomor {place}" for place in range(1, count + 1)]
    ranking = ranking.assign(rank=range(1, count + 1), name=names)
    ranking.index = pd.Index([f"k{place}" for place in range(count)], name="candidate_id")
    return comparison_of(ranking, CRITERIA, about=TABLES["about"])


def test_comparison_of_tells_each_candidate_by_rank():
    table = comparison_of(*GIVEN, rank=2, about=TABLES["about"])
    assert table.heads == (("1", "Kawasan k1"), ("2", "Kawasan k2"))
    assert table.chosen == 1
    assert dict(table.rows) == {
        "Skor": ("0,735", "0,432"),
        "Jumlah desa": ("4", "4"),
        "Luas (ha)": tuple(
            f"{area:,.1f}".replace(",", "_").replace(".", ",").replace("_", ".")
            for area in TABLES["ranking"].sort_values("rank")["area_ha"]
        ),
        "Kurang sawah (ha), bobot 2": ("308 (0,97)", "–"),  # noqa: RUF001
        "Sekolah dasar, bobot 1": ("6 (0,50)", "6 (0,50)"),
        "Kekompakan, bobot 1": ("0,250 (0,50)", "0,182 (0,36)"),
        "Pemeriksaan tidak terpenuhi": ("1", "1"),
        "Pemeriksaan belum dapat diketahui": ("1", "1"),
    }
    assert table.sources == ("Luas sawah: BIG, 2021 (lisensi CC BY 4.0)", "Sekolah dasar: Dapodik, 2019")


def test_comparison_of_counts_checks_only_where_they_were_made():
    assert "Checks failed" not in dict(comparison_of(*GIVEN[:2], language="en").rows)
    kept = TABLES["checks"].assign(passed=True)
    kept.loc[(kept["candidate_id"] == "k2") & (kept["check"] == "villages"), "passed"] = False
    rows = dict(comparison_of(*GIVEN[:2], kept, language="en").rows)
    assert (rows["Checks failed"], rows["Checks that cannot be known"]) == (("0", "1"), ("0", "0"))


def test_comparison_of_needs_criteria():
    with pytest.raises(StudyError, match="give criteria"):
        comparison_of(TABLES["ranking"], ())


def test_set_comparison_makes_text_smaller_before_it_parts_candidates():
    chosen = [set_comparison(many(count), ROOM, SIZES) for count in (2, 9, 15, 60)]
    assert [columns.size for columns in chosen] == sorted((columns.size for columns in chosen), reverse=True)
    assert chosen[0].size == SIZES[0]
    assert [columns.per_page for columns in chosen[:2]] == [2, 9]
    assert chosen[-1].size == SIZES[-1]
    assert chosen[-1].per_page < 60
    for columns, count in zip(chosen, (2, 9, 15, 60), strict=True):
        assert columns.labels + columns.per_page * columns.each <= ROOM.width + 1e-6
        assert comparison_height(many(count), columns) <= ROOM.height


@pytest.mark.parametrize("count", [1, 13, 25, 26, 40, 61])
def test_pages_hold_about_as_many_candidates_each(count):
    room = ROOM._replace(width=220)
    columns = set_comparison(many(count), room, SIZES)
    last = count % columns.per_page or columns.per_page
    assert columns.per_page - last < -(-count // columns.per_page)
    assert columns.labels + columns.per_page * columns.each <= room.width + 1e-6


def test_a_sign_that_cannot_be_printed_is_explained_below_the_table():
    for name, told in (("Kawasan 村", True), ("Kawasan", False)):
        table = many(3)._replace(heads=(("1", name), ("2", "A"), ("3", "B")))
        figure = new_figure(400, 200)
        draw_comparison(figure, ROOM, table, set_comparison(table, ROOM, SIZES))
        assert ("menggantikan huruf" in " ".join(words for words, _ in texts(figure))) == told
        assert_apart(figure)


def test_set_comparison_refuses_more_rows_than_fit():
    with pytest.raises(StudyError, match="comparison of 6 rows does not fit"):
        set_comparison(many(3), ROOM._replace(height=20), SIZES)


@pytest.mark.parametrize(("count", "first"), [(2, 0), (12, 0), (40, 20)])
def test_draw_comparison_keeps_words_apart_and_in_the_table(count, first):
    table = many(count)
    columns = set_comparison(table, ROOM, SIZES)
    tall = comparison_height(table, columns)
    with house_style():
        figure = new_figure(400, 200)
        draw_comparison(figure, ROOM, table, columns, first)
    assert_apart(figure, [Box(ROOM.x, ROOM.top - tall, ROOM.width, tall)])
    said = [words for words, _ in texts(figure)]
    shown = range(first + 1, min(first + columns.per_page, count) + 1)
    assert all(str(rank) in said for rank in shown)
    assert said.count("6 (0,50)") == len(shown)
