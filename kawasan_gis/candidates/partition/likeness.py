"""How alike the villages of one area are: traits scaled 0..1, and the share of their variance between areas.

With z_ik the trait of village i on criterion k, taken from its least (0) to its greatest (1) value among the villages
and multiplied by the square root of the criterion's weight::

    total  = sum over i, k of (z_ik - mean of z_k)²
    within = sum over areas A of sum over i in A of (z_ik - mean in A)²

and the share between areas is 1 - within / total. Villages without a value stand at the mean of the others, so that
they speak for no area. This is the objective of classical regionalization (Ward, SKATER, REDCAP, AZP).

References
----------
Assunção, R. M. et al. (2006). Efficient regionalization techniques for socio-economic geographical units using
minimum spanning trees. International Journal of Geographical Information Science 20(7), 797-811.
"""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import StudyError, TableError, listing
from kawasan_gis.scoring import Floats, criteria_values


def village_traits(
    villages: gpd.GeoDataFrame, indicators: pd.DataFrame, criteria: Sequence[Criterion], among: pd.Series
) -> Floats:
    """Scale the criteria's village values to 0..1 times the root of their weight; one row per village.

    Parameters
    ----------
    villages, indicators
        The villages table and the indicators on the same index.
    criteria
        Complete criteria; properties of an area say nothing of a village and are left out.
    among
        Boolean per village: those whose least and greatest values are 0 and 1.

    Raises
    ------
    StudyError
        When no criterion is about single villages.
    """
    criteria = [criterion for criterion in criteria if criterion.of_villages and criterion.weight > 0]
    if not criteria:
        raise StudyError("no criterion with a weight is about single villages, so that none can be alike; add one")
    values = criteria_values(villages, indicators, criteria).to_numpy(dtype=np.float64)
    chosen = values[among.to_numpy(dtype=bool)]
    empty = [one.indicator for one, none in zip(criteria, np.isnan(chosen).all(axis=0), strict=True) if none]
    if empty:
        raise TableError(f"no village that may be a member has a value for {listing(empty)}")
    least, mean = np.nanmin(chosen, axis=0), np.nanmean(chosen, axis=0)
    reach = np.nanmax(chosen, axis=0) - least
    scaled = (np.where(np.isnan(values), mean, values) - least) / np.where(reach > 0, reach, 1.0)
    weight = np.array([criterion.weight for criterion in criteria])
    return np.asarray(scaled * np.sqrt(weight / weight.sum()))


def between_share(traits: Floats, regions: Sequence[object]) -> float:
    """Share (0..1) of the variance of traits that lies between regions; NaN when all villages are the same.

    Parameters
    ----------
    traits
        One row per village, see :func:`village_traits`.
    regions
        The region of each row; rows without one (None or NaN) do not count.
    """
    table = pd.DataFrame(traits).assign(region=pd.array(list(regions), dtype=object)).dropna(subset="region")
    columns = [column for column in table if column != "region"]
    total = float(((table[columns] - table[columns].mean()) ** 2).to_numpy().sum())
    within = table[columns] - table.groupby("region")[columns].transform("mean")
    return 1.0 - float((within**2).to_numpy().sum()) / total if total > 0 else float("nan")
