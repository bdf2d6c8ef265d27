import pytest
from annex_scene import KNOWN, NOTHING, assert_apart, scene, texts
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from kawasan_gis.errors import StudyError
from kawasan_gis.maps.annex.decree_block import LARGEST, draw_decree, draw_sign, draw_title
from kawasan_gis.maps.annex.paper import Box
from kawasan_gis.maps.annex.text import MM

BOX = Box(20, 100, 90, 26)


def lines(draw, decree=NOTHING, study=None, language="id", box=BOX):
    figure = Figure(figsize=(200 / MM, 200 / MM))
    draw(figure, box, study or scene(4), decree, 6, language)
    assert_apart(figure, [box])
    return [words for words, _ in texts(figure)]


def test_number_and_year_share_a_line_and_the_subject_is_wrapped():
    told = lines(draw_decree, KNOWN)
    assert told[:2] == ["LAMPIRAN I", "KEPUTUSAN BUPATI TANAH LAUT"]
    assert told[2:6] == ["NOMOR", "188.45/123-KUM/2025", "TAHUN", "2025"]
    assert " ".join(told[told.index("TENTANG") + 1 :]) == KNOWN.about.upper()
    assert lines(draw_decree, language="en")[:2] == ["ANNEX", "DECREE OF THE BUPATI OF CONTOH"]


def test_it_ends_in_its_box():
    figure = Figure(figsize=(200 / MM, 200 / MM))
    assert BOX.y <= draw_decree(figure, BOX, scene(4), KNOWN, 6, "id") < BOX.top


def test_the_title_names_the_kawasan_unless_the_decree_says_otherwise():
    assert lines(draw_title) == [
        "PETA DELINEASI KAWASAN PERDESAAN", "Handil Raya", "Kabupaten Contoh, Provinsi Kalimantan",
    ]  # fmt: skip
    given = NOTHING.model_copy(update={"title": "PETA AGROPOLITAN"})
    assert lines(draw_title, given) == ["PETA AGROPOLITAN", "Kabupaten Contoh, Provinsi Kalimantan"]
    long = scene(4)._replace(name="Sungai Pinang Lama Seberang Hulu Tengah, Batang Alai Selatan")
    assert " ".join(lines(draw_title, study=long)).count("Batang Alai Selatan") == 1


def test_there_is_room_to_sign_and_never_a_signature():
    assert lines(draw_sign) == ["BUPATI CONTOH,"]
    figure = Figure(figsize=(200 / MM, 200 / MM))
    draw_sign(figure, Box(20, 100, 50, 34), scene(4), KNOWN, 6, "id")
    found = dict(texts(figure))
    assert list(found) == ["Pelaihari, 12 Mei 2025", "BUPATI TANAH LAUT,", "H. RAHMAT TRIANTO"]
    assert found["BUPATI TANAH LAUT,"].bounds[1] - found["H. RAHMAT TRIANTO"].bounds[3] > 15
    acting = KNOWN.model_copy(update={"signatory_title": "Pj. Bupati Tanah Laut,"})
    assert "PJ. BUPATI TANAH LAUT," in lines(draw_sign, acting)


def test_a_name_too_long_to_print_is_refused():
    with pytest.raises(StudyError, match="signatory is too long"):
        lines(draw_sign, NOTHING.model_copy(update={"signatory": "Nama " * 90}))


def test_a_long_number_and_date_run_over_lines_and_the_year_follows():
    known = KNOWN.model_copy(update={"number": "188.45/" + "123-KUM/" * 8 + "2025", "date": "12 Mei 2025 " * 6})
    told = lines(draw_decree, known)
    after = told[told.index("NUMBER" if "NUMBER" in told else "NOMOR") + 1 : told.index("TAHUN")]
    assert "".join(after) == known.number
    assert told[told.index("TAHUN") + 1] == "2025"
    assert " ".join(told[told.index("TANGGAL") + 1 : told.index("TENTANG")]) == known.date.upper().strip()


def test_a_number_that_fills_the_line_leaves_room_to_write_the_year():
    for count in range(1, 9):
        given = NOTHING.model_copy(update={"number": "188.45/" + "KUM/" * count})
        figure = Figure(figsize=(200 / MM, 200 / MM))
        draw_decree(figure, BOX, scene(4), given, 6, "id")
        blanks = [line for line in figure.findobj(Line2D) if line.get_gid() == "blank"]
        blank = max(blanks, key=lambda one: one.get_ydata()[0])
        start, right = blank.get_xdata()
        assert right == BOX.right
        assert right - start > 7, "four digits written by hand"


def test_a_subject_of_400_characters_fits():
    about = ("Penetapan Lokasi Kawasan Perdesaan Agropolitan Terpadu " * 8)[:400].strip()
    told = lines(draw_decree, KNOWN.model_copy(update={"about": about}), box=Box(20, 100, 96, 24))
    assert " ".join(told[told.index("TENTANG") + 1 :]) == about.upper()


def test_short_subjects_are_as_large_as_ever():
    figure = Figure(figsize=(200 / MM, 200 / MM))
    draw_decree(figure, BOX, scene(4), KNOWN.model_copy(update={"about": "kata"}), 6, "id")
    assert {one.get_fontsize() for one in figure.texts} == {6 * LARGEST}


def test_what_cannot_be_printed_is_refused_in_a_decree():
    with pytest.raises(
        StudyError, match=r"about of the decree has 2 characters that cannot be printed: U\+6751, U\+1F986"
    ):
        lines(draw_decree, NOTHING.model_copy(update={"about": "Desa 村 \U0001f986"}))


def test_an_office_of_many_words_fits_a_narrow_box():
    office = "Pelaksana Tugas Bupati Hulu Sungai Selatan Provinsi Kalimantan Selatan"
    told = lines(draw_sign, NOTHING.model_copy(update={"signatory_title": office}), box=Box(20, 100, 30, 33))
    assert " ".join(told) == office.upper() + ","
