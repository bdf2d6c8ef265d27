import pandas as pd
import pytest
from checking import candidate
from drawing import codes, draw_villages, rook_graph

from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.checks import check_candidates, read_checks, said
from kawasan_gis.errors import StudyError, TableError

VILLAGES = draw_villages("abcd\nefgh")
GRAPH = rook_graph(VILLAGES)
OWN = """[[checks]]
key = "bordering"
kind = "law"
label_id = "Berbatasan"
label_en = "Bordering"
basis_id = "Perbup 1/2026"
mark = "read"
source = "Lembaran daerah"
"""


def run(letters="abe", **options):
    return check_candidates(VILLAGES, GRAPH, *candidate(letters, centre="a"), rules=Rules(), **options)


def test_the_shipped_table_names_a_source_for_all_and_doubts_what_was_not_read():
    table = read_checks()
    assert (table["source"] != "").all()
    law = table[table["kind"] == "law"]
    assert not (law["mark"] == "read").any()
    assert (law[["basis_id", "basis_en"]] != "").all(axis=None)
    assert ((table["basis_id"] == "") == (table["basis_en"] == "")).all()


def test_the_order_is_that_of_the_table_and_the_words_are_of_one_language():
    checks = run()
    order = [key for key in read_checks().index if key in set(checks["check"])]
    assert checks["check"].tolist() == order
    indonesian, english = said(checks), said(checks, "en")
    columns = ["candidate_id", "check", "kind", "label", "passed", "text", "basis", "source"]
    assert list(indonesian) == list(english) == columns
    assert indonesian.iloc[0][["label", "text"]].tolist() == ["Terdiri atas beberapa desa", "3 desa"]
    assert english.iloc[1]["text"] == "in one piece along borders on land"
    assert indonesian.iloc[0]["basis"].endswith("(menurut sumber sekunder; periksa sebelum dikutip)")
    assert indonesian.set_index("check").at["complete_data", "basis"] == ""
    assert (indonesian["text"] != english["text"]).sum() >= 10


def test_the_table_comes_back_from_parquet(tmp_path):
    checks = run(existing={"Lama": codes("ab")})
    assert str(checks["passed"].dtype) == "boolean"
    checks.to_parquet(tmp_path / "checks.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "checks.parquet"), checks)
    nothing = check_candidates(VILLAGES, GRAPH, candidate("ab")[0].iloc[:0], candidate("ab")[1], rules=Rules())
    assert len(said(nothing)) == 0
    assert nothing.dtypes.equals(checks.dtypes)


def test_candidates_come_in_the_order_of_the_ranking():
    ranking, members = candidate("abe")
    two = pd.concat([ranking.rename(index={"k1": "k2"}), ranking])
    both = pd.concat([members, members.assign(candidate_id="k2")])
    checks = check_candidates(VILLAGES, GRAPH, two, both, rules=Rules())
    assert list(dict.fromkeys(checks["candidate_id"])) == ["k2", "k1"]


def test_a_table_of_ones_own_lies_over_the_shipped_one(tmp_path):
    path = tmp_path / "checks.toml"
    path.write_text(OWN)
    table = read_checks(path)
    assert table.index.tolist() == read_checks().index.tolist()
    spoken = said(run(table=table)).set_index("check")
    assert spoken.loc["bordering", ["label", "basis", "source"]].tolist() == [
        "Berbatasan", "Perbup 1/2026", "Lembaran daerah",
    ]  # fmt: skip
    path.write_text(OWN.replace("Perbup 1/2026", "").replace('"read"', '"known"'))
    assert said(run(table=read_checks(path))).set_index("check").at["bordering", "basis"] == ""
    assert spoken.at["several_desa", "label"] == "Terdiri atas beberapa desa"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"bordering"', '"borderig"', "there is no check borderig, did you mean bordering"),
        ("source", "sourc", "unknown key sourc, did you mean source"),
        ('"read"', '"sure"', "mark"),
        (OWN, OWN + OWN, "bordering is there twice"),
    ],
)
def test_mistakes_in_a_table_of_ones_own(tmp_path, old, new, words):
    path = tmp_path / "checks.toml"
    path.write_text(OWN.replace(old, new))
    with pytest.raises(StudyError, match=words):
        read_checks(path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"members": lambda table: table.assign(kode_desa="99.99.99.2001")}, "members: 1 codes are not among"),
        ({"members": lambda table: pd.concat([table, table])}, "3 villages of one candidate are there twice"),
        ({"members": lambda table: table.assign(role="bridge")}, "1 candidates have no members: k1"),
        ({"members": lambda table: table.drop(columns="role")}, "the members have no column role"),
        ({"ranking": lambda table: pd.concat([table, table])}, "1 candidates of the ranking are there twice"),
        ({"villages": lambda table: table.drop(columns="status")}, "the villages have no column status"),
        ({"rules": lambda rules: Rules(must_have=("99.99.99.2001",))}, "must_have: 1 codes are not among"),
        ({"existing": lambda _: {"Lama": ("x",)}}, "existing Lama: 1 codes are not among the villages: x"),
        ({"graph": lambda graph: graph.subgraph(codes("ab"))}, "1 members are not in the graph"),
        ({"indicators": lambda _: pd.DataFrame({"x": [1, 2]}, index=["a", "a"])}, "of the indicators are there twice"),
    ],
)
def test_wrong_codes_and_columns_are_one_clear_error(change, words):
    ranking, members = candidate("abe")
    parts = {
        "villages": VILLAGES, "graph": GRAPH, "ranking": ranking, "members": members, "rules": Rules(),
        "existing": None, "indicators": None,
    }  # fmt: skip
    for name, make in change.items():
        parts[name] = make(parts[name])
    with pytest.raises(TableError, match=words):
        check_candidates(**parts)
