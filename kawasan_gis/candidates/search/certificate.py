"""How good a list is, and how that is known."""

import math
from dataclasses import asdict, dataclass
from typing import Any, Literal

from kawasan_gis.i18n import Language, Text, number

CutShort = Literal["", "work", "time", "interrupted"]

WORDS = {
    "examined": Text(
        "{examined} kemungkinan kawasan diperiksa (semua kawasan sampai {sizes} desa diperiksa satu per satu atau "
        "tersingkir oleh batas atas).",
        "{examined} possible areas examined (all areas of up to {sizes} villages were looked at or ruled out by a "
        "bound).",
    ),
    "some": Text("{examined} kemungkinan kawasan diperiksa.", "{examined} possible areas examined."),
    "proven": Text(
        "Terbukti: jumlah skor daftar ini paling banyak {gap} % di bawah daftar terbaik yang mungkin (batas Lagrange).",
        "Proven: the total score of this list is at most {gap} % below that of the best possible one (Lagrange bound).",
    ),
    "bounded": Text(
        "Belum terbukti: kawasan yang lebih besar tidak semuanya diperiksa; jumlah skor daftar ini paling banyak "
        "{gap} % di bawah daftar terbaik yang mungkin.",
        "Not proven: not all larger areas were examined; the total score of this list is at most {gap} % below that "
        "of the best possible one.",
    ),
    "open": Text("Belum terbukti: tidak ada batas atas.", "Not proven: there is no upper bound."),
    "best": Text("Tidak ada kawasan lain dengan skor di atas {best}.", "No area at all has a score above {best}."),
    "work": Text("", ""),
    "time": Text("Pencarian dihentikan oleh batas waktu.", "The search was cut short by its time limit."),
    "interrupted": Text("Pencarian dihentikan oleh pengguna.", "The search was interrupted by the user."),
}


def _up(value: float) -> float:
    """Round up to three decimals, but not for an error in the last bit."""
    return math.ceil(value * 1000 - 1e-6) / 1000


@dataclass(frozen=True)
class Certificate:
    """The proof that goes with a list of candidates.

    ``total`` is the sum of the list's scores and ``bound`` an upper bound of it for any list under the same rules
    (infinite when none is known); ``examined`` how many sets of villages were looked at; all sets of up to
    ``complete_to`` villages were looked at or ruled out (0: none), of at most ``largest``; ``best`` bounds the score
    of any single area; ``cut_short`` says what ended the search before the proof.
    """

    total: float
    bound: float
    examined: int
    complete_to: int
    largest: int
    best: float
    cut_short: CutShort = ""

    @property
    def gap(self) -> float:
        """How far (0..1, of the bound) this list can be below the best possible one; NaN when no bound is known."""
        if not math.isfinite(self.bound) or self.bound <= 0:
            return math.nan
        return max(1.0 - self.total / self.bound, 0.0)

    @property
    def proven(self) -> bool:
        """Whether all areas were examined or ruled out."""
        return self.complete_to >= self.largest and math.isfinite(self.bound)

    def say(self, language: Language = "id") -> str:
        """Say it in one language."""
        complete = self.complete_to > 0
        parts = [WORDS["examined" if complete else "some"].say(
            language, examined=number(self.examined, 0, language), sizes=self.complete_to
        )]  # fmt: skip
        known = not math.isnan(self.gap)
        shown = number(_up(self.gap) * 100, 1, language) if known else ""
        parts.append(WORDS["proven" if self.proven else "bounded" if known else "open"].say(language, gap=shown))
        if math.isfinite(self.best):
            parts.append(WORDS["best"].say(language, best=number(_up(self.best), 3, language)))
        if self.cut_short:
            parts.append(WORDS[self.cut_short].say(language))
        return " ".join(part for part in parts if part)

    @classmethod
    def from_plain(cls, values: dict[str, Any]) -> "Certificate":
        """Read back what :meth:`plain` gave."""
        own: dict[str, Any] = {key: value for key, value in values.items() if key not in ("gap", "proven")}
        own.update({key: math.inf for key, value in own.items() if value is None})
        return cls(**own)

    def plain(self) -> dict[str, Any]:
        """The certificate as plain values for a JSON file; what is not known is null."""
        values = {key: None if isinstance(value, float) and not math.isfinite(value) else value
                  for key, value in asdict(self).items()}  # fmt: skip
        return {**values, "gap": None if math.isnan(self.gap) else self.gap, "proven": self.proven}
