import numpy as np
import pandas as pd
import pytest

from kawasan_gis.errors import StudyError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.network.speeds import OTHER_KM_H, read_speeds, road_speeds, speed_of

METRES = np.array([1000.0, 3000.0])


def speeds_of(*classes, findings=None, other_km_h=None, **named):
    table = read_speeds(km_h=named)
    return road_speeds(
        pd.Series(classes, name="REMARK", dtype="str"), METRES[: len(classes)], table,
        other_km_h=other_km_h, named=named, findings=findings if findings is not None else Findings(),
    ).tolist()  # fmt: skip


def test_every_shipped_speed_has_a_source_and_is_above_zero():
    table = read_speeds()
    assert (table["km_h"] > 0).all()
    assert (table["source"].str.len() > 0).all()
    assert {"Jalan Arteri", "Jalan Setapak", "motorway", "track", "river", "ferry", "walking"} <= set(table.index)
    # RBI: least design speeds of PP 34/2006, articles 13 to 16.
    assert [speed_of(table, f"Jalan {name}") for name in ("Arteri", "Kolektor", "Lokal", "Lingkungan")] == [
        60,
        40,
        20,
        15,
    ]


def test_classes_are_found_without_regard_to_case_and_blanks():
    assert speeds_of("JALAN  ARTERI ", "jalan kolektor") == [60, 40]


def test_a_table_of_ones_own_and_single_classes_lie_over_the_shipped_ones(tmp_path):
    path = tmp_path / "kecepatan.toml"
    path.write_text('[[speeds]]\nclass = "Jalan Lokal"\nkm_h = 33\nhard = false\nsource = "survei"\n')
    table = read_speeds(path, km_h={"jalan arteri": 50.0, "Jalan Usaha Tani": 10.0})
    assert table.loc["Jalan Lokal"].tolist() == [33, False, "survei"]
    assert (speed_of(table, "Jalan Arteri"), speed_of(table, "Jalan Usaha Tani"), speed_of(table, "river")) == (
        50,
        10,
        10,
    )


def test_bad_tables_are_refused(tmp_path):
    path = tmp_path / "kecepatan.toml"
    row = '[[speeds]]\nclass = "a"\nkm_h = {}\nsource = "s"\n'
    path.write_text(row.format(-5))
    with pytest.raises(StudyError, match=r"km_h.*greater than 0.*-5"):
        read_speeds(path)
    path.write_text(row.format(5) + row.format(6).replace('"a"', '"A"'))
    with pytest.raises(StudyError, match="class A has two speeds"):
        read_speeds(path)
    with pytest.raises(StudyError, match="walking = 0 km/h; speeds must be above 0"):
        read_speeds(km_h={"walking": 0})


def test_unknown_classes_are_reported_with_their_share_of_the_length():
    findings = Findings()
    assert speeds_of("Jalan Arteri", "Jalan Desa", findings=findings) == [60, OTHER_KM_H]
    row = findings.frame.iloc[0]
    assert (row["kind"], row["value"], row["detail"]) == ("unknown_road_class", 75, "1: Jalan Desa")
    assert findings.table("en")["message"].tolist() == [
        "75 % of the length of roads is of unknown class, taken at 15 km/h (1: Jalan Desa)"
    ]
    assert speeds_of("Jalan Arteri", None, other_km_h=25.0, findings=findings) == [60, 25]
    assert findings.frame["detail"].iloc[1] == "1: (kosong)"


def test_when_no_class_is_known_a_speed_is_asked_for():
    with pytest.raises(
        TableError, match=r"no road has a class with a known speed \(column REMARK holds Aspal, Tanah\)"
    ):
        speeds_of("Aspal", "Tanah")
    assert speeds_of("Aspal", "Tanah", other_km_h=30.0) == [30, 30]
    assert speeds_of("Aspal", "Tanah", Aspal=40.0, Tanah=12.0) == [40, 12]


def test_classes_may_be_numbers():
    # As a file keeps whole numbers of which one is missing.
    classes = pd.Series([1.0, 2.0, np.nan], name="kelas")

    def speeds(**named):
        return road_speeds(
            classes, np.ones(3), read_speeds(km_h=named), other_km_h=7.0, named=named, findings=Findings()
        ).tolist()

    assert speeds(**{"1": 30.0, "2": 20.0}) == [30, 20, 7]
    with pytest.raises(StudyError, match="km_h: no road is of class 9; known: 1, 2"):
        speeds(**{"9": 30.0})


def test_a_speed_for_a_class_that_is_nowhere_is_refused():
    with pytest.raises(StudyError, match="no road is of class Jalan Arterri, did you mean Jalan Arteri"):
        speeds_of("Jalan Arteri", **{"Jalan Arterri": 50.0})
