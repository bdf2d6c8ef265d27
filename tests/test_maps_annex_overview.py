import pandas as pd
import pypdf
import pytest
import shapely
from annex_scene import assert_apart, texts
from annex_study import small_scene
from map_study import CRITERIA, study, wiggly_grid

from kawasan_gis.errors import StudyError
from kawasan_gis.maps.annex.comparison import comparison_of
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.overview import ROUND, draw_overview, overview_layout, overview_view, plan_overview
from kawasan_gis.maps.annex.paper import PAPERS
from kawasan_gis.maps.annex.pdf import house_style, save_pdf
from kawasan_gis.maps.annex.shapes import on_paper

VILLAGES = wiggly_grid()
TABLES = study(VILLAGES)
SCENE = small_scene()
COMPARED = comparison_of(TABLES["ranking"], CRITERIA, TABLES["checks"], about=TABLES["about"])


def many(count):
    ranking = pd.concat([TABLES["ranking"]] * count).iloc[:count].assign(rank=range(1, count + 1))
    ranking.index = pd.Index([f"k{place}" for place in range(count)], name="candidate_id")
    return comparison_of(ranking, CRITERIA, about=TABLES["about"])


@pytest.mark.parametrize("paper", PAPERS)
def test_overview_layout_shows_all_candidates_at_the_largest_round_scale(paper):
    overview = plan_overview(COMPARED, paper)
    layout = overview_layout(overview, SCENE)
    west, south, east, north = TABLES["ranking"].to_crs(SCENE.crs).total_bounds
    assert shapely.box(*layout.extent).contains(shapely.box(west, south, east, north))
    larger = ROUND[ROUND.index(layout.scale) - 1] / 1000 if layout.scale > ROUND[0] else 0
    assert layout.face.width * larger < 1.2 * (east - west) or layout.face.height * larger < 1.2 * (north - south)
    boxes = [layout.face, *layout.margin.values()]
    shapes = [shapely.box(*box[:2], box.right, box.top) for box in boxes]
    assert all(one.intersection(other).area < 1e-6 for place, one in enumerate(shapes) for other in shapes[:place])


def test_overview_layout_refuses_candidates_no_scale_shows():
    far = COMPARED.outlines.scale(4000, 4000, origin=(0, 0))
    with pytest.raises(StudyError, match="too far apart for one map"):
        overview_layout(plan_overview(COMPARED._replace(outlines=far), "A3"), SCENE)


def test_overview_view_has_all_outlines_and_no_features():
    overview = plan_overview(COMPARED, "A3")
    view = overview_view(overview, SCENE, overview_layout(overview, SCENE))
    assert view.outline.area == pytest.approx(TABLES["ranking"].area.sum(), rel=1e-3)
    assert set(view.others.index) >= set(TABLES["members"]["kode_desa"])
    assert view.members.empty
    assert view.features.empty
    assert "desa" not in set(view.borders["level"])


@pytest.mark.parametrize("paper", PAPERS)
def test_draw_overview_numbers_candidates_and_keeps_words_apart(paper):
    with house_style():
        (page,) = draw_overview(plan_overview(COMPARED, paper), SCENE, Decree(), page=3, pages=3)
    said = [words for words, _ in texts(page.figure)]
    for words in ("PERBANDINGAN CALON KAWASAN", "Halaman 3 dari 3", "0,735", "Calon kawasan (angka: peringkat)"):
        assert words in " ".join(said)
    outlines = COMPARED.outlines.to_crs(SCENE.crs)
    for (rank, _), outline in zip(COMPARED.heads, on_paper(outlines, page.layout), strict=True):
        assert sum(words == rank and outline.contains(shape.centroid) for words, shape in texts(page.figure)) == 1
    assert_apart(page.figure, page.layout.margin.values())


def test_draw_overview_goes_on_with_more_candidates_than_fit_on_further_pages(tmp_path):
    overview = plan_overview(many(45), "A4")
    assert overview.pages > 2
    with house_style():
        pages = draw_overview(overview, SCENE, Decree(), page=2, pages=1 + overview.pages, language="en")
    assert len(pages) == overview.pages
    assert [page.layout is None for page in pages] == [False] + [True] * (overview.pages - 1)
    for page in pages[1:]:
        assert_apart(page.figure)
    save_pdf(pages, tmp_path / "a.pdf")
    last = pypdf.PdfReader(tmp_path / "a.pdf").pages[-1].extract_text()
    assert f"Page {1 + overview.pages} of {1 + overview.pages}" in last
    assert "45" in last.split()
