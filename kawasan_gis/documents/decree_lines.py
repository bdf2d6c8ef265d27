"""What is written over an annex and under it of its decree, line by line; what is not known is dotted."""

from kawasan_gis.documents.words import BLANK, SHORT_BLANK, WORDS
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.words import bare, is_city, say


def heading_lines(decree: Decree, kabupaten: str, language: Language) -> list[str]:
    """Write the lines that tie an annex to its decree.

    Parameters
    ----------
    decree
        What is known of it.
    kabupaten
        Where it is of, unless the decree says so.
    language
        ``id`` or ``en``.
    """
    name = decree.kabupaten or kabupaten
    kind = decree.kind or say("kind_kota" if is_city(name) else "kind", language)
    return [
        decree.annex or say("annex", language),
        f"{kind} {bare(name)}".upper(),
        WORDS["decree_number"].say(language, number=decree.number or SHORT_BLANK, year=decree.year or SHORT_BLANK),
        WORDS["decree_date"].say(language, date=decree.date.upper() or BLANK),
        WORDS["decree_about"].say(language, about=decree.about.upper() or BLANK),
    ]


def signing_lines(decree: Decree, kabupaten: str, language: Language) -> tuple[list[str], str]:
    """Write place and date where they are known and the office that signs; and the name under the room to sign.

    Parameters
    ----------
    decree, kabupaten, language
        As for :func:`heading_lines`.
    """
    name = decree.kabupaten or kabupaten
    where = ", ".join(filter(None, [decree.place, decree.date]))
    usual = say("wali_kota" if is_city(name) else "bupati", language, name=bare(name))
    office = (decree.signatory_title or usual).upper().removesuffix(",")
    return [*filter(None, [where]), f"{office},"], decree.signatory.upper() or BLANK
