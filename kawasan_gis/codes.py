"""Village codes: the two systems, their repair, and what a code tells.

Kemendagri codes are kept as text ``PP.KK.CC.DDDD`` (province, kabupaten, kecamatan, village), BPS codes as ten
digits ``PPKKCCCDDD``. The two systems number kabupaten, kecamatan and villages differently, so one is never turned
into the other; written differently, they can never match by accident.

References
----------
Kepmendagri 300.2.2-2430/2025 (codes of administrative areas): the fourth block is 1xxx for a kelurahan and 2xxx for
a desa; 3xxx for a desa adat follows the national file, where 14 villages of Papua have it.
"""

import re
from typing import Literal

import numpy as np
import pandas as pd

from kawasan_gis.errors import CodeError, listing

System = Literal["kemendagri", "bps"]
Level = Literal["desa", "kecamatan", "kabupaten"]

KEMENDAGRI = re.compile(r"\d{2}\.\d{2}\.\d{2}\.[123]\d{3}")
BPS = re.compile(r"\d{10}")
LOOSE = re.compile(r"(\d{2})\.(\d{1,2})\.(\d{1,2})\.(\d{4})")

STATUS = {"1": "kelurahan", "2": "desa", "3": "desa adat"}
UNKNOWN_STATUS = "tidak diketahui"

# Of real columns 99 % of Kemendagri codes have a seventh digit that is a status, of BPS codes 17 % in a province
# and up to 60 % in a single kota.
ENOUGH = 0.75


def clean_codes(values: pd.Series, system: System | None = None) -> pd.Series:
    """Bring village codes into their one written form.

    Parameters
    ----------
    values
        Codes as text or numbers: dotted or not, with an ``id`` prefix, with blanks, or read as a number.
    system
        Which system they are of. When not given it is recognised from the whole column: dotted codes, and ten
        digits whose seventh is 1, 2 or 3 in three rows of four, are Kemendagri's; any other ten digits are BPS's.

    Returns
    -------
    pandas.Series
        Text on the same index; missing where a value cannot be repaired with certainty.
    """
    texts = _texts(values)
    loose = texts.str.extract(LOOSE, expand=True)
    dotted = texts.str.fullmatch(LOOSE).fillna(False).astype(bool)
    padded = loose[0] + loose[1].str.zfill(2) + loose[2].str.zfill(2) + loose[3]
    digits = texts.str.replace(r"^id", "", case=False, regex=True).where(~dotted, padded)
    digits = digits.where(digits.str.fullmatch(BPS).fillna(False).astype(bool))
    if system is None:
        system = guess_system(values)
    if system == "bps":
        return digits.where(~dotted)
    split = digits.str[:2] + "." + digits.str[2:4] + "." + digits.str[4:6] + "." + digits.str[6:]
    return split.where(split.str.fullmatch(KEMENDAGRI).fillna(False).astype(bool))


UNIT_CODES = {
    ("kemendagri", "kecamatan"): r"(\d{2})\.?(\d{2})\.?(\d{2})",
    ("kemendagri", "kabupaten"): r"(\d{2})\.?(\d{2})",
    ("bps", "kecamatan"): r"(\d{2})(\d{2})(\d{3})",
    ("bps", "kabupaten"): r"(\d{2})(\d{2})",
}


def clean_unit_codes(values: pd.Series, level: Level, system: System) -> pd.Series:
    """Bring codes of villages, kecamatan or kabupaten into the form they have inside village codes.

    Nothing is padded: 63.1 may be 63.10 or 63.01.

    Parameters
    ----------
    values
        Codes as text or numbers, dotted or not, perhaps with an ``id`` prefix.
    level
        What they are codes of.
    system
        Which system they are of.

    Returns
    -------
    pandas.Series
        Text on the same index; missing where a value is no such code.
    """
    if level == "desa":
        return clean_codes(values, system)
    texts = _texts(values).str.replace(r"^(\d{4,7})\.0$", r"\1", regex=True)
    texts = texts.str.replace(r"^id", "", case=False, regex=True)
    parts = texts.str.extract(rf"^{UNIT_CODES[system, level]}$")
    separator = "." if system == "kemendagri" else ""
    return parts[0].str.cat([parts[place] for place in parts.columns[1:]], sep=separator)


def _texts(values: pd.Series) -> pd.Series:
    """Turn codes into stripped text; whole numbers lose their ``.0``, others their value."""
    if pd.api.types.is_float_dtype(values):
        whole = values.notna() & (values == np.floor(values)) & (values.abs() < 1e15)
        return values.where(whole).astype("Int64").astype("string")
    return values.astype("string").str.strip().str.replace(r"^(\d{10})\.0$", r"\1", regex=True)


def guess_system(values: pd.Series) -> System:
    """Tell which system a whole column of codes looks like."""
    texts = _texts(values)
    if texts.str.fullmatch(LOOSE).fillna(False).any():
        return "kemendagri"
    if texts.str.startswith(("id", "ID")).fillna(False).any():
        return "bps"
    seventh = texts[texts.str.fullmatch(BPS).fillna(False).astype(bool)].str[6]
    return "kemendagri" if seventh.isin(list(STATUS)).mean() >= ENOUGH else "bps"


def system_of(codes: pd.Index) -> System:
    """Tell which system an index of clean codes is of.

    Raises
    ------
    CodeError
        When the index holds neither, or both.
    """
    texts = codes.astype("string")
    dotted = texts.str.fullmatch(KEMENDAGRI.pattern)
    plain = texts.str.fullmatch(BPS.pattern)
    if len(codes) and not dotted.all() and not plain.all():
        strange = codes[~(dotted | plain)] if not (dotted | plain).all() else codes[plain]
        raise CodeError(
            f"{len(strange)} village codes are not in one system, PP.KK.CC.DDDD or ten BPS digits: "
            f"{listing(strange)}; read the villages with kawasan_gis.read_villages"
        )
    return "bps" if len(codes) and bool(plain.all()) else "kemendagri"


def kecamatan_code(codes: pd.Index | pd.Series) -> pd.Index | pd.Series:
    """Cut village codes to their kecamatan."""
    return codes.str[:8] if _is_dotted(codes) else codes.str[:7]


def kabupaten_code(codes: pd.Index | pd.Series) -> pd.Index | pd.Series:
    """Cut village codes to their kabupaten or kota."""
    return codes.str[:5] if _is_dotted(codes) else codes.str[:4]


def provinsi_code(codes: pd.Index | pd.Series) -> pd.Index | pd.Series:
    """Cut village codes to their province."""
    return codes.str[:2]


def _is_dotted(codes: pd.Index | pd.Series) -> bool:
    return len(codes) > 0 and "." in str(codes[0] if isinstance(codes, pd.Index) else codes.iloc[0])


def status_of(codes: pd.Series) -> pd.Series:
    """Read the status (desa, kelurahan, desa adat) out of Kemendagri codes; BPS codes do not tell it."""
    if not _is_dotted(codes):
        return pd.Series(UNKNOWN_STATUS, index=codes.index, dtype="str")
    return codes.str[9].map(STATUS).astype("str")
