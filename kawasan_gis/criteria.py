"""Criteria: which indicator counts, from which value to which, and how much."""

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
import tomlkit
from pydantic import Field, model_validator

from kawasan_gis.codes import kabupaten_code
from kawasan_gis.errors import StudyError, TableError
from kawasan_gis.files import written_whole
from kawasan_gis.forms import Form, did_you_mean, read_form, read_toml
from kawasan_gis.indicators.specification import Aggregate, Indicator

Stance = Literal["need", "potential"]
Missing = Literal["error", "drop_criterion", "worst"]

# What an area has that no village has: usable as the indicator of a criterion, with the label it gets.
PROPERTIES = {
    "compactness": "Kekompakan",
    "centre_km": "Jarak rata-rata ke pusat (km)",
    "centre_min": "Waktu tempuh rata-rata ke pusat (menit)",
    "n_kecamatan": "Jumlah kecamatan",
    "chain": "Mata rantai yang ada",
}


class Criterion(Form):
    """One criterion of a study (a section ``[[criteria]]``).

    ``worst`` is the value worth 0 and ``best`` the value worth 1, in the indicator's unit; worst above best turns
    the direction. They are values of a whole area: for an indicator that is summed, of the sum. ``missing`` says
    what to do with villages without a value: refuse (``error``), score them on the other criteria
    (``drop_criterion``), or count them as worth nothing (``worst``). ``aggregate``, ``per`` and ``label`` are
    the indicator's own when not given; a ``ratio`` is the sum over the area divided by the sum of ``per``.

    In place of an indicator stands a property of the area: ``compactness`` (Polsby-Popper, 0..1), ``centre_km``
    (mean straight line from the members to the centre), ``centre_min`` (mean minutes, where travel times are
    given), ``n_kecamatan``, or ``chain``: how many ``links`` the area has at least so much of, such as
    ``links = { sawah_ha = 500, penggilingan_count = 1 }``, each summed over the members.
    """

    indicator: str
    worst: float
    best: float
    weight: float = Field(default=1.0, ge=0, allow_inf_nan=False)
    stance: Stance = "potential"
    missing: Missing = "error"
    aggregate: Aggregate | None = None
    per: str | None = None
    label: str = ""
    source: str = ""
    links: dict[str, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_links(self) -> "Criterion":
        if self.indicator == "chain" and not self.links:
            raise ValueError("criterion chain needs links = { indicator = least amount, ... }")
        if self.indicator != "chain" and self.links:
            raise ValueError(f'criterion {self.indicator} has links; they belong to indicator = "chain"')
        if self.indicator in PROPERTIES and self.aggregate:
            raise ValueError(f"criterion {self.indicator} is a property of the area and has no aggregate")
        if self.per and self.aggregate != "ratio":
            raise ValueError(f'criterion {self.indicator} has per = "{self.per}"; it belongs to aggregate = "ratio"')
        return self

    @property
    def of_villages(self) -> bool:
        """Whether single villages have a value for it."""
        return self.indicator not in PROPERTIES

    @property
    def column(self) -> str:
        """Column of an area's value in a table of candidates: a share or ratio is not in the indicator's unit."""
        if self.aggregate == "ratio":
            return f"{self.indicator}_per_{self.per}"
        return f"{self.indicator}_share" if self.aggregate == "share" else self.indicator

    @model_validator(mode="after")
    def _has_a_scale(self) -> "Criterion":
        if not (math.isfinite(self.worst) and math.isfinite(self.best)) or self.worst == self.best:
            raise ValueError(f"criterion {self.indicator}: worst and best must be two different numbers")
        return self


def complete_criteria(criteria: Sequence[Criterion], indicators: Sequence[Indicator]) -> tuple[Criterion, ...]:
    """Give criteria their indicator's aggregate and label where they have none of their own.

    Raises
    ------
    StudyError
        When a criterion names an unknown indicator, one is named twice, or no weight is above zero.
    """
    by_name = {indicator.name: indicator for indicator in indicators}
    named = [name for criterion in criteria for name in (criterion.links or [criterion.indicator])]
    problems = [
        f"there is no indicator {name}{did_you_mean(name, [*by_name, *PROPERTIES])}"
        for name in dict.fromkeys(named)
        if name not in by_name and name not in PROPERTIES
    ]
    problems += [problem for criterion in criteria for problem in _bad_ratio(criterion, by_name)]
    problems += [problem for criterion in criteria for problem in _bad_sum(criterion, by_name)]
    names = [criterion.indicator for criterion in criteria]
    problems += [f"indicator {name} has two criteria" for name in sorted({n for n in names if names.count(n) > 1})]
    if not criteria:
        problems.append("there are no criteria")
    elif not sum(criterion.weight for criterion in criteria) > 0:
        problems.append("the weights of the criteria are all zero")
    if problems:
        raise StudyError("criteria: " + "; ".join(problems))
    return tuple(_completed(criterion, by_name) for criterion in criteria)


def _bad_ratio(criterion: Criterion, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    own = indicators.get(criterion.indicator)
    if own is None or (criterion.aggregate or own.aggregate) != "ratio":
        return
    per = criterion.per or own.per
    if per is None:
        yield f'{criterion.indicator} is a ratio: name what it is divided by, per = "another indicator"'
    elif per not in indicators:
        yield f"{criterion.indicator} is a ratio per {per}, and there is no indicator {per}" + did_you_mean(
            per, list(indicators)
        )


def _bad_sum(criterion: Criterion, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    """Sums of what every village has from its kecamatan would count the kecamatan many times."""
    own, summed = indicators.get(criterion.indicator), list(criterion.links)
    if own and (criterion.aggregate or own.aggregate) in ("sum", "share", "ratio"):
        summed += [name for name in (own.name, criterion.per or own.per) if name]
    for name in summed:
        if name in indicators and indicators[name].spread == "inherit":
            yield f"{name} is inherited from kecamatan or kabupaten and cannot be summed; spread it by an indicator"


def _completed(criterion: Criterion, by_name: Mapping[str, Indicator]) -> Criterion:
    if not criterion.of_villages:
        return criterion.model_copy(update={"label": criterion.label or PROPERTIES[criterion.indicator]})
    indicator = by_name[criterion.indicator]
    label = criterion.label or indicator.label or criterion.indicator
    aggregate = criterion.aggregate or indicator.aggregate
    per = criterion.per or indicator.per if aggregate == "ratio" else None
    return criterion.model_copy(update={"aggregate": aggregate, "per": per, "label": label})


def read_criteria(path: str | os.PathLike[str]) -> tuple[Criterion, ...]:
    """Read the sections ``[[criteria]]`` of a study, completed from its ``[[indicators]]``.

    Parameters
    ----------
    path
        A study file.

    Raises
    ------
    StudyError
        When the file cannot be read or a section is wrong.
    """
    data = read_toml(path)
    indicators, criteria = data.get("indicators", []), data.get("criteria", [])
    if not (isinstance(indicators, list) and isinstance(criteria, list)):
        raise StudyError(f"{path}: indicators and criteria are sections, [[indicators]] and [[criteria]]")
    return complete_criteria(
        [read_form(Criterion, part, f"{path}, criterion {place}") for place, part in enumerate(criteria, start=1)],
        [read_form(Indicator, part, f"{path}, indicator {place}") for place, part in enumerate(indicators, start=1)],
    )


def propose_goalposts(
    indicators: pd.DataFrame,
    criteria: Sequence[Criterion],
    *,
    low: float = 0.05,
    high: float = 0.95,
    villages_per_area: int = 6,
) -> tuple[Criterion, ...]:
    """Propose goalposts from the quantiles of the villages' values, keeping each criterion's direction.

    Parameters
    ----------
    indicators
        Village indicators.
    criteria
        Complete criteria; their direction (worst below or above best) stays.
    low, high
        The quantiles that become the two goalposts.
    villages_per_area
        For indicators that are summed, or a share of the kabupaten's sum, the goalposts are the quantiles times
        this many villages. Properties of the area keep theirs.

    Returns
    -------
    tuple of Criterion
        The same criteria with new goalposts, rounded to three significant digits.

    Raises
    ------
    TableError
        When an indicator has the same value (or none) in nearly every village, so that it cannot tell any apart.
    """
    of_villages = [criterion for criterion in criteria if criterion.of_villages]
    named = [name for criterion in of_villages for name in (criterion.indicator, criterion.per) if name]
    absent = [name for name in dict.fromkeys(named) if name not in indicators]
    if absent:
        raise TableError(f"the indicators have no column {', '.join(absent)}")
    return tuple(
        _proposed(_of_one(indicators, criterion), criterion, (low, high), villages_per_area)
        if criterion.of_villages
        else criterion
        for criterion in criteria
    )


def _of_one(indicators: pd.DataFrame, criterion: Criterion) -> pd.Series:
    """The villages' values; of a ratio, each village's own."""
    values: pd.Series = indicators[criterion.indicator]
    if criterion.per is None:
        return values
    per = indicators[criterion.per]
    return (values / per.where(per > 0)).rename(criterion.indicator)


def _proposed(values: pd.Series, criterion: Criterion, quantiles: tuple[float, float], size: int) -> Criterion:
    if criterion.aggregate == "share":
        values = values / values.groupby(kabupaten_code(values.index)).transform("sum")
    scale = size if criterion.aggregate in ("sum", "share") else 1
    bottom, top = (_rounded(float(values.quantile(quantile)) * scale) for quantile in quantiles)
    if not bottom < top:
        raise TableError(
            f"indicator {criterion.indicator} is the same ({bottom:g}) at both quantiles: "
            "it tells hardly any villages apart; set its goalposts by hand or leave it out"
        )
    worst, best = (bottom, top) if criterion.worst < criterion.best else (top, bottom)
    return criterion.model_copy(update={"worst": worst, "best": best})


def _rounded(value: float) -> float:
    return float(np.format_float_positional(value, precision=3, fractional=False)) if math.isfinite(value) else value


def write_goalposts(path: str | os.PathLike[str], criteria: Sequence[Criterion]) -> None:
    """Write the goalposts of criteria into a study file; its comments and everything else stay.

    Parameters
    ----------
    path
        A study file.
    criteria
        The criteria whose ``worst`` and ``best`` go into it.

    Raises
    ------
    StudyError
        When the file is no study or has no criterion for one of the indicators.
    """
    read_criteria(path)
    document = tomlkit.parse(Path(path).read_bytes().decode("utf-8-sig"))
    sections: Mapping[str, Any] = {str(section["indicator"]): section for section in document["criteria"]}
    unknown = [criterion.indicator for criterion in criteria if criterion.indicator not in sections]
    if unknown:
        raise StudyError(f"{path} has no criterion for {', '.join(unknown)}")
    for criterion in criteria:
        sections[criterion.indicator]["worst"] = criterion.worst
        sections[criterion.indicator]["best"] = criterion.best
    with written_whole(path) as partial:
        partial.write_text(tomlkit.dumps(document), encoding="utf-8", newline="")
