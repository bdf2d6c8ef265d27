"""A boundary file as it is: our fields of every row, under clean codes."""

import pytest
from drawing import code, draw_villages

from kawasan_gis.errors import CodeError
from kawasan_gis.findings import Findings
from kawasan_gis.villages.file import read_boundaries

PLAIN = {"names": None, "columns": None, "codes": None, "layer": None, "decimal": None}


def written(tmp_path, **columns):
    path = tmp_path / "desa.parquet"
    draw_villages("ab").reset_index().assign(**columns).to_parquet(path)
    return path


def test_every_row_is_there_with_our_fields_as_the_file_has_them(tmp_path):
    path = written(tmp_path, lain=1, nama_desa=[" Desa a ", None])
    file = read_boundaries(path, strict=True, findings=Findings(), **PLAIN)
    assert file.path == str(path)
    assert file.listed is None
    assert file.table.index.tolist() == [code("a"), code("b")]
    assert "lain" not in file.table
    assert file.table["nama_desa"].tolist()[0] == " Desa a "


def test_unreadable_codes_are_an_error_or_left_out(tmp_path):
    path = written(tmp_path, kode_desa=[code("a"), "?"])
    with pytest.raises(CodeError, match="1 village codes of .* cannot be read"):
        read_boundaries(path, strict=True, findings=Findings(), **PLAIN)
    findings = Findings()
    file = read_boundaries(path, strict=False, findings=findings, **PLAIN)
    assert file.table.index.tolist() == [code("a")]
    assert findings.counts() == {"bad_code": 1}


def test_a_code_list_comes_with_it(tmp_path):
    names = tmp_path / "kode.csv"
    names.write_text(f"kode,nama\n{code('a')},Desa Baru\n99.01,Kabupaten Contoh\n", encoding="utf-8")
    file = read_boundaries(written(tmp_path), strict=True, findings=Findings(), **{**PLAIN, "names": names})
    assert file.listed.to_dict() == {code("a"): "Desa Baru", "99.01": "Kabupaten Contoh"}
