import shapely
from annex_study import small_scene, small_sheet

from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.pdf import new_figure
from kawasan_gis.maps.annex.sheet import draw_scale_box, sheet_pages


def texts(page):
    return [text.get_text() for text in page.figure.texts]


def test_sheet_pages_put_the_table_on_the_sheet_where_it_fits():
    scene = small_scene()
    (page,) = sheet_pages(scene, Decree(), paper="A3")
    assert {*scene.members.index} <= {*texts(page)}
    assert "table" in page.layout.margin


def test_sheet_pages_give_long_names_the_lines_they_take():
    scene = small_scene()
    long = scene.members.assign(nama_desa="Desa yang bernama sangat panjang sekali", kecamatan="Kecamatan " * 4)
    (page,) = sheet_pages(scene._replace(members=long), Decree(), paper="A3")
    (short,) = sheet_pages(scene, Decree(), paper="A3", orientation="landscape")
    assert page.layout.margin["table"].height > short.layout.margin["table"].height
    assert texts(page).count("Desa yang bernama") == 4 or "sangat panjang" in " ".join(texts(page))


def test_sheet_pages_put_it_on_a_page_of_its_own_where_it_does_not():
    scene = small_scene()
    sheet, table = sheet_pages(scene, Decree(), paper="A4")
    assert "table" not in sheet.layout.margin
    assert not {*scene.members.index} & {*texts(sheet)}
    assert {*scene.members.index} <= {*texts(table)}
    assert table.layout is None
    assert "Halaman 1 dari 2" in texts(sheet)
    assert "Halaman 2 dari 2" in texts(table)


def test_sheet_pages_leave_no_source_out():
    sources = [f"Lapisan {place}: Badan Nomor {place} dengan nama yang panjang, 2024" for place in range(30)]
    pages = sheet_pages(small_scene(), Decree(), sources=sources)
    assert len(pages) > 1
    said = " ".join(" ".join(texts(page)) for page in pages)
    assert all(f"Badan Nomor {place} " in said for place in range(30))


def test_sheet_pages_let_no_text_leave_the_paper():
    for paper in ("A4", "A1"):
        for page in sheet_pages(small_scene(), Decree(), paper=paper):
            sheet = shapely.box(0, 0, *(page.figure.get_size_inches() * 72))
            page.figure.set_dpi(72)
            boxes = [shapely.box(*text.get_window_extent().extents) for text in page.figure.texts]
            assert all(box.within(sheet) for box in boxes)


def test_draw_scale_box_keeps_scale_and_arrow_in_their_box_and_apart():
    layout, scene = small_sheet("A4")
    figure = new_figure(layout.width, layout.height)
    draw_scale_box(figure, layout, scene)
    box = layout.margin["scale"]
    room = shapely.box(box.x, box.y, box.right, box.top).buffer(0.2)
    found = {t.get_text(): shapely.box(*(t.get_window_extent().extents * 25.4 / 72)) for t in figure.texts}
    assert all(room.contains(one) for one in found.values())
    named = list(found.values())
    assert not [1 for place, one in enumerate(named) for other in named[:place] if one.intersects(other)]
    assert any(text.startswith("Konvergensi grid") for text in found)
