"""What a web map holds, as one dictionary of plain values: villages, themes, candidates, sources, words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from kawasan_gis.codes import kecamatan_code
from kawasan_gis.crs import WGS84
from kawasan_gis.errors import CRSError, TableError, listing
from kawasan_gis.i18n import Language, number
from kawasan_gis.maps import shapes, style

VILLAGE_COLUMNS = ("nama_desa", "kecamatan", "kabupaten", "status")
RANKING_COLUMNS = ("name", "n_villages", "centre", "kecamatan", "area_ha", "rank", "score")
MEMBER_COLUMNS = ("candidate_id", "kode_desa", "role", "gain")
SOURCE_FIELDS = ("name", "source", "year", "licence")
SCORE_DECIMALS = 3
MISSING, COVERED, CAP = "missing_", "covered_", "cap_"
# More kabupaten than this are counted in the subtitle, not named.
MOST_NAMES = 2

Source = str | Mapping[str, Any] | object


def content(
    villages: gpd.GeoDataFrame,
    ranking: gpd.GeoDataFrame | None,
    members: pd.DataFrame | None,
    *,
    indicators: pd.DataFrame | None,
    about: pd.DataFrame | None,
    scores: pd.DataFrame | None,
    title: str,
    sources: Sequence[Source],
    notes: Sequence[str],
    language: Language,
) -> dict[str, Any]:
    """Gather everything the page shows; see :func:`kawasan_gis.maps.web.web_map` for the parameters."""
    _check(villages, ranking, members)
    thin = shapes.thinned(villages.geometry, shapes.tolerance(villages))
    untitled = "untitled_villages" if ranking is None else "untitled"
    return {
        "language": language,
        "title": title or style.WORDS[untitled].say(language),
        "subtitle": _subtitle(villages, language),
        "words": style.words(language),
        "separators": _separators(language),
        "style": {"plain": style.PLAIN, "ink": style.INK, "accent": style.ACCENT, "missing": style.NO_DATA},
        "bounds": shapes.bounds(thin.to_crs(WGS84)),
        "villages": _villages(villages, thin, language),
        "kecamatan": _kecamatan(villages, thin),
        "themes": _themes(villages, indicators, about, scores, language),
        "candidates": None if ranking is None else _candidates(villages, ranking, members, about, language),
        "notes": [_text(note) for note in notes],
        "sources": _sources(sources, about, language),
    }


def _check(villages: gpd.GeoDataFrame, ranking: gpd.GeoDataFrame | None, members: pd.DataFrame | None) -> None:
    """Refuse tables the map cannot be drawn from."""
    for name, table in (("villages", villages), ("ranking", ranking)):
        if table is not None and (table.crs is None or not table.crs.is_projected):
            raise CRSError(f"{name} is not in metres: its system is not projected; use kawasan_gis.read_villages")
    if not len(villages):
        raise TableError("there are no villages to draw")
    _require(villages, VILLAGE_COLUMNS, "villages")
    if ranking is not None:
        _require(ranking, RANKING_COLUMNS, "ranking")
    if members is None or ranking is None:
        return
    _require(members, MEMBER_COLUMNS, "members")
    shown = members[members["candidate_id"].isin(ranking.index)]
    unknown = sorted(set(shown["kode_desa"]) - set(villages.index))
    if unknown:
        raise TableError(
            f"{len(unknown)} members are not among the villages: {listing(unknown)}; "
            "give the villages the candidates were found in"
        )


def _require(table: pd.DataFrame, columns: Iterable[str], name: str) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise TableError(f"{name} lacks {len(missing)} columns: {listing(missing)}; give it as its step made it")


def _text(value: object) -> str:
    """Read a cell as text; nothing when it is missing."""
    return "" if value is None or (np.isscalar(value) and pd.isna(value)) else str(value)


def _value(value: float, decimals: int) -> float | int | None:
    """Round to what is shown; nothing when there is no value."""
    if not np.isfinite(value):
        return None
    return round(float(value), decimals) if decimals else round(float(value))


def _separators(language: Language) -> list[str]:
    """Find the signs a language puts between thousands and before decimals."""
    sample = number(1000.5, 1, language)
    return [sample[1], sample[-2]]


def _subtitle(villages: gpd.GeoDataFrame, language: Language) -> str:
    names = list(dict.fromkeys(_text(name) for name in villages["kabupaten"]))
    kinds = villages["status"].map(_text).value_counts(sort=False)
    count = ", ".join(
        f"{number(kinds[kind], 0, language)} {style.STATUS[kind].say(language) if kind in style.STATUS else kind}"
        for kind in sorted(kinds.index, key=lambda kind: (-kinds[kind], kind))
    )
    where = f"{len(names)} kabupaten/kota" if len(names) > MOST_NAMES else ", ".join(names)
    return f"{where} · {count}"


def _villages(villages: gpd.GeoDataFrame, thin: gpd.GeoSeries, language: Language) -> dict[str, Any]:
    kinds = [_text(status) for status in villages["status"]]
    known = list(dict.fromkeys(kinds))
    named = [style.STATUS[kind].say(language) if kind in style.STATUS else kind for kind in known]
    groups = pd.Index(kecamatan_code(villages.index))
    return {
        "code": [_text(code) for code in villages.index],
        "name": [_text(name) for name in villages["nama_desa"]],
        "kecamatan": [_text(name) for name in villages["kecamatan"]],
        "group": [int(place) for place in pd.factorize(groups, sort=True)[0]],
        "status": [known.index(kind) for kind in kinds],
        "statuses": named,
        "shape": [shapes.encoded(shape) for shape in thin.to_crs(WGS84)],
    }


def _kecamatan(villages: gpd.GeoDataFrame, thin: gpd.GeoSeries) -> list[dict[str, Any]]:
    groups = pd.Series(kecamatan_code(villages.index), index=villages.index)
    outlines = shapes.outlines(thin, groups)
    names = villages["kecamatan"].groupby(groups, sort=True).first()
    drawn = zip(outlines.to_crs(WGS84), _points(outlines), names, strict=True)
    return [{"name": _text(name), "at": at, "shape": shapes.encoded(shape)} for shape, at, name in drawn]


def _points(areas: gpd.GeoSeries) -> list[list[float]]:
    """Find a point inside each area for its label, latitude first."""
    points = areas.representative_point().to_crs(WGS84)
    return [[round(point.y, 5), round(point.x, 5)] for point in points]


def _themes(
    villages: gpd.GeoDataFrame,
    indicators: pd.DataFrame | None,
    about: pd.DataFrame | None,
    scores: pd.DataFrame | None,
    language: Language,
) -> list[dict[str, Any]]:
    """List what villages can be coloured by: the score first, then every indicator."""
    themes = []
    if scores is not None:
        _require(scores, ["score"], "scores")
        values = scores["score"].astype("float64").reindex(villages.index)
        label = style.WORDS["village_score"].say(language)
        themes.append(_theme(values, label, "", language, decimals=SCORE_DECIMALS, missing="not_scored"))
    measured = pd.DataFrame() if indicators is None else indicators
    for column in measured.columns:
        values = measured[column].astype("float64").reindex(villages.index)
        row: Any = about.loc[column] if about is not None and column in about.index else {}
        label = _label(column, about, language)
        unit = style.unit(_text(row.get("unit")) or style.suffix(str(column)), language)
        if _is_share(values, str(column), row):
            values, unit = values * 100, "%"
        themes.append(_theme(values, label, unit, language))
    return themes


def _label(column: object, about: pd.DataFrame | None, language: Language) -> str:
    """Name an indicator, and say where its numbers are from when they are not of villages."""
    row: Any = about.loc[column] if about is not None and column in about.index else {}
    name = _text(row.get("label", "")) or str(column)
    origin = style.from_data(_text(row.get("data_per", "")), language)
    return f"{name} ({origin})" if origin else name


def _is_share(values: pd.Series, column: str, row: Any) -> bool:
    """Tell whether a column holds shares (0..1), which people read as per cent."""
    if _text(row.get("measure")).endswith("_share"):
        return True
    return column.endswith("_share") and not _text(row.get("unit")) and not (values > 1).any()


def _theme(
    values: pd.Series,
    label: str,
    unit: str,
    language: Language,
    *,
    decimals: int | None = None,
    missing: str = "no_data",
) -> dict[str, Any]:
    values = values.where(np.isfinite(values))
    classes = style.classify(values, decimals=decimals)
    decimals = classes.decimals
    # By the number people read, so that legend and tooltip agree.
    found = classes.of(values.round(decimals))
    labels = classes.labels(language)
    return {
        "label": label,
        "unit": unit,
        "decimals": decimals,
        "values": [_value(value, decimals) for value in values],
        "class": found.tolist(),
        "classes": [
            {"label": text, "colour": colour, "count": int((found == place).sum())}
            for place, (text, colour) in enumerate(zip(labels, classes.colours, strict=True))
        ],
        "missing": {"label": style.WORDS[missing].say(language), "count": int((found < 0).sum())},
    }


def _candidates(
    villages: gpd.GeoDataFrame,
    ranking: gpd.GeoDataFrame,
    members: pd.DataFrame | None,
    about: pd.DataFrame | None,
    language: Language,
) -> list[dict[str, Any]]:
    ranking = ranking.to_crs(villages.crs).sort_values("rank", kind="stable")
    outlines = ranking.geometry.map(shapes.closed).simplify(shapes.tolerance(villages) / 2)
    named = villages["nama_desa"]
    drawn = zip(ranking.itertuples(), outlines.to_crs(WGS84), _points(ranking.geometry), strict=True)
    return [
        {
            "rank": int(row.rank),
            "name": _text(row.name),
            "villages": int(row.n_villages),
            "centre": _text(named.get(row.centre, row.centre)),
            "kecamatan": _text(row.kecamatan),
            "area": _value(row.area_ha, 1),
            "score": _value(row.score, SCORE_DECIMALS),
            "missing": _missing(ranking.loc[row.Index], about, language),
            "limits": _limits(ranking.loc[row.Index], about, language),
            "at": at,
            "shape": shapes.encoded(shape),
            "members": None if members is None else _members(villages, members, row.Index, language),
        }
        for row, shape, at in drawn
    ]


def _missing(row: pd.Series, about: pd.DataFrame | None, language: Language) -> str:
    """Say how many members have no value for which indicator; empty when all have all."""
    counts = {column: row[column] for column in row.index if str(column).startswith(MISSING)}
    named = [
        f"{_label(column.removeprefix(MISSING), about, language)} ({number(count, 0, language)})"
        for column, count in counts.items()
        if count
    ]
    return f"{style.WORDS['without_data'].say(language)}: {', '.join(named)}" if named else ""


def _limits(row: pd.Series, about: pd.DataFrame | None, language: Language) -> str:
    """Say how much of the area is under what the rules cap, and the cap; empty when nothing is capped."""
    names = [str(column).removeprefix(COVERED) for column in row.index if str(column).startswith(COVERED)]
    shares = ((name, row[f"{COVERED}{name}"], row[f"{CAP}{name}"]) for name in names)
    return "; ".join(style.limit(_label(name, about, language), share, most, language) for name, share, most in shares)


def _members(
    villages: gpd.GeoDataFrame, members: pd.DataFrame, candidate: object, language: Language
) -> list[list[Any]]:
    """List a candidate's villages as place, role, word and gain: the centre first, bridges last."""
    rows = members[members["candidate_id"] == candidate]
    order = list(style.ROLES)
    rows = rows.assign(
        place=villages.index.get_indexer(rows["kode_desa"]),
        sort=[order.index(role) if role in order else len(order) for role in rows["role"]],
    ).sort_values(["sort", "gain", "kode_desa"], ascending=[True, False, True], kind="stable")
    return [
        [
            int(row.place),
            _text(row.role) if row.role in style.ROLES else "other",
            style.ROLES[row.role].say(language) if row.role in style.ROLES else _text(row.role),
            _value(row.gain, SCORE_DECIMALS),
        ]
        for row in rows.itertuples()
    ]


def _sources(sources: Sequence[Source], about: pd.DataFrame | None, language: Language) -> list[str]:
    """Write each source once: what, from whom, year, licence; those given first, then the indicators'."""
    rows: list[Source] = list(sources)
    if about is not None:
        rows += [row._asdict() for row in about.itertuples(index=False)]
    return list(dict.fromkeys(filter(None, (_source(row, language) for row in rows))))


def _source(row: Source, language: Language) -> str:
    if isinstance(row, str):
        return row
    cells = row if isinstance(row, Mapping) else {key: getattr(row, key, None) for key in SOURCE_FIELDS}
    what = _text(cells.get("name")) or _text(cells.get("layer"))
    year = _text(cells.get("year")).removesuffix(".0")
    licence = _text(cells.get("licence"))
    whom = ", ".join(filter(None, [_text(cells.get("source")), year]))
    described = ": ".join(filter(None, [what, whom]))
    return f"{described} ({style.WORDS['licence'].say(language)} {licence})" if licence else described
