"""Lists of areas that may share villages: built one by one, then improved by replacing one area at a time."""

from collections.abc import Iterator, Sequence

import numpy as np

from kawasan_gis.candidates.search.effort import Effort
from kawasan_gis.candidates.search.grounds import Area, Ground
from kawasan_gis.candidates.search.portfolio import Packing
from kawasan_gis.candidates.search.search import examine_areas, grow_areas, tilts_for

WIDTH = 16
PATIENCE = 50_000
PASSES = 3


def apart_from(ground: Ground, others: Sequence[Area], packing: Packing) -> Ground:
    """Add to the rules of a ground that areas share little enough with these others."""
    columns, upper, grows = [], [], []
    for other in others:
        members = [position for position in other.members if position not in packing.shared]
        inside = np.isin(ground.positions, members).astype(np.float64)
        if not inside.any():
            continue
        counts = ~np.isin(ground.positions, list(packing.shared))
        columns += [inside, inside - packing.max_overlap * counts]
        upper += [np.floor(packing.max_overlap * len(members) + 1e-9), 0.0]
        grows += [True, False]
    if not columns:
        return ground
    add, limits = ground.program.add, ground.limits
    first = add.shape[1]
    program = ground.program._replace(add=np.ascontiguousarray(np.column_stack([add, *columns])))
    return ground._replace(
        program=program,
        limits=limits._replace(
            column=np.concatenate([limits.column, np.arange(first, first + len(columns))]),
            lower=np.concatenate([limits.lower, np.full(len(columns), -np.inf)]),
            upper=np.concatenate([limits.upper, upper]),
            grows=np.concatenate([limits.grows, grows]),
        ),
    )


def best_apart(
    grounds: Sequence[Ground], others: Sequence[Area], packing: Packing, effort: Effort, *, above: float
) -> list[Area]:
    """Find areas worth more than ``above`` that share little enough with others; the best first."""
    found: dict[tuple[int, ...], Area] = {}
    # An area of must-have villages only shares nothing that counts, not even with itself.
    taken = {area.members for area in others}
    groups = {packing.group[area.centres[0]] for area in others} if packing.group else set()

    def fresh(area: Area) -> bool:
        return area.members not in taken and not (packing.group and packing.group[area.centres[0]] in groups)

    for ground in grounds:
        rest = apart_from(ground, others, packing)
        none = np.zeros(len(ground.positions))
        grown = grow_areas(rest, none, effort, width=WIDTH, keep=1)
        found.update({area.members: area for area in grown if area.score > above and fresh(area)})
    least = max([above, *(area.score for area in found.values())])
    for ground in grounds:
        rest = apart_from(ground, others, packing)
        local = {int(position): number for number, position in enumerate(ground.positions)}
        top = sorted((a for a in found.values() if a.members[0] in local), key=lambda a: (-a.score, a.members))[:3]
        examined = examine_areas(
            rest, np.zeros(len(local)), effort, threshold=lambda _: least,
            tilts=tilts_for(ground, top, local), budget=PATIENCE, keep=1,
        )  # fmt: skip
        found.update({area.members: area for area in examined.areas if fresh(area)})
    return sorted(found.values(), key=lambda area: (-round(area.score, 12), area.members))


def exchanged(
    grounds: Sequence[Ground], packing: Packing, effort: Effort, pool: Sequence[Area]
) -> Iterator[tuple[list[Area], list[Area]]]:
    """Build a list and improve it; gives each better list, with the areas found on the way."""
    chosen: list[Area] = []
    while len(chosen) < packing.count and not effort.spent:
        found = best_apart(grounds, chosen, packing, effort, above=-np.inf)
        if not found:
            break
        chosen = [*chosen, found[0]]
        yield chosen, found
    for _ in range(PASSES):
        changed = False
        for place in range(len(chosen) - 1, -1, -1):
            if effort.spent:
                return
            others = [area for other, area in enumerate(chosen) if other != place]
            found = best_apart(grounds, others, packing, effort, above=chosen[place].score + 1e-12)
            if found:
                chosen, changed = [*others, found[0]], True
                yield chosen, found
        if not changed:
            return
