"""What was found on the way: one table through a whole run, so that nothing is lost without a row.

Functions that read or measure take ``findings=``. With it, every finding becomes a row; without it, findings that
need a look are summed up in one :class:`~kawasan_gis.errors.DataWarning`. What can be found is listed in
:mod:`kawasan_gis.kinds`.
"""

import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd

from kawasan_gis.errors import DataWarning, listing
from kawasan_gis.i18n import Language, number
from kawasan_gis.kinds import KINDS, LEVELS

COLUMNS = ["level", "kind", "kode_desa", "other", "value", "detail"]


class Findings:
    """A growing list of findings.

    Examples
    --------
    >>> findings = Findings()
    >>> findings.add("multipart", "99.01.01.2001", value=2)
    >>> findings.table(language="en")["message"].tolist()
    ['made of 2 parts']
    """

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, str, str, float, str]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(
        self,
        kind: str,
        kode_desa: str = "",
        *,
        other: str = "",
        value: float = float("nan"),
        detail: str = "",
    ) -> None:
        """Add one row; ``value`` is in the unit its sentence names."""
        self._rows.append((KINDS[kind].level, kind, kode_desa, other, float(value), detail))

    def extend(self, frame: pd.DataFrame) -> None:
        """Add the rows of a stored table (see :attr:`frame`)."""
        self._rows.extend(frame[COLUMNS].itertuples(index=False, name=None))

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as stored in a run: level, kind, kode_desa, other, value, detail; no sentences."""
        frame = pd.DataFrame(self._rows, columns=COLUMNS)
        texts = dict.fromkeys(["level", "kind", "kode_desa", "other", "detail"], "str")
        return frame.astype({**texts, "value": "float64"})

    def counts(self) -> dict[str, int]:
        """Count the rows of each kind, worst kinds first, then by name."""
        counted = Counter(row[1] for row in self._rows)
        order = sorted(counted, key=lambda kind: (LEVELS.index(KINDS[kind].level), kind))
        return {kind: counted[kind] for kind in order}

    def table(self, language: Language = "id") -> pd.DataFrame:
        """The rows with their sentence in one language, worst first, in the order they were found."""
        frame = self.frame
        rank = frame["level"].map({level: place for place, level in enumerate(LEVELS)})
        frame = frame.iloc[rank.argsort(kind="stable")].reset_index(drop=True)
        frame["message"] = [
            KINDS[row.kind].text.say(language, value=_amount(row.value, language), other=row.other, detail=row.detail)
            for row in frame.itertuples()
        ]
        return frame

    def of(self, *kinds: str) -> list[str]:
        """The codes of all rows of these kinds, in the order found."""
        return [row[2] for row in self._rows if row[1] in kinds]

    def summary(self) -> str:
        """One English sentence over everything that needs a look; empty when nothing does."""
        parts = []
        for kind, count in self.counts().items():
            if KINDS[kind].level == "info":
                continue
            codes = list(dict.fromkeys(code for code in self.of(kind) if code))
            if codes:
                parts.append(f"{kind} {count} ({listing(codes)})")
            else:
                named = [(row[4], row[5]) for row in self._rows if row[1] == kind]
                parts += [
                    kind + (f" {value:.0f}" if value == value else "") + (f" ({detail})" if detail else "")
                    for value, detail in named
                ]
        return "; ".join(parts)


def _amount(value: float, language: Language) -> str:
    if value != value:
        return ""
    whole = float(value).is_integer()
    return number(value, 0 if whole else 2 if abs(value) >= 0.01 else 4, language)


@contextmanager
def collected(findings: Findings | None) -> Iterator[Findings]:
    """Use the caller's findings, or an own list that becomes one warning at the end."""
    if findings is not None:
        yield findings
        return
    own = Findings()
    yield own
    if summary := own.summary():
        warnings.warn(f"{summary}. Pass findings=kawasan_gis.Findings() to get every row", DataWarning, stacklevel=4)
