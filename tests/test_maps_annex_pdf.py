import os
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pikepdf
import pypdf
import pytest
from annex_study import small_sheet

from kawasan_gis.errors import OutputError
from kawasan_gis.maps.annex.face import draw_face
from kawasan_gis.maps.annex.paper import interval
from kawasan_gis.maps.annex.pdf import Page, house_style, new_figure, png, save_pdf
from kawasan_gis.maps.annex.text import Font, write

TESTS = Path(__file__).parent


def sheet(paper="A3", **options):
    layout, scene = small_sheet(paper, **options)
    with house_style():
        figure = new_figure(layout.width, layout.height)
        draw_face(figure, layout, scene)
    return Page(figure, layout, scene.crs)


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    page = sheet()
    path = tmp_path_factory.mktemp("pdf") / "sheet.pdf"
    save_pdf([page], path, "Kawasan Bi'ih")
    return path, page


def straight_lines(path):
    """Every line of two points in the content of the first page, in points: x, y, x, y."""
    with pikepdf.open(path) as document:
        content = [
            one for one in pikepdf.parse_content_stream(document.pages[0]) if str(one.operator) in {"m", "l", "c"}
        ]
        steps = [(str(one.operator), [float(value) for value in one.operands]) for one in content]
    kinds = "".join(kind for kind, _ in steps) + "m"
    return np.array([steps[i][1] + steps[i + 1][1] for i in range(len(steps) - 1) if kinds[i : i + 3] == "mlm"])


@pytest.mark.parametrize(("paper", "scale"), [("A4", 50_000), ("A3", 37_500), ("A1", 25_000)])
def test_save_pdf_keeps_the_scale_exactly(paper, scale, tmp_path):
    """Measured in the file: the distance of two lines of the grid, in both directions."""
    page = sheet(paper, scale=scale)
    save_pdf([page], tmp_path / "sheet.pdf")
    lines = straight_lines(tmp_path / "sheet.pdf")
    face = page.layout.face
    lengths = np.abs(lines[:, 2:] - lines[:, :2]) * 25.4 / 72
    for axis, length in ((0, face.height), (1, face.width)):
        long = lines[(lengths[:, axis] < 1e-6) & (np.abs(lengths[:, 1 - axis] - length) < 1e-3)]
        places = np.unique(np.round(long[:, axis], 5)) * 25.4 / 72
        assert len(places) >= 3
        on_ground = interval(page.layout) * (len(places) - 1)
        measured = on_ground * 1000 / (places[-1] - places[0])
        assert measured == pytest.approx(scale, rel=1e-6)


@pytest.mark.parametrize("paper", ["A4", "A3", "A2", "A1"])
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_save_pdf_has_the_size_of_the_paper(paper, orientation, tmp_path):
    page = sheet(paper, orientation=orientation)
    save_pdf([page], tmp_path / "sheet.pdf")
    box = pypdf.PdfReader(tmp_path / "sheet.pdf").pages[0].mediabox
    size = (float(box.width) * 25.4 / 72, float(box.height) * 25.4 / 72)
    assert size == pytest.approx((page.layout.width, page.layout.height), abs=0.01)


def test_save_pdf_embeds_every_font_as_truetype_and_holds_no_picture(saved):
    (page,) = pypdf.PdfReader(saved[0]).pages
    resources = page["/Resources"]
    fonts = [font.get_object() for font in resources["/Font"].values()]
    assert fonts
    for font in fonts:
        below = font["/DescendantFonts"][0].get_object()
        assert below["/Subtype"] == "/CIDFontType2"
        assert "/FontFile2" in below["/FontDescriptor"].get_object()
    drawn = [thing.get_object() for thing in resources.get("/XObject", {}).values()]
    assert not any(thing["/Subtype"] == "/Image" for thing in drawn)


def test_save_pdf_keeps_text_that_can_be_searched(tmp_path):
    page = sheet()
    with house_style():
        write(page.figure, "Bi'ih 99.01.01.2001 $x^2$ \\alpha", 50, 50, Font(8))
    save_pdf([page], tmp_path / "sheet.pdf", "Kawasan")
    reader = pypdf.PdfReader(tmp_path / "sheet.pdf")
    text = reader.pages[0].extract_text()
    assert "Bi'ih 99.01.01.2001 $x^2$ \\alpha" in text
    assert "BT" in text
    assert "LS" in text
    assert reader.metadata.title == "Kawasan"
    assert "/CreationDate" not in reader.metadata


PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from test_maps_annex_pdf import sheet
from kawasan_gis.maps.annex.pdf import save_pdf
save_pdf([sheet()], sys.argv[2], "Kawasan Bi'ih")
"""


def test_save_pdf_gives_the_same_bytes_again_and_in_another_process(saved, tmp_path):
    path, page = saved
    save_pdf([page], tmp_path / "again.pdf", "Kawasan Bi'ih")
    assert (tmp_path / "again.pdf").read_bytes() == path.read_bytes()
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    other = tmp_path / "other.pdf"
    subprocess.run([sys.executable, "-c", PROGRAM, str(TESTS), str(other)], env=environment, check=True)
    assert other.read_bytes() == path.read_bytes()


def test_save_pdf_writes_all_pages_or_leaves_the_old_file(saved, tmp_path):
    _, page = saved
    save_pdf([page, Page(new_figure(210, 297))], tmp_path / "two.pdf")
    reader = pypdf.PdfReader(tmp_path / "two.pdf")
    assert ["/VP" in one for one in reader.pages] == [True, False]
    before = (tmp_path / "two.pdf").read_bytes()
    broken = new_figure(210, 297)
    broken.draw = None
    with pytest.raises(TypeError):
        save_pdf([page, Page(broken)], tmp_path / "two.pdf")
    assert (tmp_path / "two.pdf").read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["two.pdf"]
    with pytest.raises(OutputError, match="cannot write"):
        save_pdf([page], tmp_path / "two.pdf" / "below.pdf")


def test_house_style_stands_over_the_users_own_settings_and_leaves_them(saved, tmp_path):
    path, _ = saved
    with mpl.rc_context({"pdf.fonttype": 3, "font.family": ["serif"], "lines.scale_dashes": True,
                                "savefig.bbox": "tight", "savefig.pad_inches": 3}):  # fmt: skip
        save_pdf([sheet()], tmp_path / "sheet.pdf", "Kawasan Bi'ih")
        assert mpl.rcParams["pdf.fonttype"] == 3
    assert (tmp_path / "sheet.pdf").read_bytes() == path.read_bytes()


def test_png_is_a_picture_of_the_page_in_its_size(saved):
    made = png(saved[1], dpi=50)
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(made[place : place + 4], "big") for place in (16, 20))
    assert (width, height) == (int(420 / 25.4 * 50), int(297 / 25.4 * 50))
    assert png(saved[1], dpi=50) == made
