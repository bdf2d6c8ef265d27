"""What else a planner wants to be told of a candidate: kawasan that are there, missing data, kecamatan, borders."""

import math
from collections.abc import Iterator

import pandas as pd

from kawasan_gis import codes
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.checks.area import Area, Check, filled, joined_texts, listed, names_of
from kawasan_gis.i18n import Text

# Whole numbers reached by multiplying a share may lie a little below.
ROUNDING = 1e-9
MISSING = "missing_"

WORDS = {
    "none_given": Text("kawasan yang sudah ada tidak diberikan", "no existing kawasan were given"),
    "apart": Text(
        "tidak ada desa yang sama dengan {count} kawasan yang sudah ada",
        "shares no village with {count} existing kawasan",
    ),
    "shares": Text(
        "{count} desa juga di kawasan {name} ({names})", "shares {count} with kawasan {name} ({names})"
    ),
    "most": Text(", paling banyak {limit}", ", at most {limit}"),
    "complete": Text("lengkap untuk semua kriteria", "complete for all criteria"),
    "missing": Text("belum tersedia: {names}", "not available: {names}"),
    "of_villages": Text("{name} ({count} desa)", "{name} (villages: {count})"),
    "not_counted": Text(
        "peringkat tidak menyebut jumlah desa tanpa data", "the ranking does not tell how many villages have no data"
    ),
    "one_kecamatan": Text("seluruhnya di satu kecamatan: {names}", "all of it in one kecamatan: {names}"),
    "several_kecamatan": Text("melintasi {count} kecamatan: {names}", "crosses {count} kecamatan: {names}"),
    "borders": Text(
        "batas desa indikatif; sumbernya tidak menyebut batas mana yang sudah ditetapkan",
        "village borders are indicative; their source does not say which of them are fixed",
    ),
}  # fmt: skip


def data_checks(area: Area) -> Iterator[Check]:
    """Tell of a candidate what no rule bounds but belongs beside the rules."""
    yield _complete(area)
    yield _kecamatan(area)
    yield Check("fixed_borders", None, WORDS["borders"])


def overlap(area: Area, rules: Rules, *, broken: bool) -> Check:
    """Tell how many members are in kawasan that are there, with which; found and limit are of the fullest of them."""
    if not rules.existing:
        return Check("existing", None, WORDS["none_given"])
    texts, fullest = [], (-math.inf, 0, 0)
    for name, there in sorted(rules.existing.items()):
        shared = sorted(set(there) & set(area.codes))
        limit = math.floor(rules.max_existing * min(len(area.members), len(set(there))) + ROUNDING)
        fullest = max(fullest, (len(shared) - limit, len(shared), limit))
        if shared:
            text = filled(WORDS["shares"], count=len(shared), name=name, names=names_of(area.villages, shared))
            most = filled(WORDS["most"], limit=limit) if rules.max_existing < 1.0 else Text("", "")
            texts.append(Text(text.id + most.id, text.en + most.en))
    _, found, limit = fullest
    said = joined_texts(texts) if texts else filled(WORDS["apart"], count=len(rules.existing))
    return Check("existing", not broken, said, found, limit if rules.max_existing < 1.0 else math.nan)


def _complete(area: Area) -> Check:
    """Which criteria some members have no value of."""
    counts = {
        str(column).removeprefix(MISSING): value
        for column, value in area.row.items()
        if str(column).startswith(MISSING)
    }
    if not counts or any(pd.isna(value) for value in counts.values()):
        return Check("complete_data", None, WORDS["not_counted"])
    lacking = {name: int(count) for name, count in counts.items() if count > 0}
    if not lacking:
        return Check("complete_data", True, WORDS["complete"], 0, 0)
    parts = [filled(WORDS["of_villages"], name=name, count=count) for name, count in lacking.items()]
    names = Text(listed(part.id for part in parts).id, listed(part.en for part in parts).en)
    return Check("complete_data", False, filled(WORDS["missing"], names=names), len(lacking), 0)


def _kecamatan(area: Area) -> Check:
    units = codes.kecamatan_code(area.members.index.to_series())
    names = area.members.get("kecamatan", units)
    named = listed(pd.Series(names.to_numpy(), index=units.to_numpy()).groupby(level=0).first())
    count = units.nunique()
    words = WORDS["one_kecamatan" if count == 1 else "several_kecamatan"]
    return Check("kecamatan", True, filled(words, count=count, names=named), count)
