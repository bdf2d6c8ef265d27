"""Units of measurement, and the shape of a progress report."""

from collections.abc import Callable

M2_PER_HA = 10_000.0
HA_PER_KM2 = 100.0

Progress = Callable[[str, int, int], None]
"""Called with (label, done, total) while something takes long."""
