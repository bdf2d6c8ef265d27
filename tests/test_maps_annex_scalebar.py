import pytest
import shapely
from annex_study import small_sheet
from matplotlib.colors import to_hex

from kawasan_gis.maps.annex.paper import PAPERS, SCALES
from kawasan_gis.maps.annex.pdf import new_figure
from kawasan_gis.maps.annex.scalebar import PARTS, draw_scale, part_length


@pytest.mark.parametrize("scale", SCALES)
def test_part_length_is_the_longest_round_one_that_fits(scale):
    part = part_length(70, scale)
    assert str(part).rstrip("0") in {"1", "2", "5"}
    assert 70 / 2.5 - 1e-9 <= PARTS * part * 1000 / scale <= 70


@pytest.mark.parametrize("paper", PAPERS)
def test_draw_scale_draws_a_bar_of_that_length_inside_its_box(paper):
    layout, _ = small_sheet(paper)
    figure = new_figure(layout.width, layout.height)
    box = layout.margin["scale"]._replace(width=layout.margin["scale"].width * 0.7)
    draw_scale(figure, layout, box)
    parts = [patch.get_path().get_extents() for patch in figure.artists if patch.get_gid() == "scale bar"]
    left, right = min(one.x0 for one in parts), max(one.x1 for one in parts)
    kilometres = (right - left) * layout.scale / 1e6
    written = [text.get_text() for text in figure.texts]
    last = float(written[-2].replace(".", "").replace(",", "."))
    assert kilometres * (1 if written[-1] == "km" else 1000) == pytest.approx(last, rel=1e-9)
    room = shapely.box(box.x, box.y, box.right, box.top).buffer(0.2)
    assert all(room.contains(shapely.box(*(text.get_window_extent().extents * 25.4 / 72))) for text in figure.texts)


@pytest.mark.parametrize(
    ("scale", "language", "said", "ground"),
    [
        (12_500, "id", "SKALA 1 : 12.500", "1 cm di peta = 125 m di lapangan"),
        (125_000, "id", "SKALA 1 : 125.000", "1 cm di peta = 1,25 km di lapangan"),
        (500_000, "en", "SCALE 1 : 500,000", "1 cm on the map = 5 km on the ground"),
    ],
)
def test_draw_scale_says_the_number_and_what_a_centimetre_is(scale, language, said, ground):
    layout, _ = small_sheet()
    figure = new_figure(layout.width, layout.height)
    draw_scale(figure, layout._replace(scale=scale), layout.margin["scale"], language)
    assert [text.get_text() for text in figure.texts][:2] == [said, ground]


@pytest.mark.parametrize("scale", [*SCALES, 1_000, 1_000_000])
def test_draw_scale_says_at_every_part_how_far_it_is_in_metres_up_to_a_kilometre(scale):
    layout, _ = small_sheet()
    figure = new_figure(layout.width, layout.height)
    draw_scale(figure, layout._replace(scale=scale), layout.margin["scale"], "en")
    black, white = (one for one in figure.artists if one.get_gid() == "scale bar")
    assert to_hex(white.get_facecolor()) == "#ffffff" != to_hex(black.get_facecolor())
    left = black.get_path().vertices[:, 0].min()
    assert left < white.get_path().vertices[:, 0].min()
    *figures, unit = figure.texts[2:]
    assert len(figures) == PARTS + 1
    ground = [(one.get_position()[0] - left) * scale / 1000 for one in figures]
    assert unit.get_text() == ("m" if round(ground[-1]) < 1000 else "km")
    told = [float(one.get_text().replace(",", "")) for one in figures]
    assert told == pytest.approx([one / (1 if unit.get_text() == "m" else 1000) for one in ground], abs=1e-6)
