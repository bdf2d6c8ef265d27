"""Land cover: every code in one group, colours that every eye can tell apart, and a legend of what is there."""

import itertools
import warnings

import numpy as np
import pytest
from drawing import draw_villages
from rasterio.io import MemoryFile
from rasters import raster_layer
from test_maps_style import SEEN, lab

from kawasan_gis.errors import StudyError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.maps.landcover import OTHER, SPARE, drawn_groups, land_cover
from kawasan_gis.vocabulary import Vocabulary, read_vocabulary

TWO_BY_TWO = "ab\ncd"


def painted(picture):
    """Colours of a picture, as hex; None where it is transparent."""
    with warnings.catch_warnings(action="ignore"), MemoryFile(picture.data) as memory, memory.open() as file:
        numbers, colours = file.read(1), file.colormap(1)
    return [["#{:02x}{:02x}{:02x}".format(*colours[n][:3]) if colours[n][3] else None for n in row] for row in numbers]


def test_every_group_has_its_colour_at_its_place(tmp_path):
    values = np.repeat(np.repeat(np.array([[20093, 5001], [2001, 20041]], "uint16"), 10, 0), 10, 1)
    layer = raster_layer(tmp_path, values, cell=100.0).model_copy(update={"vocabulary": "klhk"})
    findings = Findings()
    cover = land_cover(draw_villages(TWO_BY_TWO), layer, findings)
    colours = {label.id: colour for label, colour in cover.legend}
    assert list(colours) == ["sawah", "mangrove", "hutan", "badan air"]
    cells = painted(cover.picture)
    rows, columns = len(cells), len(cells[0])
    quarters = [cells[rows * y // 4][columns * x // 4] for y, x in ((1, 1), (1, 3), (3, 1), (3, 3))]
    assert quarters == [colours[name] for name in ("sawah", "badan air", "hutan", "mangrove")]
    assert cells[0][0] is None
    assert len(findings) == 0


def test_ground_outside_the_villages_is_not_drawn(tmp_path):
    layer = raster_layer(tmp_path, np.full((20, 20), 20093, "uint16"), cell=100.0)
    cells = painted(
        land_cover(draw_villages("ab\nc."), layer.model_copy(update={"vocabulary": "klhk"}), Findings()).picture
    )
    rows, columns = len(cells), len(cells[0])
    assert cells[rows // 4][columns * 3 // 4] is not None
    assert cells[rows * 3 // 4][columns * 3 // 4] is None


def test_unknown_codes_are_other_and_reported_and_missing_ones_are_nothing(tmp_path):
    values = np.full((20, 20), 77, "int32")
    values[:, :10] = -1
    layer = raster_layer(tmp_path, values, cell=100.0, nodata=-1).model_copy(update={"vocabulary": "klhk"})
    findings = Findings()
    cover = land_cover(draw_villages(TWO_BY_TWO), layer, findings)
    assert [(label.id, colour) for label, colour in cover.legend] == [("lainnya", OTHER[0])]
    cells = painted(cover.picture)
    assert cells[10][5] is None
    assert cells[10][16] == OTHER[0]
    assert findings.frame[["kind", "value", "detail"]].to_numpy().tolist() == [["unknown_class", 77.0, "r"]]


def test_fractions_and_a_layer_without_a_vocabulary_are_refused(tmp_path):
    layer = raster_layer(tmp_path, np.full((4, 4), 1.5, "float32"))
    with pytest.raises(StudyError, match="layer r has no vocabulary"):
        land_cover(draw_villages(TWO_BY_TWO), layer, Findings())
    with pytest.raises(TableError, match="layer r: r.tif holds fractions"):
        land_cover(draw_villages(TWO_BY_TWO), layer.model_copy(update={"vocabulary": "klhk"}), Findings())


@pytest.mark.parametrize("name", ["klhk", "worldcover", "kawasan_hutan"])
def test_every_code_is_in_one_group_at_most(name):
    words = read_vocabulary(name)
    groups = drawn_groups(words)
    codes = [code for group in groups for code in group.codes]
    assert len(codes) == len(set(codes))
    grouped = {int(code) for codes in words.groups.values() for code in codes}
    assert set(codes) == grouped
    assert groups[-1].codes == ()


def test_groups_of_ones_own_get_the_spare_colours_and_the_rest_are_other():
    names = [f"jenis_{place}" for place in range(8)]
    own = {name: [str(place)] for place, name in enumerate(names)}
    groups = {"sawah": ["8"], **own, "semua": [str(place) for place in range(9)]}
    words = Vocabulary(name="x", source="x", codes={str(place): "?" for place in range(9)}, groups=groups)
    drawn = drawn_groups(words)
    assert [group.label.id for group in drawn] == ["sawah", *(f"jenis {place}" for place in range(6)), "lainnya"]
    assert [group.colour for group in drawn[1:-1]] == list(SPARE)


@pytest.mark.parametrize("name", ["klhk", "worldcover"])
@pytest.mark.parametrize("seen", SEEN)
def test_colours_can_be_told_apart_by_every_eye(name, seen):
    colours = [group.colour for group in drawn_groups(read_vocabulary(name))]
    for one, other in itertools.combinations(colours, 2):
        assert np.linalg.norm(lab(one, seen) - lab(other, seen)) > 8, (one, other)
