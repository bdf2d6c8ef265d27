import shapely

from kawasan_gis.maps.annex.names import LOOKS, MOST_LINES, SHRINK, WIDEST, Label, numbered

FIELD = shapely.box(0, 0, 10, 10)


def test_the_centre_is_named_first_and_facilities_last():
    assert list(LOOKS)[:2] == ["centre", "member"]
    assert list(LOOKS)[-1] == "facility"
    assert [kind for kind, look in LOOKS.items() if look.needed] == ["centre", "member"]


def test_forms_go_from_one_line_to_several_then_smaller():
    forms = Label("Sungai Rangas Hulu", "member", FIELD).forms(1)
    assert [form.lines for form in forms[:3]] == [
        ("Sungai Rangas Hulu",),
        ("Sungai", "Rangas Hulu"),
        ("Sungai", "Rangas", "Hulu"),
    ]
    assert len(forms) == 3 * len(SHRINK)
    sizes = [form.font.size for form in forms]
    assert sizes == sorted(sizes, reverse=True)
    assert forms[0].width > forms[1].width > forms[2].width


def test_a_point_has_no_smaller_forms_and_names_of_areas_are_capitals():
    assert len(Label("Pasar", "place", shapely.Point(0, 0)).forms(1)) == 1
    assert Label("Kec. Kurau", "kecamatan", FIELD).forms(1)[0].lines == ("KEC. KURAU",)


def test_a_long_word_is_cut_rather_than_wide():
    for form in Label("x" * 60, "member", FIELD).forms(1):
        assert form.width <= WIDEST
        assert "".join(form.lines) == "x" * 60


def test_a_name_of_many_words_has_a_form_however_many_lines_that_takes():
    for count in range(1, 40):
        for kind in LOOKS:
            forms = Label("Seberang " * count + "X", kind, FIELD).forms(1)
            assert forms
            assert all(form.width <= WIDEST for form in forms)
            fewest = len(forms[0].lines)
            assert all(len(form.lines) <= max(MOST_LINES, fewest) for form in forms)


def test_numbers_grow_with_the_paper():
    assert numbered(12, 1).lines == ("12",)
    assert numbered(12, 2).width == 2 * numbered(12, 1).width
