import pytest
from annex_scene import NOTHING, SOURCES, assert_apart, on_sheet, scene, texts

from kawasan_gis.maps.annex.glyphs import UNKNOWN
from kawasan_gis.maps.annex.paper import choose_layout
from kawasan_gis.maps.annex.pdf import house_style, new_figure
from kawasan_gis.maps.annex.sheet import sheet_pages
from kawasan_gis.maps.annex.sources import draw_sources, grouped, set_sources, sheet_notes

UNPRINTABLE = ("Desa 村",)
NOTE = f"{UNKNOWN} menggantikan huruf yang tidak dapat dicetak."


def words_on(figure):
    return " ".join(words for words, _ in texts(figure))


def drawn(study, sources, paper="A3", rows=0):
    layout, viewed = on_sheet(study, paper, "landscape", rows)
    figure = new_figure(layout.width, layout.height)
    with house_style():
        draw_sources(figure, layout, viewed, sources, "id")
    assert_apart(figure, [layout.margin["sources"]])
    return words_on(figure)


def test_sources_are_grouped_then_left_for_the_pages():
    assert grouped(["a: X, 2020", "b: Y", "c: X, 2020", "plain"]) == ["a, c: X, 2020", "b: Y", "plain"]
    assert grouped(["a: b: c", "d: b: c"]) == ["a: b: c", "d: b: c"]
    layout, viewed = on_sheet(scene())
    assert set_sources(layout, viewed, SOURCES, "id").rest == ()
    many = [f"lapisan {place}: sumber nomor {place}, tahun 2020 (lisensi terbuka)" for place in range(40)]
    found = set_sources(layout, viewed, many, "id")
    shown = " ".join(found.lines)
    assert found.rest
    assert found.rest == tuple(many[-len(found.rest) :])
    assert all(one not in shown for one in found.rest)
    assert all(one in shown for one in many[: -len(found.rest)])
    assert "lihat halaman tabel" in shown


def test_few_sources_stand_one_below_the_other_more_of_them_one_after_the_other():
    layout, viewed = on_sheet(scene())
    assert set_sources(layout, viewed, ["a: X", "b: Y"], "id").lines == ("a: X", "b: Y")
    many = [f"a{place}: Y{place}." for place in range(12)]
    (line, *_) = set_sources(layout, viewed, many, "id").lines
    assert line.startswith("a0: Y0; a1: Y1; ")
    assert set_sources(layout, viewed, [], "en").lines == ("No source was stated.",)


@pytest.mark.parametrize("count", [0, 3, 6, 9, 14, 30])
@pytest.mark.parametrize("paper", ["A4", "A1"])
def test_sources_and_all_notes_stay_in_their_box(paper, count):
    study = scene(4, names=UNPRINTABLE, legal=True)
    told = drawn(study, [f"lapisan {place} 村: sumber nomor {place}, tahun 2020" for place in range(count)], paper, 4)
    assert "indikatif" in told
    assert (NOTE in told) == (count > 0)


def test_a_dash_in_the_table_of_the_sheet_is_explained_there():
    study = scene(4, legal=True)
    assert "berarti belum tersedia" in drawn(study, SOURCES, rows=4)
    assert "berarti belum tersedia" not in drawn(study, SOURCES)
    assert "berarti belum tersedia" not in drawn(scene(4), SOURCES, rows=4)


def test_a_sign_that_cannot_be_printed_is_explained_on_every_sheet_that_shows_it():
    (page, *_) = sheet_pages(scene(4, names=UNPRINTABLE), NOTHING)
    assert NOTE in words_on(page.figure)
    (page, *_) = sheet_pages(scene(4), NOTHING)
    assert UNKNOWN not in words_on(page.figure)
    far = scene(4)
    far.villages.iloc[0, 0] = "Desa 村"
    layout = choose_layout(far.kawasan, "A3")
    assert sheet_notes(layout, far, [], "id")[-1] == NOTE
    assert NOTE not in drawn(far, []), "what is not on the sheet needs no note"


def test_official_borders_need_no_note():
    layout, viewed = on_sheet(scene())
    official = type("Official", (), {**viewed._asdict(), "indicative": False})
    assert sheet_notes(layout, official, [], "id") == []
