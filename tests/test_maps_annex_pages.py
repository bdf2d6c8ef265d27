import itertools

import pytest
from annex_scene import KNOWN, NOTHING, SOURCES, assert_apart, on_sheet, scene, texts

from kawasan_gis.maps.annex.pages import draw_pages, plan_pages
from kawasan_gis.maps.annex.pdf import house_style
from kawasan_gis.maps.annex.table import village_table


def drawn(count, paper, language="id", decree=NOTHING, sources=(), **more):
    study = scene(count, **more)
    layout, viewed = on_sheet(study, paper)
    table = village_table(study, language)
    plan = plan_pages(layout, viewed, table, sources=sources, language=language)
    with house_style():
        return plan, table, draw_pages(plan, layout, viewed, decree, table, language=language)


def words_on(figure):
    return [words for words, _ in texts(figure)]


@pytest.mark.parametrize(("paper", "count"), list(itertools.product(["A4", "A3", "A2", "A1"], [16, 60])))
def test_every_village_is_on_a_page_and_nothing_overlaps(paper, count):
    language = "en" if count == 60 else "id"
    plan, table, figures = drawn(count, paper, language, KNOWN, SOURCES, legal=count == 60)
    assert len(figures) == len(plan.rows)
    for figure in figures:
        assert_apart(figure)
    told = [words for figure in figures for words in words_on(figure)]
    assert [words for words in told if words.startswith("99.01.")] == [row[1] for row in table.rows]


def test_long_tables_repeat_heads_number_pages_and_end_with_totals_and_room_to_sign():
    plan, _, figures = drawn(60, "A4")
    assert len(figures) == 2
    assert plan.rows[0][1] == plan.rows[1][0]
    first, last = map(words_on, figures)
    assert "Kode wilayah" in first
    assert "Kode wilayah" in last
    assert "Halaman 2 dari 3" in first
    assert "Halaman 3 dari 3" in last
    assert "LAMPIRAN" in first
    assert "LAMPIRAN" not in last
    assert "(lanjutan)" in " ".join(last)
    assert "Jumlah: 60 desa" in last
    assert "Jumlah: 60 desa" not in first
    assert "BUPATI CONTOH," in last


@pytest.mark.parametrize("count", range(33, 52, 3))
def test_rows_are_kept_with_their_totals(count):
    plan, _, figures = drawn(count, "A4")
    assert plan.rows[0][0] == 0
    assert plan.rows[-1][1] == count
    assert plan.rows[-1][1] - plan.rows[-1][0] >= 3
    for figure in figures:
        assert_apart(figure)


def test_pages_are_upright_on_the_paper_of_the_sheet():
    _, _, (figure,) = drawn(16, "A3")
    assert figure.get_size_inches() * 25.4 == pytest.approx([297, 420])


def test_sources_without_room_on_the_sheet_are_notes():
    _, _, figures = drawn(16, "A4", sources=SOURCES)
    assert SOURCES[0] in " ".join(words_on(figures[-1]))


def test_a_sign_that_cannot_be_printed_is_explained():
    _, _, figures = drawn(16, "A4", names=("Desa \u202e村",))
    assert any("menggantikan huruf" in words for words in words_on(figures[0]))
    assert not any("menggantikan huruf" in words for words in words_on(drawn(16, "A4")[2][0]))


@pytest.mark.parametrize("count", [1, 16])
def test_sources_longer_than_a_page_run_on_over_pages_none_is_lost(count):
    many = [f"lapisan {place}: sumber yang panjang namanya {place}" for place in range(170)]
    plan, table, figures = drawn(count, "A4", sources=many)
    assert len(figures) == len(plan.rows) == len(plan.notes) > 1
    told = [words_on(figure) for figure in figures]
    for figure in figures:
        assert_apart(figure)
    assert all(set(lines) <= set(words) for lines, words in zip(plan.notes, told, strict=True))
    notes = " ".join(line for lines in plan.notes for line in lines)
    assert all(f"lapisan {place}: sumber yang panjang namanya {place};" in notes for place in range(169))
    assert [sum(row[1] in words for row in table.rows) for words in told] == [count] + [0] * (len(told) - 1)
    assert ["Kode wilayah" in words for words in told] == [True] + [False] * (len(told) - 1)
    assert ["BUPATI CONTOH," in words for words in told] == [False] * (len(told) - 1) + [True]
    assert f"Halaman {len(told) + 1} dari {len(told) + 1}" in told[-1]


@pytest.mark.parametrize("count", [1, 3, 5, *range(51, 60)])
def test_no_page_has_heads_or_totals_without_rows_and_none_has_one_row_only(count):
    study = scene(count)
    layout, viewed = on_sheet(study, "A4")
    table = village_table(study)
    for sources in ([], SOURCES, SOURCES * 5, SOURCES * 7, SOURCES * 9):
        plan = plan_pages(layout, viewed, table, sources=sources)
        sizes = [last - first for first, last in plan.rows if first < last]
        assert sum(sizes) == count
        assert min(sizes) >= min(count, 3)
        assert plan.rows[-1][1] == count
