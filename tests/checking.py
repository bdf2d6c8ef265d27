"""One drawn candidate held against the checks."""

import pandas as pd
from drawing import code

from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.checks import check_candidates


def candidate(letters, *, centre="", bridges="", other=(), missing=None):
    """Ranking and members of one candidate, ``k1``: letters, and codes of other kabupaten."""
    inside = [*(code(letter) for letter in letters), *other]
    roles = ["pusat" if kode == (centre and code(centre)) else "hinterland" for kode in inside]
    members = pd.DataFrame({
        "candidate_id": "k1",
        "kode_desa": [*inside, *(code(letter) for letter in bridges)],
        "role": [*roles, *("bridge" for _ in bridges)],
    })  # fmt: skip
    counts = {f"missing_{name}": [count] for name, count in (missing or {}).items()}
    ranking = pd.DataFrame({"rank": [1], "name": ["K"], **counts}, index=pd.Index(["k1"], name="candidate_id"))
    return ranking, members


def checked(villages, graph, letters, *, rules=None, **options):
    """The checks of one candidate, by check and what it is about."""
    known = {name: options.pop(name) for name in ("indicators", "travel", "existing") if name in options}
    table = check_candidates(villages, graph, *candidate(letters, **options), rules=Rules(**(rules or {})), **known)
    return {row["check"] + (f" {row['what']}" if row["what"] else ""): row for row in table.to_dict("records")}
