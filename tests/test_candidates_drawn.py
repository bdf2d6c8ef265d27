import geopandas as gpd
import pytest
import shapely
from drawing import ORIGIN, codes, draw_villages, shapes

from kawasan_gis.candidates.existing.drawn import members_of
from kawasan_gis.errors import CRSError, GeometryError, StudyError

GRID = draw_villages("abcd\nefgh\nijkl\nmnop")


def drawn(*box):
    x, y = ORIGIN
    return shapely.box(x + box[0] * 1000, y + box[1] * 1000, x + box[2] * 1000, y + box[3] * 1000)


def test_villages_of_which_half_lies_in_a_drawn_area():
    # One and a half cells wide, from the lower left corner; n is half inside, o not at all.
    layer = shapes(drawn(0, 0, 1.5, 1), drawn(0, 1, 1.4, 2))
    assert members_of(layer, GRID) == codes("imn")
    assert members_of(layer.to_crs("EPSG:4326"), GRID, share=0.49) == codes("imn")
    assert members_of(layer, GRID, share=0.4) == codes("ijmn")
    assert members_of(layer, GRID, share=1.0) == codes("im")
    assert members_of(layer.to_crs("EPSG:4326"), GRID, share=1.0) == codes("im")
    # Two shapes over one village count together, what they share once.
    assert members_of(shapes(drawn(0, 0, 0.3, 1), drawn(0.2, 0, 0.6, 1)), GRID, share=0.6) == codes("m")
    with pytest.raises(GeometryError, match="has most, 0.6;"):
        members_of(shapes(drawn(0, 0, 0.3, 1), drawn(0.2, 0, 0.6, 1)), GRID, share=0.7)


def test_wrong_drawings():
    with pytest.raises(GeometryError, match=r"no village has a share of 0.5 .* 99\.01\.01\.2013 has most, 0.25"):
        members_of(shapes(drawn(0, 0, 0.5, 0.5)), GRID)
    with pytest.raises(GeometryError, match=r"1 of 2 shapes .* not polygons \(rows 1\)"):
        members_of(shapes(drawn(0, 0, 1, 1), shapely.Point(*ORIGIN)), GRID)
    with pytest.raises(GeometryError, match="0 of 0 shapes"):
        members_of(shapes(), GRID)
    with pytest.raises(CRSError, match="the drawn area has no coordinate reference system"):
        members_of(gpd.GeoDataFrame(geometry=[drawn(0, 0, 1, 1)]), GRID)
    with pytest.raises(StudyError, match="share is 0; it must be above 0 and at most 1"):
        members_of(shapes(drawn(0, 0, 1, 1)), GRID, share=0)
    with pytest.raises(GeometryError, match=r"1 of 1 shapes .* not polygons \(rows 0\)"):
        members_of(shapes(shapely.Polygon()), GRID)
    with pytest.raises(StudyError, match="share is 1.5; it must be"):
        members_of(shapes(drawn(0, 0, 1, 1)), GRID, share=1.5)


def test_an_outline_that_crosses_itself_is_mended():
    x, y = ORIGIN
    # A bow tie over the lower left: its west half holds half of m and i each.
    corners = [(0, 0), (2, 2), (2, 0), (0, 2)]
    bow_tie = shapely.Polygon([(x + 1000 * a, y + 1000 * b) for a, b in corners])
    assert members_of(shapes(bow_tie), GRID) == codes("ijmn")
    with pytest.raises(GeometryError, match="no village"):
        members_of(shapes(bow_tie), GRID, share=0.51)
