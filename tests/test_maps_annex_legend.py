import pytest
from annex_scene import assert_apart, on_sheet, scene, texts
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch

from kawasan_gis.errors import StudyError
from kawasan_gis.i18n import Text
from kawasan_gis.maps.annex.face import draw_face
from kawasan_gis.maps.annex.legend import draw_legend, draw_swatch, heading
from kawasan_gis.maps.annex.paper import Box
from kawasan_gis.maps.annex.pdf import house_style, new_figure
from kawasan_gis.maps.annex.symbols import AREAS, BORDERS, CENTRE_MARK, FACILITY, FIXED, Symbol, facility
from kawasan_gis.maps.annex.text import LEAST, MM

BOX = Box(10, 10, 60, 90)


def blank():
    return Figure(figsize=(200 / MM, 200 / MM))


def test_the_legend_holds_what_was_drawn_and_nothing_else():
    layout, viewed = on_sheet(scene())
    figure = new_figure(layout.width, layout.height)
    with house_style():
        draw_face(figure, layout, viewed)
        on_face = {one.get_gid() for one in figure.findobj() if one.get_gid()}
        beside = blank()
        draw_legend(beside, BOX, viewed.view.symbols, 6)
    listed = [symbol.key for symbol in viewed.view.symbols]
    assert set(listed) <= on_face
    told = [words for words, _ in texts(beside)]
    assert told == ["Legenda", *(symbol.label.say("id") for symbol in viewed.view.symbols)]
    assert FACILITY + "Sekolah" in listed
    assert "Jalan lokal" not in told


def test_swatches_look_as_on_the_face():
    figure = blank()
    with house_style():
        draw_swatch(figure, AREAS[2], Box(10, 10, 6, 2), 6)
        draw_swatch(figure, BORDERS[1], Box(10, 20, 6, 2), 6)
        draw_swatch(figure, CENTRE_MARK, Box(10, 30, 6, 2), 12)
    _, hatch, _, line = figure.findobj(PathPatch)
    assert hatch.get_hatch() == AREAS[2].hatch
    assert line.get_linewidth() == BORDERS[1].size
    assert line.get_linestyle()[1][0] == pytest.approx(BORDERS[1].dashes[0] / 25.4 * 72)
    (mark,) = figure.findobj(Line2D)
    assert mark.get_marker() == CENTRE_MARK.mark
    assert mark.get_markersize() == 2 * CENTRE_MARK.size
    assert mark.get_xdata()[0] == 13


@pytest.mark.parametrize(("width", "height"), [(60, 90), (60, 42), (40, 90), (90, 30)])
@pytest.mark.parametrize("language", ["id", "en"])
def test_it_fits_boxes_of_many_shapes(width, height, language):
    figure, box = blank(), Box(10, 10, width, height)
    with house_style():
        foot = draw_legend(figure, box, list(FIXED.values()), 6, language=language)
    assert foot >= box.y
    assert_apart(figure, [box])
    told = " ".join(words for words, _ in texts(figure))
    for symbol in FIXED.values():
        assert all(word in told for word in symbol.label.say(language).split())


def test_columns_are_about_equally_long():
    figure = blank()
    with house_style():
        draw_legend(figure, Box(10, 10, 80, 45), list(FIXED.values()), 6)
    shapes = [shape for words, shape in texts(figure) if words != "Legenda"]
    left = min(shape.bounds[1] for shape in shapes if shape.bounds[0] < 40)
    right = min(shape.bounds[1] for shape in shapes if shape.bounds[0] > 45)
    assert abs(left - right) < 8


def test_too_much_for_the_sheet_is_one_error():
    many = [Symbol(f"x{place}", Text("kata " * 8, "word"), "area", "#ffffff") for place in range(60)]
    with pytest.raises(
        StudyError, match=r"legend of 60 symbols does not fit on the sheet \(its longest label has 40 char"
    ):
        draw_legend(blank(), Box(10, 10, 60, 40), many, 6)


def test_forty_symbols_and_a_label_of_two_hundred_characters_fit_a_sheet():
    box = Box(10, 10, 62, 62)
    many = [Symbol(f"x{place}", Text(f"Puskesmas {place}", "word"), "area", "#ffffff") for place in range(40)]
    long = [Symbol(f"x{place}", Text("kata " * 40, "word"), "area", "#ffffff") for place in range(4)]
    for drawn in (many, long):
        figure = blank()
        draw_legend(figure, box, drawn, 6)
        assert_apart(figure, [box])
        assert min(one.get_fontsize() for one in figure.texts) >= LEAST
        told = " ".join(words for words, _ in texts(figure))
        assert all(
            told.count(word) >= symbol.label.say("id").count(word) for symbol in drawn for word in ("kata", "Pus")
        )
        assert sum(told.count(word) for word in ("kata", "Puskesmas")) in (40, 160)


def test_words_of_a_facility_are_taken_as_they_are():
    assert facility("{role} $x$ <b>", ["{role} $x$ <b>"]).label.say("en") == "{role} $x$ <b>"
    assert BORDERS[1].label.say("en") == "Kabupaten border"


def test_a_heading_has_a_rule_as_wide_as_its_box():
    figure = blank()
    foot = heading(figure, BOX, "Legenda", 6)
    (rule,) = figure.findobj(Line2D)
    assert list(rule.get_xdata()) == [BOX.x, BOX.right]
    assert foot < rule.get_ydata()[0] < BOX.top


def test_a_theme_has_its_own_title():
    figure = blank()
    draw_legend(figure, BOX, [], 6, title="Indeks ketahanan")
    assert [words for words, _ in texts(figure)] == ["Indeks ketahanan"]
