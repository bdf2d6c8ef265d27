"""Walks off the road: from villages and facilities to the nearest point of every link in reach.

A place is joined to all links within reach, each at its nearest point, and not to the nearest link alone: which of
them is best depends on where one goes, and with all of them a road that is added can never make a way longer. Walks
that another walk and the network replace are left out, which changes no time.
"""

from typing import NamedTuple

import numpy as np
import shapely

from kawasan_gis.network.junctions import Booleans, Floats, Integers, Shapes
from kawasan_gis.network.land import Land
from kawasan_gis.network.links import Links, minutes_of

# How often the times at the ends of the links around a place are passed on to their neighbours.
ROUNDS = 3
# Times nearer than this (minutes) are equal.
NEAR = 1e-9
# Points of a link this near its ends (as a share of its length) are its ends.
END_SHARE = 1e-9


class Feet(NamedTuple):
    """Where places meet the network: place, link, share of the link's length from its start, minutes on foot."""

    place: Integers
    link: Integers
    share: Floats
    minutes: Floats


def walk(points: Shapes, links: Links, *, reach_m: float, km_h: float, land: Land, at: Integers) -> Feet:
    """Find the walks from places to the links around them.

    Parameters
    ----------
    points
        The places.
    links
        The network.
    reach_m
        Longest walk, metres in a straight line.
    km_h
        Walking speed.
    land
        Nobody walks from one island to another.
    at
        The number of the land each place lies on.

    Returns
    -------
    Feet
        In the order of places, then links.
    """
    feet = in_reach(points, links, reach_m, km_h)
    kept = _needed(feet, links)
    wet = at[kept.place] != land.lands_at(points_of(kept, links))
    if wet.any():
        # Where a walk over the sea may have stood in for others, all walks are looked at.
        coast = np.isin(feet.place, kept.place[wet])
        at_coast = some(feet, coast)
        dry = at[at_coast.place] == land.lands_at(points_of(at_coast, links))
        inland = some(kept, ~np.isin(kept.place, kept.place[wet]))
        again = _needed(some(at_coast, dry), links)
        kept = Feet(*(np.concatenate(columns) for columns in zip(inland, again, strict=True)))
    return some(kept, np.lexsort((kept.share, kept.link, kept.place)))


def in_reach(points: Shapes, links: Links, reach_m: float, km_h: float) -> Feet:
    """Find the walks to the nearest point of every open link in reach, and to the ends of closed ones."""
    open_, closed = np.flatnonzero(links.open), np.flatnonzero(~links.open)
    place, near = shapely.STRtree(links.shapes[open_]).query(points, predicate="dwithin", distance=reach_m)
    link, from_ = open_[near], points[place]
    shapes = links.shapes[link]
    share = np.clip(shapely.line_locate_point(shapes, from_) / np.maximum(links.metres[link], NEAR), 0.0, 1.0)
    found = [(place, link, share, shapely.distance(from_, shapes))]
    for side, end in ((0.0, 0), (1.0, -1)) if len(closed) else ():
        piers = shapely.get_point(links.shapes[closed], end)
        place, near = shapely.STRtree(piers).query(points, predicate="dwithin", distance=reach_m)
        metres = shapely.distance(points[place], piers[near])
        found.append((place, closed[near], np.full(len(place), side), metres))
    place, link, share, metres = (np.concatenate(column) for column in zip(*found, strict=True))
    return Feet(place.astype(np.int64), link.astype(np.int64), share, minutes_of(metres, km_h))


def points_of(feet: Feet, links: Links) -> Shapes:
    """The points where walks meet the network."""
    return np.asarray(shapely.line_interpolate_point(links.shapes[feet.link], feet.share, normalized=True))


def some(feet: Feet, which: Booleans | Integers) -> Feet:
    """Choose walks, by a mask or in an order."""
    return Feet(feet.place[which], feet.link[which], feet.share[which], feet.minutes[which])


def _needed(feet: Feet, links: Links) -> Feet:
    """Leave out the walks to points that are reached sooner from another walk's end, over links in reach."""
    if not len(feet.place):
        return feet
    # The slower direction: what holds both for setting out and for arriving.
    slow = np.maximum(links.minutes, links.back)[feet.link]
    ends = np.stack([links.start[feet.link], links.end[feet.link]])
    _, key = np.unique(feet.place * links.nodes + ends, return_inverse=True)
    key = key.reshape(ends.shape)
    best = np.full(int(key.max()) + 1, np.inf)
    # An infinite time against a one-way times a share of nothing is no number: nothing is gained that way.
    parts = np.stack([feet.share, 1.0 - feet.share])
    with np.errstate(invalid="ignore"):
        ways = np.where(parts <= END_SHARE, 0.0, parts * slow)
    np.minimum.at(best, key, feet.minutes + ways)
    for _ in range(ROUNDS):
        np.minimum.at(best, key[1], best[key[0]] + slow)
        np.minimum.at(best, key[0], best[key[1]] + slow)
    kept = ~((best[key] + ways).min(axis=0) < feet.minutes - NEAR)
    return some(feet, kept)
