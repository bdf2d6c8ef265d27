"""The checklist of a kawasan: what of the regulation, the study's rules and the data a candidate keeps."""

from kawasan_gis.checks.table import check_candidates, read_checks, said

__all__ = ["check_candidates", "read_checks", "said"]
