import itertools

import numpy as np
import pytest
from annex_scene import KNOWN, NOTHING, SOURCES, assert_apart, on_sheet, scene, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.image import imsave
from matplotlib.lines import Line2D

from kawasan_gis.errors import StudyError
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.margin import draw_margin, table_fits
from kawasan_gis.maps.annex.pdf import house_style, new_figure
from kawasan_gis.maps.annex.sheet import sheet_pages
from kawasan_gis.maps.annex.table import village_table
from kawasan_gis.maps.annex.words import say


def sheet(study, paper="A3", orientation="auto", decree=NOTHING, language="id", sources=SOURCES, **more):
    table = village_table(study, language)
    layout, viewed = on_sheet(study, paper, orientation, len(table.rows))
    if not table_fits(layout, table):
        layout, viewed = on_sheet(study, paper, orientation)
    figure = new_figure(layout.width, layout.height)
    with house_style():
        draw_margin(figure, layout, viewed, decree, language, sources=sources, table=table, **more)
    return figure, layout


@pytest.mark.parametrize(
    ("paper", "orientation", "language", "decree"),
    [
        *itertools.product(["A4", "A3", "A2", "A1"], ["portrait", "landscape"], ["id"], [NOTHING]),
        *itertools.product(["A4", "A1"], ["portrait", "landscape"], ["en"], [KNOWN]),
    ],
)
@pytest.mark.parametrize("count", [16, 60])
def test_nothing_overlaps_and_nothing_leaves_its_box(count, paper, orientation, language, decree):
    figure, layout = sheet(scene(count, legal=count == 16), paper, orientation, decree, language, pages=2)
    assert_apart(figure, layout.margin.values())


def words_on(figure):
    return " ".join(words for words, _ in texts(figure))


def test_the_decree_is_told_where_known_and_left_open_where_not():
    told = words_on(sheet(scene(), decree=KNOWN)[0])
    for words in (
        "LAMPIRAN I",
        "KEPUTUSAN BUPATI TANAH LAUT",
        "188.45/123-KUM/2025",
        "12 MEI 2025",
        "H. RAHMAT TRIANTO",
    ):
        assert words in told
    figure, layout = sheet(scene())
    assert "BUPATI CONTOH," in words_on(figure)
    blanks = [line for line in figure.findobj(Line2D) if line.get_gid() == "blank"]
    assert len(blanks) == 5  # number, year, date, and two lines for the subject
    box = layout.margin["decree"]
    assert all(box.x < x <= box.right + 1e-6 for line in blanks for x in line.get_xdata())


def test_a_subject_that_cannot_fit_is_one_clear_error():
    long = NOTHING.model_copy(update={"about": "penetapan kawasan " * 80})
    with pytest.raises(StudyError, match=r"about \(the subject of the decree\) is too long for the sheet"):
        sheet(scene(), decree=long)


def test_a_kota_has_a_wali_kota():
    study = scene()._replace(kabupaten="Kota Banjarbaru")
    told = words_on(sheet(study)[0])
    assert "KEPUTUSAN WALI KOTA BANJARBARU" in told
    assert "WALI KOTA BANJARBARU," in told
    assert "Kabupaten" not in told.replace("kabupaten", "")


def test_projection_datum_and_zone_come_from_the_system():
    told = words_on(sheet(scene())[0])
    assert "zona 50S" in told
    assert "WGS 84 (EPSG:32750)" in told


def test_numbers_on_the_map_are_explained():
    figure, layout = sheet(scene(), numbered=[(1, "Bi'ih"), (2, "Kuin")])
    assert "Desa bernomor di peta: 1 Bi'ih; 2 Kuin" in words_on(figure)
    assert_apart(figure, layout.margin.values())
    many = [(number, f"Sungai Rangas Hulu {number}") for number in range(1, 60)]
    figure, layout = sheet(scene(), numbered=many)
    assert "Angka di peta adalah nomor desa dalam tabel." in words_on(figure)
    assert_apart(figure, layout.margin.values())


def test_the_only_picture_is_the_logo(tmp_path):
    imsave(tmp_path / "logo.png", np.zeros((20, 40, 3)))
    logo = KNOWN.model_copy(update={"logo": tmp_path / "logo.png"})
    figure, layout = sheet(scene(), decree=logo)
    (axes,) = figure.axes
    box = layout.margin["agency"]
    assert len(axes.images) == 1
    place = axes.get_position()
    width, height = place.width * layout.width, place.height * layout.height
    assert width / height == pytest.approx(2)
    assert place.y1 * layout.height == pytest.approx(box.top)
    assert_apart(figure, layout.margin.values())
    assert sheet(scene())[0].axes == []


WORDS = st.text("abcdefghij KLMW-/.,'$_^{}%<>é", min_size=1)


def told(most):
    """What someone may write into a file of a decree: something or nothing."""
    return WORDS.map(lambda words: (words * 60)[:most]) | WORDS.map(lambda words: words[:most]) | st.just("")


DECREES = st.builds(
    Decree, annex=told(30), kind=told(40), kabupaten=told(25), number=told(60), year=st.sampled_from(["", "2026"]),
    about=told(240), signatory=told(40), signatory_title=told(50), agency=told(120), edition=told(40), title=told(90),
    place=told(20), date=told(20),
)  # fmt: skip


@settings(max_examples=4)
@given(
    DECREES, st.lists(st.text(max_size=60), max_size=20), st.sampled_from(["A4", "A3", "A1"]),
    st.sampled_from(["portrait", "landscape"]), st.sampled_from(["id", "en"]), st.integers(1, 24), st.integers(0, 20),
)  # fmt: skip
def test_whatever_is_written_no_words_of_an_annex_touch(decree, names, paper, orientation, language, count, sources):
    study = scene(count, names=names, legal=count % 2 == 0)
    many = [f"lapisan {place}: badan nomor {place} dengan nama yang panjang, 2024" for place in range(sources)]
    pages = sheet_pages(study, decree, paper=paper, orientation=orientation, sources=many, language=language)
    on_pages = []
    for page in pages:
        assert_apart(page.figure, [*page.layout.margin.values(), page.layout.face] if page.layout else [])
        on_pages.append(words_on(page.figure))
        if len(pages) > 1:
            assert say("page", language, page=len(on_pages), pages=len(pages)) in on_pages[-1]
    everything = " ".join(on_pages)
    # Where sources go on to a page of their own, the table is on it again.
    tables = everything.count(say("total", language, count=count))
    assert tables in (1, 2)
    assert all(everything.count(code) >= tables for code in study.members.index)
    assert all(f"badan nomor {place} dengan" in everything.replace("- ", "-") for place in range(sources))
