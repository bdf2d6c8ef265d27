"""Made-up names that sound Indonesian and fit the place, without a repetition."""

from collections.abc import Iterator

import numpy as np

SECOND = (  # noqa: SIM905 - ninety quoted words would be harder to read
    "Makmur Harapan Jaya Sari Indah Maju Baru Raya Mulya Mukti Sejati Bakti Damai Rahayu Permai Sentosa Subur "
    "Abadi Karya Sejahtera Asri Agung Lestari Utama Bersama Tani Tirta Kencana Wangi Bumi Ratu Intan Mas Rotan "
    "Nipah Bakung Pandan Kelapa Pinang Durian Rambai Cempaka Kenanga Melati Beringin Ulin Meranti Keruing Bambu "
    "Salak Jambu Asam Manis Putih Hitam Merah Biru Panjang Dalam Dua Tiga Empat Lima Tinggi Rendah Lebar Kecil "
    "Besar Batu Pasir Garam Lumut Embun Angin Bulan Bintang Surya Fajar Senja Kijang Rusa Elang Punai Belibis "
    "Gabus Seluang Patin Udang Kepiting Kerang"
).split()
FIRST = {
    "coast": ["Tanjung", "Teluk", "Pantai", "Kuala", "Karang", "Pasir", "Ujung", "Labuan"],
    "river": ["Lubuk", "Sungai", "Muara", "Rantau", "Tepian", "Pangkalan", "Danau", "Handil"],
    "plain": [
        "Suka",
        "Sumber",
        "Mekar",
        "Karya",
        "Tunas",
        "Marga",
        "Bumi",
        "Padang",
        "Sawah",
        "Simpang",
        "Panca",
        "Tirta",
        "Rawa",
        "Harapan",
    ],
    "island": ["Pulau"],
    "hills": ["Bukit", "Gunung", "Batu", "Lembah", "Tebing", "Riam", "Puncak", "Hutan"],
}
SUFFIXES = (
    "Hulu",
    "Hilir",
    "Barat",
    "Timur",
    "Utara",
    "Selatan",
    "Tengah",
    "Luar",
    "Lama",
    "Atas",
    "Bawah",
    "Seberang",
)
KECAMATAN = [
    "Muara Contoh",
    "Pantai Harapan",
    "Batang Rotan",
    "Padang Intan",
    "Rantau Seluang",
    "Tanah Subur",
    "Lembah Kenanga",
    "Bukit Embun",
    "Hulu Contoh",
    "Simpang Meranti",
    "Teluk Belibis",
    "Gunung Fajar",
    "Riam Kijang",
    "Sumber Tirta",
    "Tanjung Cempaka",
    "Danau Punai",
    "Karang Bakung",
    "Tepian Ulin",
    "Marga Sejati",
    "Puncak Elang",
]


def village_names(settings: list[str], seed: int) -> list[str]:
    """Name villages after where they lie.

    Parameters
    ----------
    settings
        ``coast``, ``river``, ``plain``, ``hills`` or ``island`` for each village.
    seed
        Picks the order the words come in.

    Returns
    -------
    list of str
        One name each, all different.
    """
    rng = np.random.default_rng((seed, 20))
    stocks = {setting: _stock(FIRST[setting], rng) for setting in FIRST}
    return [next(stocks[setting]) for setting in settings]


def _stock(first: list[str], rng: np.random.Generator) -> Iterator[str]:
    """Give out two-word names in random order; then each again with a suffix, then with a number."""
    plain = [f"{word} {second}" for word in first for second in SECOND if word != second]
    plain = [plain[place] for place in rng.permutation(len(plain))]
    number = 0
    while True:
        for suffix in ("", *SUFFIXES):
            for name in plain:
                yield " ".join(part for part in (name, suffix, roman(number)) if part)
        number += 1


def kecamatan_name(number: int) -> str:
    """Name the kecamatan of a kabupaten, counted from 0; after twenty the names come again with a number."""
    again, place = divmod(number, len(KECAMATAN))
    return KECAMATAN[place] if again == 0 else f"{KECAMATAN[place]} {roman(again + 1)}"


def numbered(name: str, number: int) -> str:
    """Put a number behind a name from the second on: Contoh, Contoh II, Contoh III."""
    return name if number == 1 else f"{name} {roman(number)}"


def roman(number: int) -> str:
    """Write 1 to 399 in Roman numerals; nothing for 0.

    Examples
    --------
    >>> roman(94)
    'XCIV'
    """
    tens, ones = divmod(number, 10)
    hundreds, tens = divmod(tens, 10)
    units = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    ten = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
    return "C" * hundreds + ten[tens] + units[ones]
