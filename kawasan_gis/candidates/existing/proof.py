"""How good one area is among those it was chosen from, and how that is known."""

import math
from dataclasses import dataclass
from typing import Literal

from kawasan_gis.candidates.search.certificate import Certificate
from kawasan_gis.i18n import Language, Text, number

Among = Literal["itself", "steps", "holding", "within"]

DECIMALS = 3

WORDS = {
    "itself": Text(
        "Kawasan dinilai apa adanya; kawasan lain tidak diperiksa.",
        "The area was scored as it is; no others were looked at.",
    ),
    "examined": Text("{examined} kemungkinan kawasan diperiksa.", "{examined} possible areas examined."),
    "steps": Text(
        "Belum terbukti: menambah, mengeluarkan atau menukar satu desa tidak menaikkan skor, tetapi kawasan lain tidak "
        "diperiksa.",
        "Not proven: adding, dropping or swapping one village does not raise the score, but other areas were not "
        "looked at.",
    ),
    "stopped": Text(
        "Belum terbukti: langkah berikutnya masih dapat menaikkan skor.",
        "Not proven: a further step may still raise the score.",
    ),
    "holding": Text(
        "kawasan sebesar yang diminta yang memuat semua desa yang diberikan dan memenuhi aturan",
        "area of the size asked for that holds all villages given and keeps the rules",
    ),
    "within": Text(
        "kawasan sebesar yang diminta di antara desa yang diberikan yang memenuhi aturan",
        "area of the size asked for among the villages given that keeps the rules",
    ),
    "proven": Text(
        "Terbukti: tidak ada {area} dengan skor lebih tinggi.", "Proven: no {area} has a higher score."
    ),
    "bounded": Text(
        "Belum terbukti: tidak semua diperiksa; skor {area} paling tinggi {bound}.",
        "Not proven: not all were examined; no {area} has a score above {bound}.",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class AreaCertificate(Certificate):
    """The proof that goes with one area, as a :class:`Certificate` of a list of one.

    ``among`` tells which areas it was chosen from: ``itself`` alone, those that single ``steps`` led to, those
    ``holding`` the villages given, or those ``within`` them.
    """

    among: Among = "itself"

    def say(self, language: Language = "id") -> str:
        """Say it in one language."""
        if self.among == "itself":
            return WORDS["itself"].say(language)
        examined = WORDS["examined"].say(language, examined=number(self.examined, 0, language))
        if self.among == "steps":
            return f"{examined} {WORDS['stopped' if self.cut_short else 'steps'].say(language)}"
        # Rounded up, but not for an error in the last bit.
        bound = number(math.ceil(self.bound * 10**DECIMALS - 1e-6) / 10**DECIMALS, DECIMALS, language)
        area = WORDS[self.among].say(language)
        return f"{examined} {WORDS['proven' if self.proven else 'bounded'].say(language, area=area, bound=bound)}"
