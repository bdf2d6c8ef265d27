"""The version of this package, part of every step's key."""

from importlib.metadata import version

VERSION = version("kawasan-gis")
