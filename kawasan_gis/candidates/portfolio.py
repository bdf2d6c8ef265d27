"""Choosing distinct areas out of all that were found."""

from collections.abc import Sequence

from kawasan_gis.candidates.search import FoundArea


def pick_distinct(areas: Sequence[FoundArea], *, count: int, max_overlap: float) -> list[FoundArea]:
    """Walk down the areas from the best and keep each that overlaps little enough with all kept before.

    Parameters
    ----------
    areas
        Areas in any order.
    count
        How many to keep at most.
    max_overlap
        Greatest share (0..1) of the smaller area's villages that two kept areas may have in common.

    Returns
    -------
    list
        Best first; ties in the order of the members' positions, so of their codes.
    """
    kept: list[FoundArea] = []
    for area in sorted(areas, key=lambda area: (-round(area.score, 12), area.members)):
        if all(_overlap(area, other) <= max_overlap for other in kept):
            kept.append(area)
        if len(kept) == count:
            break
    return kept


def _overlap(a: FoundArea, b: FoundArea) -> float:
    common = len(set(a.members) & set(b.members))
    return common / min(len(a.members), len(b.members))
