"""Published village scores turned into their published classes."""

import pandas as pd

from kawasan_gis.errors import TableError, listing
from kawasan_gis.i18n import Language, Text

# Permendesa PDTT 2/2016: greatest value of each class, lowest first.
IDM_CLASSES = (
    (0.4907, Text("Sangat Tertinggal", "Very Underdeveloped")),
    (0.5989, Text("Tertinggal", "Underdeveloped")),
    (0.7072, Text("Berkembang", "Developing")),
    (0.8155, Text("Maju", "Advanced")),
    (1.0, Text("Mandiri", "Self-reliant")),
)


def idm_status(values: pd.Series, *, language: Language = "id") -> pd.Series:
    """Give the status that belongs to a value of the Indeks Desa Membangun (IDM).

    For IDM only: the limits of the Indeks Desa that follows it are not known here, so its status is taken as given.

    Parameters
    ----------
    values
        IDM values, 0 to 1.
    language
        Language of the status, ``id`` or ``en``.

    Returns
    -------
    pandas.Series
        Text: Sangat Tertinggal (to 0.4907), Tertinggal (to 0.5989), Berkembang (to 0.7072), Maju (to 0.8155),
        Mandiri; missing where the value is.

    Raises
    ------
    TableError
        When values are not numbers within 0 and 1.

    References
    ----------
    Peraturan Menteri Desa, PDTT 2/2016 tentang Indeks Desa Membangun.

    Examples
    --------
    >>> idm_status(pd.Series([0.4907, 0.4908, 0.9])).tolist()
    ['Sangat Tertinggal', 'Tertinggal', 'Mandiri']
    """
    if not pd.api.types.is_numeric_dtype(values):
        raise TableError("IDM status: the values are not numbers")
    outside = values.index[values.notna() & ~values.between(0.0, 1.0)]
    if len(outside):
        raise TableError(f"IDM status: {len(outside)} values are not within 0 and 1: {listing(outside)}")
    limits = [0.0, *(limit for limit, _ in IDM_CLASSES)]
    words = [text.say(language) for _, text in IDM_CLASSES]
    return pd.cut(values, limits, labels=words, include_lowest=True).astype("str").where(values.notna())
