"""A drawn candidate, written as a document and read back."""

import io

import docx
import geopandas as gpd
import pandas as pd
import shapely
from drawing import codes, draw_villages, rook_graph

from kawasan_gis.borders import find_borders
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.checks import check_candidates
from kawasan_gis.criteria import Criterion
from kawasan_gis.documents.case import case_of
from kawasan_gis.documents.draft import Draft
from kawasan_gis.documents.needs import read_needs
from kawasan_gis.documents.report import write_docx
from kawasan_gis.findings import Findings
from kawasan_gis.ranking import rank_candidates

# On goalposts 0..1 and 0..10; e is the centre, and the need of a high index is small.
CRITERIA = (
    Criterion(
        indicator="ike", worst=1, best=0, weight=1, stance="need", aggregate="mean", missing="drop_criterion",
        label="Indeks ketahanan ekonomi",
    ),
    Criterion(indicator="smp_count", worst=0, best=10, weight=3, aggregate="sum", missing="error", label="Jumlah SMP"),
)  # fmt: skip
ABOUT = pd.DataFrame(
    {
        "label": ["Indeks ketahanan ekonomi", "Jumlah SMP"], "unit": ["", "sekolah"], "aggregate": ["mean", "sum"],
        "measure": ["value", "count"], "data_per": "", "layer": ["indeks", "smp"], "source": ["Kemendesa", ""],
        "year": ["2024", ""], "licence": "", "note": "",
    },
    index=pd.Index(["ike", "smp_count"], name="indicator"),
)  # fmt: skip
SOURCES = [{"name": "batas desa", "source": "BIG", "year": "2024", "licence": ""}]


def tables(picture="abc\ndef\nghi", letters="dehi", centre="e", bridges="", ike=0.25, names=None):
    """The tables of one candidate, as :func:`kawasan_gis.write_docx` takes them."""
    villages = draw_villages(picture)
    villages["nama_desa"] = [(names or {}).get(name, name) for name in villages["nama_desa"]]
    graph = rook_graph(villages)
    indicators = pd.DataFrame({"ike": ike, "smp_count": 1.0}, index=villages.index)
    inside = codes(letters)
    shape = shapely.union_all(villages.geometry[inside].to_numpy())
    candidates = gpd.GeoDataFrame(
        {
            "name": [f"{villages.at[codes(centre)[0], 'nama_desa']}, Kecamatan Satu"], "n_villages": len(inside),
            "centre": codes(centre), "kecamatan": "Kecamatan Satu", "kabupaten": "Contoh",
            "area_ha": villages.loc[inside, "area_ha"].sum(), "perimeter_m": shape.length, "compactness": 0.5,
        },
        geometry=[shape], index=pd.Index(["k1"], name="candidate_id"), crs=villages.crs,
    )  # fmt: skip
    both = [*inside, *codes(bridges)]
    roles = ["pusat" if kode in codes(centre) else "hinterland" for kode in inside] + ["bridge"] * len(bridges)
    members = pd.DataFrame({"candidate_id": "k1", "kode_desa": both, "role": roles, "gain": 0.1, "cut": False})
    ranking = rank_candidates(villages, graph, candidates, members, indicators, CRITERIA)
    rules = Rules(min_villages=2, max_villages=70)
    return {
        "villages": villages, "ranking": ranking, "members": members, "indicators": indicators, "about": ABOUT,
        "criteria": CRITERIA, "borders": find_borders(villages), "findings": Findings(), "sources": SOURCES,
        "checks": check_candidates(villages, graph, ranking, members, rules=rules, indicators=indicators),
        "title": "Studi",
    }  # fmt: skip


def case(language="id", **changes):
    """The drawn candidate as what its document tells."""
    given = tables(
        **{key: changes.pop(key) for key in ("picture", "letters", "centre", "bridges", "ike") if key in changes}
    )
    known = {**given, "needs": read_needs(), "notes": (), "rank": 1, **changes}
    return case_of(
        known.pop("villages"), known.pop("ranking"), known.pop("members"), known.pop("rank"),
        border_sources=known.pop("sources"), language=language, **known,
    )  # fmt: skip


def drafted(write, *given):
    """What a function writes into an empty document, read back."""
    draft = Draft("Judul", "DRAF", ("Halaman", "dari"), "id")
    write(draft, *given)
    return docx.Document(io.BytesIO(draft.content()))


def written(path, **changes):
    """The document of the drawn candidate, written and read back."""
    own = {"picture", "letters", "centre", "bridges", "ike", "names"}
    given = tables(**{key: changes[key] for key in own & set(changes)})
    write_docx(path, **{**given, **{key: value for key, value in changes.items() if key not in own}})
    return docx.Document(str(path))


def rows(table):
    """The texts of a table, row by row."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def text_of(document):
    """All texts of a document, paragraphs first."""
    cells = [cell for table in document.tables for row in rows(table) for cell in row]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
