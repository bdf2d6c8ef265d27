"""A map whose five candidates can be weighed anew, and what Python says of them under other weights."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from drawing import rook_graph
from map_study import study, wiggly_grid

from kawasan_gis.criteria import Criterion
from kawasan_gis.maps.page import asset
from kawasan_gis.maps.web import web_map
from kawasan_gis.ranking import rank_candidates
from kawasan_gis.scoring import score_villages

AREAS = {"k1": [0, 1, 6, 7], "k2": [3, 4, 5, 10, 11], "k3": [12, 13, 18, 19], "k4": [21, 22, 23], "k5": [26, 27, 28]}
CRITERIA = (
    Criterion(indicator="rice_ha", worst=0, best=60_000, weight=2, aggregate="sum", label="Luas sawah",
              missing="worst"),
    Criterion(indicator="school_count", worst=0, best=9, weight=1, aggregate="sum", label="Sekolah dasar"),
    Criterion(indicator="road_share", worst=0.9, best=0.05, weight=1.5, aggregate="mean", stance="need",
              label="Jalan", missing="drop_criterion"),
    Criterion(indicator="compactness", worst=0.2, best=0.8, weight=0.5, label="Kekompakan"),
)  # fmt: skip
ROLES = ["pusat", "hinterland", "hinterland", "hinterland", "bridge"]


def reweighted(criteria, weights):
    return tuple(one.model_copy(update={"weight": float(w)}) for one, w in zip(criteria, weights, strict=True))


class Weighed:
    """The tables behind the map."""

    def __init__(self, *, name="Kawasan {}", criteria=CRITERIA, side=2000.0):
        self.criteria = criteria
        self.villages = wiggly_grid(side=side)
        tables = study(self.villages)
        self.about, self.indicators = tables["about"], tables["indicators"].copy()
        self.indicators.iloc[9, 2] = np.nan
        inside = {key: self.villages.iloc[places] for key, places in AREAS.items()}
        self.candidates = gpd.GeoDataFrame(
            {
                "name": [name.format(key) for key in inside],
                "n_villages": [len(rows) for rows in inside.values()],
                "centre": [rows.index[0] for rows in inside.values()],
                "kecamatan": [rows["kecamatan"].iloc[0] for rows in inside.values()],
                "area_ha": [rows["area_ha"].sum() for rows in inside.values()],
            },
            geometry=[shapely.union_all(rows.geometry.to_numpy()) for rows in inside.values()],
            index=pd.Index(list(inside), name="candidate_id"),
            crs=self.villages.crs,
        )
        self.members = pd.DataFrame(
            [(key, code, ROLES[place], 0.01) for key, rows in inside.items() for place, code in enumerate(rows.index)],
            columns=["candidate_id", "kode_desa", "role", "gain"],
        )

    def ranking(self, weights=None):
        """Rank by these weights, in Python."""
        criteria = self.criteria if weights is None else reweighted(self.criteria, weights)
        return rank_candidates(
            self.villages, rook_graph(self.villages), self.candidates, self.members, self.indicators, criteria
        )

    def scores(self, weights=None):
        """Score the villages by these weights, in Python."""
        criteria = self.criteria if weights is None else reweighted(self.criteria, weights)
        return score_villages(self.villages, self.indicators, criteria)

    def drawn(self, **changes):
        """The map."""
        return web_map(
            self.villages,
            **{
                "ranking": self.ranking(),
                "members": self.members,
                "indicators": self.indicators,
                "about": self.about,
                "scores": self.scores(),
                "criteria": self.criteria,
                **changes,
            },
        )


SCRIPTS = ("text.js", "state.js", "weigh.js", "layers.js", "exports.js", "weights.js")
STARTED = """data => {
    window.kw = {
        data, ...kawasanText(data), candidates: data.candidates || [],
        ...kawasanState({ pins: [], mine: false, weights: (data.criteria || []).map((one) => one.weight) }),
    };
    kawasanStanding(kw);
    kw.exports = kawasanExports(kw);
    const tab = kawasanWeights(kw), panel = kw.make("aside", "kw-panel");
    panel.append(...(tab ? [tab] : []), ...kw.candidates.map((_, place) => kw.exports.candidate(place)));
    document.body.append(panel);
}"""


def open_weights(opened, data, **window):
    """The tab of weights and the exports alone, on a page without a map."""
    styles = "".join(f"<style>{asset(name)}</style>" for name in ("map.css", "weights.css"))
    tab = opened("<!DOCTYPE html><html lang='id'><meta charset='utf-8'>" + styles, **window)
    fill(tab, data)
    return tab


def fill(frame, data):
    """Start the tab of weights and the exports on an empty page or frame."""
    for name in SCRIPTS:
        frame.add_script_tag(content=asset(name))
    frame.evaluate(STARTED, data)
