"""Candidates: areas of bordering villages that keep the rules, found by their own score.

``rules`` says which areas are allowed, ``objective`` what an area is worth (the only place that knows), ``search``
finds areas, ``portfolio`` picks distinct ones, ``describe`` writes them as tables.
"""

from kawasan_gis.candidates.describe import Candidates
from kawasan_gis.candidates.find import find_candidates
from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.rules import Rules, Violation, violations

__all__ = ["Candidates", "Objective", "Rules", "Violation", "find_candidates", "violations"]
