"""What is known of the decree that a sheet is an annex of, read from a file of a few lines."""

import datetime as dt
import os
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, Field, field_validator

from kawasan_gis.errors import StudyError
from kawasan_gis.forms import Form, read_form, read_toml

PICTURES = (".png", ".jpg", ".jpeg")
MOST_PIXELS = 4000
"""On each side of a logo: five times what is seen on the largest sheet."""


class Decree(Form):
    """What is known of the decree; what is empty is a dotted line on the sheet, or what is customary there.

    ``annex`` is the number of the annex (``LAMPIRAN I``), ``kind`` the kind of decree (``KEPUTUSAN BUPATI``) of the
    ``kabupaten``, ``number``, ``year`` and ``date`` those of the decree, ``about`` its subject. ``signatory_title`` is
    the office that signs (``BUPATI ...`` of the kabupaten when empty), ``signatory`` the name under the room to sign.
    ``agency`` made the map, with its ``logo`` (PNG or JPEG). ``title`` takes the place of the map's own,
    ``edition`` says which draft it is, ``place`` where it is signed.
    """

    model_config = ConfigDict(coerce_numbers_to_str=True)

    annex: str = ""
    kind: str = ""
    kabupaten: str = ""
    number: str = ""
    year: str = Field(default="", pattern=r"^(\d{4})?$")
    about: str = ""
    signatory_title: str = ""
    signatory: str = ""
    agency: str = ""
    logo: Path | None = None
    title: str = ""
    edition: str = ""
    place: str = ""
    date: str = ""

    @field_validator("date", mode="before")
    @classmethod
    def _as_it_is_printed(cls, value: Any) -> Any:
        if isinstance(value, dt.date | dt.time):
            raise ValueError('write it as it is printed, in quotes: date = "1 Maret 2026"')  # noqa: TRY004
        return value

    @field_validator("logo", mode="before")
    @classmethod
    def _none_when_empty(cls, value: Any) -> Any:
        return None if value == "" else value

    @field_validator("logo")
    @classmethod
    def _is_a_picture(cls, path: Path | None) -> Path | None:
        if path is not None and path.suffix.lower() not in PICTURES:
            raise ValueError(f"{path.name} is no PNG or JPEG by its name; save the logo as .png or .jpg")
        return path


def read_decree(path: str | os.PathLike[str]) -> Decree:
    """Read what is known of a decree; the path of the logo is relative to the file.

    Parameters
    ----------
    path
        The TOML file; docs/annex.md lists every key.

    Returns
    -------
    Decree
        With the logo's path resolved.

    Raises
    ------
    StudyError
        When the file cannot be read, a key is unknown, a value is no text, or the logo is missing or no picture.
    """
    decree = read_form(Decree, read_toml(path), str(path))
    if decree.logo is None:
        return decree
    logo = Path(path).resolve().parent / decree.logo
    check_picture(logo, str(path))
    return decree.model_copy(update={"logo": logo})


def check_picture(logo: Path, where: str) -> None:
    """Refuse a logo that is not there, cannot be drawn, or takes gigabytes to be.

    Parameters
    ----------
    logo
        The picture.
    where
        What names it, for the message.

    Raises
    ------
    StudyError
        With the way out.
    """
    from matplotlib.image import imread
    from PIL import Image

    way_out = f"save it with at most {MOST_PIXELS} pixels on each side"
    try:
        with Image.open(logo) as picture:
            size = picture.size
        if max(size) <= MOST_PIXELS:
            imread(logo)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise StudyError(f"{where}: the logo {logo} is too large ({error}); {way_out}") from None
    except FileNotFoundError:
        raise StudyError(f"{where}: there is no logo {logo}; correct its path or leave the key out") from None
    except (OSError, SyntaxError, ValueError) as error:
        # Unreadable pictures are errors of syntax to the decoder of PNG.
        raise StudyError(f"{where}: cannot read the logo {logo}: {error}; save it again as PNG or JPEG") from None
    if max(size) > MOST_PIXELS:
        raise StudyError(f"{where}: the logo {logo} is {size[0]} x {size[1]} pixels; {way_out}")
