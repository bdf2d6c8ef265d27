import re

import geopandas as gpd
import pypdf
import pytest
import shapely
from annex_study import features_of, surroundings_of
from map_study import study, wiggly_grid

from kawasan_gis.errors import DataWarning, OutputError, StudyError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.maps.annex.annexes import annex, atlas
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.glyphs import UNKNOWN

VILLAGES = wiggly_grid()
TABLES = study(VILLAGES)
GIVEN = (VILLAGES, TABLES["ranking"], TABLES["members"])
AROUND = {"surroundings": surroundings_of(VILLAGES), "features": features_of(VILLAGES)}
SAID = re.compile(r"\s+")


def words_of(path, page=None):
    pages = pypdf.PdfReader(path).pages
    return SAID.sub(" ", " ".join(one.extract_text() for one in (pages if page is None else [pages[page]])))


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    path = tmp_path_factory.mktemp("annex") / "lampiran.pdf"
    decree = Decree(annex="LAMPIRAN I", number="12", year="2026", signatory="Bi'ih")
    made = annex(*GIVEN, **AROUND, decree=decree, sources=TABLES["sources"])
    made.save(path)
    return path, made


def test_annex_names_all_members_and_what_belongs_on_a_sheet(saved):
    path, made = saved
    text = words_of(path)
    inside = VILLAGES.loc[TABLES["members"].query("candidate_id == 'k1'")["kode_desa"]]
    for word in (*inside.index, *inside["nama_desa"], "LAMPIRAN I", "12", "2026", "Bi'ih", "Kawasan k1", "SKALA 1 :",
                 "WGS 84", "50S", "BT", "LS", "Pusat", "Batas kawasan perdesaan", "BIG", "indikatif",
                 "BUPATI CONTOH"):  # fmt: skip
        assert word in text or word.lower() in text.lower(), word
    assert pypdf.PdfReader(path).metadata.title == made.title == "PETA DELINEASI KAWASAN PERDESAAN: Kawasan k1"


def test_annex_of_the_same_tables_is_the_same_and_does_not_change_them(saved, tmp_path):
    before = VILLAGES.copy(), TABLES["ranking"].copy(), TABLES["members"].copy()
    decree = Decree(annex="LAMPIRAN I", number="12", year="2026", signatory="Bi'ih")
    made = annex(*GIVEN, **AROUND, decree=decree, sources=TABLES["sources"])
    made.save(tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == saved[0].read_bytes()
    assert all(one.equals(other) for one, other in zip(GIVEN, before, strict=True))


def test_annex_is_said_in_english_with_its_own_title(tmp_path):
    made = annex(*GIVEN, language="en", title="Map of the draft", paper="A4")
    made.save(tmp_path / "annex.pdf")
    text = words_of(tmp_path / "annex.pdf")
    assert "Map of the draft" in text
    assert "SCALE 1 :" in text
    assert "Legend" in text
    assert "SKALA" not in text
    assert made.title == "Map of the draft: Kawasan k1"


def test_annex_draws_land_cover_only_when_asked(tmp_path):
    field = gpd.GeoDataFrame(
        [("sawah", "cover", "", "", "Sawah irigasi", shapely.box(*VILLAGES.total_bounds))],
        columns=["layer", "kind", "class", "name", "label", "geometry"], crs=VILLAGES.crs,
    )  # fmt: skip
    for cover in (False, True):
        annex(*GIVEN, features=field, cover=cover).save(tmp_path / "annex.pdf")
        assert ("Sawah irigasi" in words_of(tmp_path / "annex.pdf")) == cover


def test_annex_adds_a_sheet_of_a_theme_like_the_first(tmp_path):
    plain = annex(*GIVEN, **AROUND)
    made = annex(*GIVEN, **AROUND, theme="rice_ha", indicators=TABLES["indicators"], about=TABLES["about"])
    made.save(tmp_path / "annex.pdf")
    assert len(made.pages) == len(plain.pages) + 1
    assert made.pages[-1].layout == made.pages[0].layout == plain.pages[0].layout
    said = words_of(tmp_path / "annex.pdf", -1)
    for word in ("PETA LUAS SAWAH", "Luas sawah (ha)", "BIG, 2021 (lisensi CC BY 4.0)", "tidak ada data [1 desa]",
                 "Kawasan k1", "Halaman 2 dari 2"):  # fmt: skip
        assert word in said, word
    assert "SAWAH" not in words_of(tmp_path / "annex.pdf", 0).upper()
    assert "SKOR DESA" in "".join(
        text.get_text() for text in annex(*GIVEN, theme="score", scores=TABLES["scores"]).pages[-1].figure.texts
    )


def test_annex_compares_the_candidates_on_a_sheet(tmp_path):
    options = {"compare": True, "criteria": TABLES["criteria"], "checks": TABLES["checks"], "about": TABLES["about"]}
    made = annex(*GIVEN, **AROUND, **options, theme="rice_ha", indicators=TABLES["indicators"], language="en")
    made.save(tmp_path / "annex.pdf")
    assert len(made.pages) == 3
    said = words_of(tmp_path / "annex.pdf", -1)
    for word in ("COMPARED", "0.735", "0.432", "Kawasan k2", "Checks failed", "Dapodik, 2019", "Page 3 of 3"):
        assert word in said, word
    both = atlas(*GIVEN, **options, count=2)
    titles = [" ".join(text.get_text() for text in page.figure.texts) for page in both.pages]
    assert [place for place, words in enumerate(titles) if "PERBANDINGAN" in words] == [1]


def test_annex_refuses_a_theme_or_comparison_it_has_no_tables_for():
    with pytest.raises(StudyError, match="no indicator rice, did you mean rice_ha"):
        annex(*GIVEN, theme="rice", indicators=TABLES["indicators"])
    with pytest.raises(StudyError, match="give indicators"):
        annex(*GIVEN, theme="rice_ha")
    with pytest.raises(StudyError, match="give criteria"):
        annex(*GIVEN, compare=True)
    other = [one.model_copy(update={"weight": 9.0 + place}) for place, one in enumerate(TABLES["criteria"])]
    with pytest.raises(TableError, match="another score than the criteria give"):
        annex(*GIVEN, compare=True, criteria=other)


def test_annex_refuses_what_cannot_be_drawn_before_anything_is_written(tmp_path):
    with pytest.raises(StudyError, match="no candidate has rank 7"):
        annex(*GIVEN, rank=7)
    with pytest.raises(StudyError, match="on A4 at 1:12,500: 1:50,000 fits on A4; A2 would hold it at 1:12,500"):
        annex(*GIVEN, paper="A4", scale=12_500)
    made = annex(*GIVEN)
    with pytest.raises(OutputError):
        made.save(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_annex_shows_its_pages_as_pictures(saved):
    _, made = saved
    assert made._repr_png_() == made.png()
    assert made.png(dpi=30)[:4] == b"\x89PNG"
    with pytest.raises(StudyError, match="there is no page 5"):
        made.png(5)


def test_atlas_puts_the_first_candidates_one_after_the_other(tmp_path):
    told = []
    made = atlas(*GIVEN, count=9, paper="A4", progress=lambda *step: told.append(step))
    made.save(tmp_path / "atlas.pdf")
    singles = [annex(*GIVEN, rank=rank, paper="A4") for rank in (1, 2)]
    assert len(made.pages) == sum(len(one.pages) for one in singles)
    assert told == [("annex", 0, 2), ("annex", 1, 2), ("annex", 2, 2)]
    assert "Kawasan k1" in words_of(tmp_path / "atlas.pdf", 0)
    assert "Kawasan k2" in words_of(tmp_path / "atlas.pdf", len(singles[0].pages))
    assert len(atlas(*GIVEN, count=1, paper="A4").pages) == len(singles[0].pages)


def test_atlas_refuses_to_be_empty():
    with pytest.raises(StudyError, match="at least one"):
        atlas(*GIVEN, count=0)
    with pytest.raises(StudyError, match="the ranking is empty"):
        atlas(VILLAGES, TABLES["ranking"].iloc[:0], TABLES["members"].iloc[:0], count=3)


def test_annex_tells_of_characters_that_cannot_be_printed_and_of_no_others():
    findings = Findings()
    annex(*GIVEN, **AROUND, findings=findings)
    assert len(findings) == 0
    villages = VILLAGES.copy()
    code = TABLES["members"].query("candidate_id == 'k1'")["kode_desa"].iloc[0]
    villages.loc[code, "nama_desa"] = "A\u202eB"
    tables = (villages, *GIVEN[1:])
    annex(*tables, findings=findings)
    (found,) = findings.frame.itertuples()
    assert (found.kind, found.level) == ("unprintable", "warning")
    assert f"A{UNKNOWN}B" in found.detail.split(", ")
    assert found.value == len(found.detail.split(", "))
    with pytest.warns(DataWarning, match=f"unprintable .*A{UNKNOWN}B") as told:
        atlas(*tables, count=2)
    assert len(told) == 1
    assert told[0].filename == __file__


def test_annex_refuses_a_logo_that_cannot_be_drawn(tmp_path):
    (tmp_path / "palsu.png").write_bytes(b"none")
    for name, message in (("palsu.png", "cannot read the logo"), ("tidak_ada.png", "there is no logo")):
        with pytest.raises(StudyError, match=f"decree: {message}"):
            annex(*GIVEN, decree=Decree(logo=tmp_path / name))
