"""Words of the sheet's margin and of the pages with tables, in Indonesian and English."""

from kawasan_gis.i18n import Language, Text

WORDS = {
    "annex": Text("LAMPIRAN", "ANNEX"),
    "kind": Text("KEPUTUSAN BUPATI", "DECREE OF THE BUPATI OF"),
    "kind_kota": Text("KEPUTUSAN WALI KOTA", "DECREE OF THE MAYOR OF"),
    "number": Text("NOMOR", "NUMBER"),
    "year": Text("TAHUN", "YEAR"),
    "date": Text("TANGGAL", "DATE"),
    "about": Text("TENTANG", "CONCERNING"),
    "title": Text("PETA DELINEASI KAWASAN PERDESAAN", "DELINEATION OF THE KAWASAN PERDESAAN"),
    "kabupaten": Text("Kabupaten {name}", "Kabupaten {name}"),
    "provinsi": Text("Provinsi {name}", "Provinsi {name}"),
    "in_district": Text("Kec. {name}", "Kec. {name}"),
    "legend": Text("Legenda", "Legend"),
    "sources": Text("Sumber data", "Sources"),
    "no_sources": Text("Sumber data belum disebutkan.", "No source was stated."),
    "more_sources": Text("Sumber lain: lihat halaman tabel.", "More sources: see the pages of the table."),
    "indicative": Text(
        "Batas desa bersifat indikatif dan bukan rujukan resmi batas administrasi.",
        "Village borders are indicative and no official reference to administrative borders.",
    ),
    "edition": Text("Edisi {edition}", "Edition {edition}"),
    "agency": Text("Disusun oleh", "Prepared by"),
    "projection": Text("Proyeksi", "Projection"),
    "utm": Text("Universal Transverse Mercator, zona {zone}", "Universal Transverse Mercator, zone {zone}"),
    "datum": Text("Datum", "Datum"),
    "grid": Text("Grid", "Grid"),
    "grids": Text("UTM (meter); di sudut koordinat geografis", "UTM (metres); geographic coordinates at the corners"),
    "location": Text("Diagram lokasi", "Location"),
    "in_provinsi": Text("{kabupaten} di {provinsi}", "{kabupaten} in {provinsi}"),
    "in_kabupaten": Text("Kawasan di {kabupaten}", "The kawasan in {kabupaten}"),
    "in_study": Text("Kawasan di wilayah studi", "The kawasan in the study area"),
    "bupati": Text("BUPATI {name}", "BUPATI OF {name}"),
    "wali_kota": Text("WALI KOTA {name}", "MAYOR OF {name}"),
    "numbered": Text("Desa bernomor di peta: {names}", "Villages by number on the map: {names}"),
    "numbered_table": Text(
        "Angka di peta adalah nomor desa dalam tabel.",
        "Numbers on the map are those of the village table.",
    ),
    "table": Text("Daftar desa kawasan perdesaan", "Villages of the kawasan perdesaan"),
    "table_of": Text("DAFTAR DESA KAWASAN PERDESAAN {name}", "VILLAGES OF THE KAWASAN PERDESAAN {name}"),
    "row": Text("No", "No"),
    "code": Text("Kode wilayah", "Code"),
    "village": Text("Desa", "Village"),
    "district": Text("Kecamatan", "Kecamatan"),
    "area": Text("Luas (ha)", "Area (ha)"),
    "legal_area": Text("Luas resmi (ha)", "Legal area (ha)"),
    "role": Text("Peran", "Role"),
    "total": Text("Jumlah: {count} desa", "Total: {count} villages"),
    "area_note": Text(
        "Luas dihitung dari poligon batas desa pada proyeksi peta ini.",
        "Areas are measured from the village polygons in the projection of the map.",
    ),
    "legal_note": Text(
        "Luas resmi menurut sumber batas; – berarti belum tersedia.",  # noqa: RUF001 - the sign in the table
        "Legal areas are those the source of the borders gives; – means not available.",  # noqa: RUF001
    ),
    "unknown_note": Text(
        "{sign} menggantikan huruf yang tidak dapat dicetak.", "{sign} stands for a character that cannot be printed."
    ),
    "theme": Text("PETA {label}", "MAP OF {label}"),
    "in_class": Text("{bounds} [{count} desa]", "{bounds} [{count} villages]"),
    "compared": Text("PERBANDINGAN CALON KAWASAN PERDESAAN", "CANDIDATE KAWASAN PERDESAAN COMPARED"),
    "compared_note": Text(
        "Kriteria: nilai, dan dalam kurung nilai ternormalisasi (0 terburuk, 1 terbaik); – berarti tidak ada data.",  # noqa: RUF001
        "Criteria: the value, and in brackets the normalized one (0 worst, 1 best); – means no data.",  # noqa: RUF001
    ),
    "candidate": Text("Calon kawasan (angka: peringkat)", "Candidate (the number is its rank)"),
    "this_candidate": Text("Calon kawasan pada lampiran ini", "The candidate of this annex"),
    "in_study_area": Text("Desa dalam studi", "Villages of the study"),
    "rank": Text("Peringkat", "Rank"),
    "score": Text("Skor", "Score"),
    "villages": Text("Jumlah desa", "Villages"),
    "weighed": Text("{label}, bobot {weight}", "{label}, weight {weight}"),
    "failed": Text("Pemeriksaan tidak terpenuhi", "Checks failed"),
    "unknown": Text("Pemeriksaan belum dapat diketahui", "Checks that cannot be known"),
    "page": Text("Halaman {page} dari {pages}", "Page {page} of {pages}"),
    "continued": Text("(lanjutan)", "(continued)"),
}

CITY, REGENCY = ("kota ", "kota. "), ("kabupaten ", "kab. ")
"""How names of kota and of kabupaten begin that say what they are."""


def say(key: str, language: Language, **values: object) -> str:
    """Say one thing in one language.

    Parameters
    ----------
    key
        A key of ``WORDS``.
    language
        ``id`` or ``en``.
    values
        What the words leave open.
    """
    return WORDS[key].say(language, **values)


def regency(name: str, language: Language) -> str:
    """Write a kabupaten's name with what it is; a kota is called so already.

    Parameters
    ----------
    name
        Such as ``Tanah Laut`` or ``Kota Banjarbaru``.
    language
        ``id`` or ``en``.
    """
    told = name.lower().startswith((CITY[0], *REGENCY))
    return name if told or not name else say("kabupaten", language, name=name)


def province(name: str, language: Language) -> str:
    """Write a provinsi's name with what it is, unless it says so itself.

    Parameters
    ----------
    name
        Such as ``Kalimantan Selatan`` or ``DKI Jakarta``.
    language
        ``id`` or ``en``.
    """
    told = name.lower().startswith(("provinsi ", "daerah ", "di ", "dki ", "d.i. "))
    return name if told or not name else say("provinsi", language, name=name)


def is_city(name: str) -> bool:
    """Tell a kota from a kabupaten by its name.

    Parameters
    ----------
    name
        Such as ``Kota Banjarbaru``; ``Kotabaru`` is a kabupaten.
    """
    return name.lower().startswith(CITY)


def bare(name: str) -> str:
    """Leave out what a place is before its name.

    Parameters
    ----------
    name
        Of a kabupaten or kota.

    Examples
    --------
    >>> bare("Kota Banjarbaru"), bare("Kotabaru")
    ('Banjarbaru', 'Kotabaru')
    """
    for kind in (CITY[0], *REGENCY):
        if name.lower().startswith(kind):
            return name[len(kind) :]
    return name
