"""Class codes of rasters and groups of them with a name, from the vocabulary of their layer."""

import os
from collections.abc import Sequence

from kawasan_gis.errors import StudyError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.forms import did_you_mean
from kawasan_gis.indicators.specification import Indicator
from kawasan_gis.indicators.terrain import SLOPE_CLASSES
from kawasan_gis.layers import Layer
from kawasan_gis.vocabulary import Vocabulary, read_vocabulary

Words = str | os.PathLike[str]


def class_codes(classes: Sequence[int | str], vocabulary: Words | None = None) -> dict[str, tuple[int, ...]]:
    """Give the raster codes of each class or group of classes.

    Parameters
    ----------
    classes
        Codes, or names of groups of the vocabulary (``sawah``, ``badan_air``).
    vocabulary
        ``klhk``, ``worldcover``, or a file .toml of one's own; only names need it.

    Returns
    -------
    dict
        The codes of each class, in the order given.

    Raises
    ------
    StudyError
        When a name is used without a vocabulary, or the vocabulary does not know a code or name.

    Examples
    --------
    >>> class_codes(["sawah", 5001], "klhk")
    {'sawah': (20093,), '5001': (5001,)}
    """
    texts = [str(name) for name in classes]
    if vocabulary is None:
        if names := [name for name in texts if not _is_code(name)]:
            raise StudyError(
                f'classes have names ({listing(names)}) but no vocabulary: name one, such as vocabulary = "klhk"'
            )
        return {name: (int(name),) for name in texts}
    words = read_vocabulary(vocabulary)
    return {name: tuple(int(code) for code in words.expanded([name])) for name in texts}


def _is_code(text: str) -> bool:
    return text.removeprefix("-").isdecimal()


def check_classes(indicator: Indicator, layer: Layer) -> None:
    """Refuse classes that the layer's vocabulary, or the table of slope classes, does not know."""
    try:
        if indicator.measure == "slope_share":
            slope_places(indicator.classes)
        elif indicator.classes:
            class_codes(indicator.classes, layer.vocabulary)
    except StudyError as error:
        raise StudyError(f"indicator {indicator.name}: {error}") from None


def slope_places(classes: Sequence[int | str]) -> tuple[int, ...]:
    """Give the places of slope classes (``"8-15"``) in their table.

    Raises
    ------
    StudyError
        When there is no such class.
    """
    for name in classes:
        if name not in SLOPE_CLASSES:
            hint = did_you_mean(str(name), list(SLOPE_CLASSES))
            raise StudyError(f"there is no slope class {name}{hint}; there are {listing(SLOPE_CLASSES)}")
    return tuple(SLOPE_CLASSES.index(str(name)) for name in classes)


def report_unknown(codes: Sequence[int], vocabulary: Vocabulary, name: str, findings: Findings) -> None:
    """Report codes of a raster that its vocabulary does not know."""
    for code in codes:
        if str(code) not in vocabulary.codes:
            findings.add("unknown_class", value=code, detail=name, other=vocabulary.name)
