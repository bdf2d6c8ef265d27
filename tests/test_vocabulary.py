import pytest

from kawasan_gis.errors import StudyError
from kawasan_gis.vocabulary import SHIPPED, Vocabulary, read_vocabulary


@pytest.mark.parametrize("name", sorted(path.stem for path in SHIPPED.glob("*.toml")))
def test_what_comes_along_is_whole(name):
    words = read_vocabulary(name)
    assert words.name == name
    assert len(words.source) > 40
    assert (SHIPPED / f"{name}.toml").read_text(encoding="utf-8").startswith("#")


def test_forest_functions_have_groups():
    forest = read_vocabulary("kawasan_hutan")
    assert forest.groups["apl"] == ("1007", "100700")
    parts = [forest.groups[name] for name in ("hutan_lindung", "konservasi", "produksi")]
    assert sorted(code for part in parts for code in part) == sorted(forest.groups["kawasan_hutan"])
    produced = [forest.groups[f"produksi_{name}"] for name in ("tetap", "terbatas", "konversi")]
    assert sorted(code for part in produced for code in part) == sorted(forest.groups["produksi"])


def test_groups_become_codes_and_codes_stay():
    forest = read_vocabulary("kawasan_hutan")
    assert forest.expanded(["100240", "hutan_lindung", "1001"]) == ["100240", "1001", "100100"]
    with pytest.raises(StudyError, match=r"no code or group hutan_lindun, did you mean hutan_lindung\?"):
        forest.expanded(["hutan_lindun"])


def test_a_column_is_of_a_vocabulary_by_its_name_or_its_words():
    forest = read_vocabulary("kawasan_hutan")
    assert forest.speaks_of("fungsikws", ["lindung"])
    assert forest.speaks_of("KODE", ["x", "apl"])
    assert forest.speaks_of("KODE", ["1001"])
    assert not forest.speaks_of("KODE", ["63"])


def test_ones_own_table_is_read_again_when_it_changes(tmp_path):
    path = tmp_path / "kami.toml"
    path.write_text('name="kami"\nsource="dinas"\n[codes]\n1="a"\n2="b"\n[groups]\nsatu=[1]\n')
    assert read_vocabulary(path).groups == {"satu": ("1",)}
    path.write_text('name="kami"\nsource="dinas"\n[codes]\n1="a"\n2="b"\n[groups]\nsemua=[1, 2]\n')
    assert read_vocabulary(str(path)).groups == {"semua": ("1", "2")}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('name="x"\nsource="y"\n[codes]\n1="a"\n[groups]\nb=[2]\n', "codes that are not under .codes.: 2"),
        ('name="x"\nsource="y"\n[codes]\n1="a"\n[groups]\n1=[1]\n', "1 is both a code and a group"),
        ('name="x"\n[codes]\n1="a"\n', "source is missing"),
        ('name="x"\nsource="y"\ncode=1\n[codes]\n', r"unknown key code, did you mean codes\?"),
    ],
)
def test_tables_that_are_wrong_are_refused(tmp_path, text, words):
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(StudyError, match=words):
        read_vocabulary(tmp_path / "x.toml")


def test_a_group_of_one_code_may_stand_alone(tmp_path):
    text = 'name = "x"\nsource = "s"\n[codes]\n"20093" = "sawah"\n"7" = "jalan"\n[groups]\n'
    (tmp_path / "v.toml").write_text(f'{text}sawah = "20093"\njalan = 7\n')
    assert read_vocabulary(tmp_path / "v.toml").groups == {"sawah": ("20093",), "jalan": ("7",)}
    (tmp_path / "w.toml").write_text(text.replace("[groups]", "").replace("[codes]", 'groups = ["a"]\n[codes]'))
    with pytest.raises(StudyError, match="groups: Input should be a valid dictionary"):
        read_vocabulary(tmp_path / "w.toml")


def test_unknown_names_are_refused():
    with pytest.raises(StudyError, match=r"there is no vocabulary kawasan_hutn, did you mean kawasan_hutan\?"):
        read_vocabulary("kawasan_hutn")
    with pytest.raises(StudyError, match="there is no file"):
        read_vocabulary("tidak_ada.toml")
    assert Vocabulary(name="x", source="y", codes={"1": "a"}).expanded(["1"]) == ["1"]
