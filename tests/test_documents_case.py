import pandas as pd
import pytest
from drafted import case, tables
from drawing import codes

from kawasan_gis.documents.case import of_rank
from kawasan_gis.errors import StudyError, TableError


def test_members_come_by_code_and_bridges_apart():
    drawn = case(letters="ied", bridges="h")
    assert list(drawn.members.index) == codes("dei")
    assert list(drawn.bridges.index) == codes("h")


def test_numbers_are_indonesian_and_missing_ones_said():
    assert case().number(12345.67, 1, "ha") == "12.345,7 ha"
    assert case(language="en").number(12345.67, 1, "ha") == "12,345.7 ha"
    assert case().number(float("nan"), 1, "ha") == "belum tersedia"


def test_borders_nobody_named_a_source_of_are_quoted_as_such():
    drawn = case(sources=())
    assert drawn.of_borders == "[1]"
    assert drawn.sources.lines == ["[1] Batas desa; sumber tidak disebutkan dalam studi"]


def test_an_unknown_rank_is_one_clear_error():
    with pytest.raises(StudyError, match="no candidate of rank 2; ranks are 1 to 1"):
        case(rank=2)
    with pytest.raises(StudyError, match="no candidates"):
        of_rank(tables()["ranking"][:0], 1)


def test_members_that_cannot_be_told_are_refused():
    given = tables()
    with pytest.raises(TableError, match="candidate k1 has no members"):
        case(members=given["members"].assign(role="bridge"))
    strange = pd.concat([given["members"], given["members"][:1].assign(kode_desa="99.01.01.2999")])
    with pytest.raises(TableError, match=r"1 members are not among the villages: 99\.01\.01\.2999"):
        case(members=strange)
    with pytest.raises(TableError, match="1 villages stand twice in candidate k1"):
        case(members=pd.concat([given["members"], given["members"][:1]]))
