import math

from drafted import ABOUT, case, drafted, rows, tables, text_of
from drawing import codes

from kawasan_gis.documents.needs import read_needs
from kawasan_gis.documents.reasons import write_needs, write_reasons


def test_every_criterion_has_value_weight_contribution_and_source():
    drawn = case(ike=0.2)
    document = drafted(write_reasons, drawn)
    assert rows(document.tables[0])[1:] == [
        ["Indeks ketahanan ekonomi", "kebutuhan", "0,20", "0,80", "25,0", "0,200", "[2]"],
        ["Jumlah SMP", "potensi", "4 sekolah", "0,40", "75,0", "0,300", "[3]"],
        ["Jumlah", "", "", "", "100,0", "0,500", "[1]"],
    ]
    assert drawn.sources.lines[1:] == ["[2] Indeks: Kemendesa, 2024", "[3] Smp; Sumber tidak disebutkan dalam studi"]
    assert "berasal dari Jumlah SMP (0,300), Indeks ketahanan ekonomi (0,200)" in text_of(document)
    assert "nilai 0–1 yang tinggi berarti kebutuhan yang besar" in text_of(document)  # noqa: RUF001


def test_missing_values_are_said_to_be_not_available():
    document = drafted(write_reasons, case(ike=math.nan))
    missing = "belum tersedia\n(4 desa belum tersedia)"
    assert rows(document.tables[0])[1][2:6] == [missing, *["belum tersedia"] * 3]


def test_estimates_are_called_so():
    drawn = case(about=ABOUT.assign(note=["perkiraan", "perkiraan"]))
    assert text_of(drafted(write_reasons, drawn)).count("Catatan: perkiraan") == 1


def test_without_criteria_nothing_is_claimed():
    for write in (write_reasons, write_needs):
        document = drafted(write, case(criteria=()))
        assert document.tables == []
        assert "belum tersedia" in text_of(document)


def test_the_matrix_names_office_indicator_work_and_villages():
    given = tables()
    indicators = given["indicators"].copy()
    indicators.loc[codes("dehi"), "smp_count"] = [0.0, 4.0, 0.0, 0.0]
    drawn = case(indicators=indicators)
    document = drafted(write_needs, drawn)
    (head, first, second) = rows(document.tables[0])
    assert head[0] == "Perangkat daerah"
    assert first[:2] == ["Dinas Pendidikan", "Jumlah SMP: 4 sekolah [1]; keadaan 0,40"]
    assert first[3] == "Desa d, Desa h, Desa i"
    assert second[0] == "Dinas Pemberdayaan Masyarakat dan Desa"
    assert second[3] == "–"  # noqa: RUF001
    assert "Jumlah SMP (keadaan 0,40; belum terpenuhi 0,450); Indeks" in text_of(document)


def test_many_villages_are_counted():
    given = tables("abcdefgh", "abcdefgh", "a")
    indicators = given["indicators"].assign(smp_count=[0.0] * 7 + [8.0])
    drawn = case(picture="abcdefgh", letters="abcdefgh", centre="a", indicators=indicators)
    assert "Desa a, Desa b, Desa c, Desa d, Desa e, dan 2 desa lain" in text_of(drafted(write_needs, drawn))


def test_an_indicator_no_office_is_found_for_is_said_to_be_unmapped():
    drawn = case(needs=tuple(need for need in read_needs() if need.key == "desa"))
    offices = [row[0] for row in rows(drafted(write_needs, drawn).tables[0])]
    assert offices == ["Perangkat daerah", "(belum dipetakan)", "Dinas Pemberdayaan Masyarakat dan Desa"]


def test_what_has_no_data_is_to_be_collected():
    text = text_of(drafted(write_needs, case(ike=math.nan)))
    assert "Belum tersedia datanya: Indeks ketahanan ekonomi." in text
    assert "Melengkapi data desa yang belum tersedia" in text
