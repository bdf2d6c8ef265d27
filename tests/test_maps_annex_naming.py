from annex_scene import HOSTILE, assert_apart, on_sheet, scene, texts

from kawasan_gis.maps.annex.naming import draw_names, face_labels
from kawasan_gis.maps.annex.pdf import house_style, new_figure


def test_names_of_everything_on_the_face_each_of_its_kind():
    layout, viewed = on_sheet(scene())
    labels = face_labels(viewed.view, layout)
    kinds = {kind: [one.text for one in labels if one.kind == kind] for kind in {one.kind for one in labels}}
    assert len(kinds["centre"]) == 1
    assert len(kinds["member"]) == 15
    assert set(HOSTILE) <= set(kinds["member"])
    assert all(name.startswith("Kec. Batang Alai") for name in kinds["kecamatan"])
    assert kinds["facility"] == ["SMP Negeri 2", "SMP Negeri 3", "SMP Negeri 4"]
    assert len(kinds["neighbour"]) == len(viewed.view.others)


def test_other_kabupaten_are_named_as_such():
    study = scene()
    wide = study._replace(kawasan=study.kawasan.buffer(9000))
    layout, viewed = on_sheet(wide)
    found = [one.text for one in face_labels(viewed.view, layout) if one.kind == "kabupaten"]
    assert found == ["Kabupaten Seberang"]


def test_facilities_are_named_in_the_kawasan_only_and_what_is_a_place_too_once():
    study = scene()
    row = study.features[study.features["kind"] == "facility"].iloc[[0]]
    far = row.assign(name="Jauh").set_geometry(row.translate(-6000, -6000))
    both = row.assign(kind="place", label="Tempat")
    features = type(study.features)(
        [*study.features.to_dict("records"), *far.to_dict("records"), *both.to_dict("records")], crs=study.crs
    )
    layout, viewed = on_sheet(study._replace(features=features))
    found = [(one.text, one.kind) for one in face_labels(viewed.view, layout) if one.kind in ("place", "facility")]
    assert found == [("SMP Negeri 2", "place"), ("SMP Negeri 3", "facility"), ("SMP Negeri 4", "facility")]


def test_hostile_names_are_drawn_and_nothing_overlaps():
    for paper, count in (("A4", 60), ("A3", 16)):
        layout, viewed = on_sheet(scene(count), paper)
        figure = new_figure(layout.width, layout.height)
        with house_style():
            placement = draw_names(figure, layout, viewed)
        assert_apart(figure, [layout.face])
        told = " ".join(words for words, _ in texts(figure))
        assert all(word in told for name in HOSTILE for word in name.split(" "))
        named = [one.label.text for one in placement.placed if one.label.needed]
        assert sorted(named) == sorted(viewed.view.members["nama_desa"])


def test_names_are_drawn_in_one_colour_where_asked():
    layout, viewed = on_sheet(scene(16))
    for colour, count in (("#123456", 1), (None, 3)):
        figure = new_figure(layout.width, layout.height)
        draw_names(figure, layout, viewed, colour=colour)
        found = {text.get_color() for text in figure.texts} - {"white"}  # their rims
        assert len(found) >= count
        assert (found == {colour}) == (colour is not None)


def test_members_carry_the_number_of_their_row_and_where_nameless_their_code():
    study = scene(4)
    study.villages.loc[study.members.index[2], "nama_desa"] = None
    layout, viewed = on_sheet(study)
    found = {one.number: one.text for one in face_labels(viewed.view, layout) if one.needed}
    assert found[3] == study.members.index[2]
    assert found[1] == study.members["nama_desa"].iloc[0]
    assert sorted(found) == [1, 2, 3, 4]


def test_a_blank_name_is_none_and_a_line_end_in_a_name_is_a_blank():
    study = scene(4, names=(" \t", "Baris\nBaru"))
    layout, viewed = on_sheet(study)
    found = {one.text for one in face_labels(viewed.view, layout) if one.needed}
    blank = study.members.index[study.members["nama_desa"] == " \t"][0]
    assert blank in found
    assert "Baris Baru" in found
    assert all(one.text.strip() for one in face_labels(viewed.view, layout))


def test_a_kecamatan_is_named_though_its_first_village_does_not_say_it():
    layout, viewed = on_sheet(scene(4))
    others = viewed.view.others.copy()

    def named():
        labels = face_labels(viewed.view._replace(others=others), layout)
        return {one.text for one in labels if one.kind == "kecamatan"}

    every = named()
    assert len(every) == 3
    others.loc[others.groupby(others.index.str[:8]).head(1).index, "kecamatan"] = None
    assert named() == every
    others["kecamatan"] = None
    assert named() == set()


def test_without_a_view_there_is_nothing_to_name():
    layout, _ = on_sheet(scene())
    assert draw_names(new_figure(10, 10), layout, scene()).placed == ()
