"""The run folder: which file holds which table, and reading and writing them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import networkx as nx
import pandas as pd

from kawasan_gis.candidates.search.certificate import Certificate
from kawasan_gis.errors import DataError
from kawasan_gis.files import written_whole
from kawasan_gis.findings import Findings
from kawasan_gis.graph import village_graph

VILLAGES = "01_villages.parquet"
SURROUNDINGS = "01_surroundings.parquet"
BORDERS = "02_borders.parquet"
TRAVEL = "03_travel.parquet"
INDICATORS = "03_indicators.parquet"
ABOUT = "03_about.parquet"
MATCHES = "matches_to_review.csv"
SCORES = "04_scores.parquet"
CANDIDATES = "05_candidates.parquet"
MEMBERS = "05_members.parquet"
OUTSIDERS = "05_outsiders.parquet"
RUNNERS_UP = "05_runners_up.parquet"
CERTIFICATE = "05_certificate.json"
RANKING = "06_ranking.parquet"
CHECKS = "06_checks.parquet"
NEEDS = "06_needs.json"
FINDINGS = (
    "01_findings.parquet",
    "02_findings.parquet",
    "03_findings.parquet",
    "04_findings.parquet",
    "05_findings.parquet",
    "03_travel_findings.parquet",
    "07_findings.parquet",
    "07_features_findings.parquet",
)
FEATURES = "07_features.parquet"
BACKDROP = "07_backdrop.json"
MAP = "map.html"
WORKBOOK = "tables.xlsx"
GEOPACKAGE = "kawasan.gpkg"
PROJECT = "kawasan.qgz"
GEOJSON = "kawasan.geojson"
MANIFEST = "manifest.json"
STUDY = "study.json"


@dataclass(frozen=True)
class RunFolder:
    """The files of one run."""

    path: Path

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", Path(self.path))

    @property
    def manifest_path(self) -> Path:
        """Where the manifest is."""
        return self.path / MANIFEST

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest: versions, and of each step its key, inputs, parameters, rows, findings and files."""
        try:
            content = json.loads(self.manifest_path.read_text(encoding="utf-8"))
            parts = {"kawasan_gis": content["kawasan_gis"], "study": dict(content["study"])}
            return {**parts, "steps": dict(content["steps"])}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataError(f"{self.path} is not a run folder: {MANIFEST} is missing or unreadable") from error

    @property
    def study_plain(self) -> Any:
        """The study as plain values; :func:`kawasan_gis.study.read_run_study` makes a study of them."""
        return self._json(STUDY)

    @property
    def villages(self) -> gpd.GeoDataFrame:
        """The villages table."""
        return self._shapes(VILLAGES)

    @property
    def surroundings(self) -> gpd.GeoDataFrame:
        """Villages, kabupaten and provinces around the study; empty where the boundary file holds no others."""
        return self._shapes(SURROUNDINGS)

    @property
    def borders(self) -> gpd.GeoDataFrame:
        """The borders table."""
        return self._shapes(BORDERS)

    @property
    def graph(self) -> nx.Graph:
        """The village graph, rebuilt from its tables."""
        return village_graph(self.villages, self.borders)

    @property
    def travel(self) -> pd.DataFrame:
        """Minutes between villages; empty where the study asks for none."""
        return self._table(TRAVEL)

    @property
    def indicators(self) -> pd.DataFrame:
        """Village indicators."""
        return self._table(INDICATORS)

    @property
    def about(self) -> pd.DataFrame:
        """What each indicator is."""
        return self._table(ABOUT)

    @property
    def scores(self) -> pd.DataFrame:
        """Village scores with contributions."""
        return self._table(SCORES)

    @property
    def candidates(self) -> gpd.GeoDataFrame:
        """The candidates as found."""
        return self._shapes(CANDIDATES)

    @property
    def members(self) -> pd.DataFrame:
        """Villages of each candidate."""
        return self._table(MEMBERS)

    @property
    def outsiders(self) -> pd.DataFrame:
        """Villages of no candidate, and what they lack."""
        return self._table(OUTSIDERS)

    @property
    def runners_up(self) -> pd.DataFrame:
        """Which area each candidate displaced."""
        return self._table(RUNNERS_UP)

    @property
    def certificate(self) -> Certificate:
        """How good the list of candidates is."""
        return Certificate.from_plain(self._json(CERTIFICATE))

    @property
    def ranking(self) -> gpd.GeoDataFrame:
        """The candidates with score and rank."""
        return self._shapes(RANKING)

    @property
    def checks(self) -> pd.DataFrame:
        """What each candidate keeps of the regulation, the rules and the data."""
        return self._table(CHECKS)

    @property
    def needs_plain(self) -> Any:
        """Whom weak indicators concern, as plain values; for ``documents.needs.needs_from_plain``."""
        return self._json(NEEDS)

    @property
    def features(self) -> gpd.GeoDataFrame:
        """Roads, rivers, facilities, places and areas of the study's vector layers."""
        return self._shapes(FEATURES)

    @property
    def backdrop_plain(self) -> Any:
        """What lies under and over the villages on the map, as plain values; for ``Backdrop.from_plain``."""
        return self._json(BACKDROP)

    @property
    def findings(self) -> Findings:
        """Everything found on the way, of all steps; what several steps found in the same layer, once."""
        tables = [self._table(name) for name in FINDINGS if (self.path / name).exists()]
        findings = Findings()
        if tables:
            findings.extend(pd.concat(tables).drop_duplicates())
        return findings

    def write(self, name: str, table: pd.DataFrame) -> None:
        """Write a table as (Geo)Parquet, whole or not at all."""
        with written_whole(self.path / name) as partial:
            table.to_parquet(partial, index=True, compression="zstd")

    def write_json(self, name: str, content: Mapping[str, Any]) -> None:
        """Write plain values as JSON, whole or not at all."""
        with written_whole(self.path / name) as partial:
            text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
            partial.write_text(text + "\n", encoding="utf-8", newline="\n")

    def write_findings(self, name: str, findings: Findings) -> None:
        """Write one step's findings."""
        self.write(name, findings.frame)

    def _table(self, name: str) -> pd.DataFrame:
        return self._read(name, pd.read_parquet)

    def _shapes(self, name: str) -> gpd.GeoDataFrame:
        return self._read(name, gpd.read_parquet)

    def _json(self, name: str) -> Any:
        return self._read(name, lambda path: json.loads(path.read_text("utf-8")))

    def _read(self, name: str, reader: Callable[[Path], Any]) -> Any:
        """Read a table; a step that no longer fits its study has had its files taken away."""
        if not (self.path / name).is_file():
            raise DataError(f"{self.path} has no {name}: not a run folder, or not finished; run the study again")
        try:
            return reader(self.path / name)
        except (OSError, ValueError) as error:
            raise DataError(f"cannot read {self.path / name}: it is damaged; run the study again") from error
