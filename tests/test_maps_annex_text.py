import numpy as np
import pytest
from annex_scene import texts
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from kawasan_gis.errors import StudyError
from kawasan_gis.maps.annex.text import (
    LEAST,
    Fitted,
    Font,
    fit,
    height,
    must_fit,
    paragraph,
    whole,
    width,
    wrap,
    write,
)

FONT = Font(8)


def test_widths_are_those_of_the_font():
    # DejaVu Sans: each figure is 1303 of 2048 units wide; the last one ends with its ink.
    tens, ones = width("0" * 11, FONT), width("0", FONT)
    assert (tens - ones) / 10 == pytest.approx(1303 / 2048 * 8 * 25.4 / 72, rel=0.002)
    assert width("Sungai", Font(16)) == pytest.approx(2 * width("Sungai", FONT))
    assert width("Sungai", Font(8, bold=True)) > width("Sungai", FONT)


@given(st.text("abc -/$<é", min_size=1, max_size=80), st.floats(3, 60))
def test_wrapping_keeps_every_letter_and_the_width(words, most):
    lines = wrap(words, most, FONT)
    assert "".join(lines).replace(" ", "") == "".join(words.split())
    assert all(width(line, FONT) <= most for line in lines)


def test_words_are_cut_only_where_one_is_wider_than_the_line():
    assert wrap("Sungai Rangas Hulu", width("Sungai Rangas", FONT), FONT) == ["Sungai Rangas", "Hulu"]
    assert wrap("ab-cdefgh", width("ab-cdm", FONT), FONT) == ["ab-", "cdefgh"]
    assert wrap("mmmmm", width("mm", FONT), FONT) == ["mm", "mm", "m"]
    assert wrap("one\ntwo", 100, FONT) == ["one", "two"]
    assert whole("Sungai Rangas", width("Sungai", FONT) + 1, FONT)
    assert not whole("Sungai Rangas", width("Sungai", FONT) - 1, FONT)
    assert not whole("di Rangasan", width("Sungai", FONT), FONT)


def test_text_is_made_smaller_until_it_fits_and_never_below_the_least():
    words = "Penetapan Kawasan Perdesaan Agropolitan"
    assert fit(words, 200, 10, FONT) == Fitted((words,), FONT, width(words, FONT), height(1, FONT))
    small = fit(words, 40, 6, FONT)
    assert small.font.size < 8
    assert small.width <= 40
    assert small.height <= 6
    assert fit(words, 10, 6, FONT) is None
    assert fit("x", 10, height(1, Font(LEAST)) + 0.1, FONT).font.size >= LEAST


def test_what_does_not_fit_is_refused_by_name():
    with pytest.raises(StudyError, match="about is too long for the sheet"):
        must_fit("kata " * 100, 20, 10, FONT, "about")


def test_a_paragraph_stands_in_its_box_and_is_no_mathematics():
    figure = Figure(figsize=(4, 4))
    fitted = fit("$x^2$ <b> Bi'ih gjy ÄÖ", 20, 30, FONT)
    foot = paragraph(figure, fitted, 30, 80)
    shapes = texts(figure)
    assert [words for words, _ in shapes] == list(fitted.lines)
    west, south, east, north = np.array([shape.bounds for _, shape in shapes]).T
    assert west.min() == pytest.approx(30, abs=0.2)
    assert east.max() <= 50.1
    assert north.max() == pytest.approx(80, abs=0.3)
    assert south.min() >= foot - 0.3
    assert not any(one.get_parse_math() for one in figure.texts)


def test_a_halo_lies_under_text_that_stays_text():
    figure = Figure(figsize=(2, 2))
    write(figure, "Desa", 10, 10, FONT, halo=0.4)
    rim, plain = figure.texts
    assert rim.get_path_effects()
    assert not plain.get_path_effects()
    assert rim.get_text() == plain.get_text() == "Desa"


@pytest.mark.parametrize("text", ["x" * 5000, "kata " * 2000])
def test_fit_gives_up_at_once_on_what_is_far_too_long(text, monkeypatch):
    tried = []
    monkeypatch.setattr("kawasan_gis.maps.annex.text.wrap", lambda *given: tried.append(given))
    assert fit(text, 100, 20, Font(8)) is None
    assert tried == []


def test_fit_tries_what_is_long_but_has_room():
    text = "kata " * 100
    fitted = fit(text, 200, 40, Font(8))
    assert " ".join(fitted.lines) == text.strip()
