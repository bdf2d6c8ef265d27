"""How names of desa, kecamatan and kabupaten are spelled: one plain form for all the usual ways."""

import re
import unicodedata

from kawasan_gis.codes import Level

# Words before a name that say what it is; Kota stays, since it tells a kota from the kabupaten of the same name.
TITLES: dict[Level, frozenset[str]] = {
    "desa": frozenset(["desa", "ds", "kelurahan", "kel"]),
    "kecamatan": frozenset(["kecamatan", "kec"]),
    "kabupaten": frozenset(["kabupaten", "kab"]),
}
# Only abbreviations with one reading: P. may be Pulau, Padang or Pematang, so such names are left for people.
ABBREVIATIONS = {
    "sei": "sungai",
    "sgi": "sungai",
    "sui": "sungai",
    "tj": "tanjung",
    "tjg": "tanjung",
    "tg": "tanjung",
    "tanjong": "tanjung",
    "gn": "gunung",
    "gng": "gunung",
    "kp": "kampung",
    "kpg": "kampung",
    "pd": "padang",
    "pl": "pulau",
    "tlk": "teluk",
    "bkt": "bukit",
    "utr": "utara",
    "sel": "selatan",
    "tim": "timur",
    "brt": "barat",
    "tgh": "tengah",
}
NUMBERS = {
    "satu": "1", "dua": "2", "tiga": "3", "empat": "4", "lima": "5", "enam": "6", "tujuh": "7", "delapan": "8",
    "sembilan": "9", "sepuluh": "10", "sebelas": "11",
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10",
    "xi": "11", "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16", "xvii": "17", "xviii": "18",
    "xix": "19", "xx": "20",
}  # fmt: skip
APOSTROPHES = re.compile("['`\N{ACUTE ACCENT}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{PRIME}"
                         "\N{MODIFIER LETTER APOSTROPHE}]")  # fmt: skip
WORDS = re.compile(r"[a-z]+|\d+")


def plain_name(name: object, level: Level = "desa") -> str:
    """Reduce a name to letters and digits that are the same however it is spelled.

    Case, blanks, signs, accents and apostrophes do not count, nor do titles before it (Desa, Kel., Kec., Kab.);
    abbreviations with one reading are written out, Roman numbers and number words become digits, and words are
    joined.

    Parameters
    ----------
    name
        The name; anything but text has none.
    level
        What it is a name of, which tells the titles.

    Examples
    --------
    >>> plain_name("Ds. Sei  Jingah Satu") == plain_name("SUNGAI JINGAH I ")
    True
    >>> plain_name("Suka Maju II"), plain_name("Bi'ih")
    ('sukamaju2', 'biih')
    """
    if not isinstance(name, str):
        return ""
    bare = APOSTROPHES.sub("", name)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", bare.casefold()) if not unicodedata.combining(sign))
    words = WORDS.findall(bare)
    while len(words) > 1 and words[0] in TITLES[level]:
        words = words[1:]
    return "".join(NUMBERS.get(word, ABBREVIATIONS.get(word, word.lstrip("0") or word)) for word in words)
