"""Criteria: which indicator counts, from which value to which, and how much."""

import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
import tomlkit
from pydantic import Field, model_validator

from kawasan_gis.errors import StudyError, TableError
from kawasan_gis.files import written_whole
from kawasan_gis.forms import Form, did_you_mean, read_form, read_toml
from kawasan_gis.indicators.specification import Aggregate, Indicator

Stance = Literal["need", "potential"]
Missing = Literal["error", "drop_criterion", "worst"]


class Criterion(Form):
    """One criterion of a study (a section ``[[criteria]]``).

    ``worst`` is the value worth 0 and ``best`` the value worth 1, in the indicator's unit; worst above best turns
    the direction. They are values of a whole area: for an indicator that is summed, of the sum. ``missing`` says
    what to do with villages without a value: refuse (``error``), score them on the other criteria
    (``drop_criterion``), or count them as worth nothing (``worst``). ``aggregate`` and ``label`` are the
    indicator's own when not given.
    """

    indicator: str
    worst: float
    best: float
    weight: float = Field(default=1.0, ge=0, allow_inf_nan=False)
    stance: Stance = "potential"
    missing: Missing = "error"
    aggregate: Aggregate | None = None
    label: str = ""
    source: str = ""

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
    problems = [
        f"there is no indicator {criterion.indicator}{did_you_mean(criterion.indicator, list(by_name))}"
        for criterion in criteria
        if criterion.indicator not in by_name
    ]
    names = [criterion.indicator for criterion in criteria]
    problems += [f"indicator {name} has two criteria" for name in sorted({n for n in names if names.count(n) > 1})]
    if not criteria:
        problems.append("there are no criteria")
    elif not sum(criterion.weight for criterion in criteria) > 0:
        problems.append("the weights of the criteria are all zero")
    if problems:
        raise StudyError("criteria: " + "; ".join(problems))
    return tuple(
        criterion.model_copy(
            update={
                "aggregate": criterion.aggregate or by_name[criterion.indicator].aggregate,
                "label": criterion.label or by_name[criterion.indicator].label or criterion.indicator,
            }
        )
        for criterion in criteria
    )


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
        For summed indicators the goalposts are the quantiles times this many villages.

    Returns
    -------
    tuple of Criterion
        The same criteria with new goalposts, rounded to three significant digits.

    Raises
    ------
    TableError
        When an indicator has the same value (or none) in nearly every village, so that it cannot tell any apart.
    """
    absent = [criterion.indicator for criterion in criteria if criterion.indicator not in indicators]
    if absent:
        raise TableError(f"the indicators have no column {', '.join(absent)}")
    return tuple(
        _proposed(indicators[criterion.indicator], criterion, (low, high), villages_per_area) for criterion in criteria
    )


def _proposed(values: pd.Series, criterion: Criterion, quantiles: tuple[float, float], size: int) -> Criterion:
    scale = size if criterion.aggregate == "sum" else 1
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
