"""Made-up attributes for benchmarks: smooth fields over the map, as land and access are."""

import geopandas as gpd
import numpy as np
import pandas as pd

from kawasan_gis.criteria import Criterion

WAVES = 6


def smooth_indicators(villages: gpd.GeoDataFrame, count: int, seed: int) -> pd.DataFrame:
    """Give every village ``count`` values between 0 and 1 that change slowly over the map, with some noise."""
    rng = np.random.default_rng(seed)
    points = villages.geometry.representative_point()
    xy = np.column_stack([points.x, points.y])
    scale = np.ptp(xy, axis=0).max() or 1.0
    table = {}
    for number in range(count):
        value = rng.normal(0, 0.35, len(villages))
        for _ in range(WAVES):
            direction, phase = rng.normal(0, 6, 2) / scale, rng.uniform(0, 2 * np.pi)
            value += np.sin(xy @ direction * 2 * np.pi / 3 + phase)
        ranks = pd.Series(value, index=villages.index).rank(pct=True)
        table[f"x{number}"] = ranks
    return pd.DataFrame(table)


def mixed_criteria(count: int, size: int = 8) -> list[Criterion]:
    """``count`` criteria: means, two of them sums that fill up, one of compactness."""
    criteria = []
    for number in range(count - 1):
        summed = number % 4 == 3
        criteria.append(
            Criterion(
                indicator=f"x{number}",
                worst=0.0,
                best=0.7 * size if summed else 0.9,
                weight=1 + number % 2,
                aggregate="sum" if summed else "mean",
            )
        )
    return [*criteria, Criterion(indicator="compactness", worst=0.05, best=0.35, weight=2)]
