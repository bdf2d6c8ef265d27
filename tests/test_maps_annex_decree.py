"""The decree file: everything may be missing, nothing may be misspelt."""

import struct
import tomllib
import zlib
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imsave

from kawasan_gis.errors import StudyError
from kawasan_gis.maps.annex.decree import Decree, read_decree

ROOT = Path(__file__).parent.parent


def written(tmp_path, text):
    path = tmp_path / "keputusan.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_known_is_a_decree_too(tmp_path):
    assert read_decree(written(tmp_path, "")) == Decree()
    assert set(Decree().model_dump().values()) == {"", None}


def test_keys_are_read_as_they_stand_and_the_logo_beside_the_file(tmp_path):
    imsave(tmp_path / "lambang.PNG", np.zeros((2, 3)))
    text = 'number = 12\nyear = 2026\nabout = " Penetapan\\nKawasan "\nlogo = "lambang.PNG"\nkabupaten = "Bi\'ih"\n'
    decree = read_decree(written(tmp_path, text))
    assert (decree.number, decree.year, decree.kabupaten) == ("12", "2026", "Bi'ih")
    assert decree.about == "Penetapan\nKawasan"
    assert decree.logo == tmp_path / "lambang.PNG"
    assert read_decree(written(tmp_path, 'logo = ""\n')).logo is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'nomor = "1"\nsignatry = "A"',
            r"keputusan.toml: unknown key nomor.*unknown key signatry, did you mean signat",
        ),
        ("date = 2026-03-01", 'date: write it as it is printed, in quotes: date = "1 Maret 2026"'),
        ('year = "duapuluh"', "year: .*got 'duapuluh'"),
        ("number = [1]", "number: "),
        ('logo = "tidak_ada.png"', r"there is no logo .*tidak_ada\.png; .*leave the key out"),
        ('logo = "palsu.png"', r"cannot read the logo .*palsu\.png: .*save it again as PNG or JPEG"),
        ('logo = "potong.png"', r"cannot read the logo .*potong\.png: .*save it again"),
        ('logo = "lambang.svg"', "logo: lambang.svg is no PNG or JPEG by its name"),
        ("about = Penetapan", "is not valid TOML"),
    ],
)
def test_every_mistake_is_one_clear_error(tmp_path, text, message):
    (tmp_path / "palsu.png").write_bytes(b"none")
    imsave(tmp_path / "utuh.png", np.random.default_rng(1).random((50, 50)))
    (tmp_path / "potong.png").write_bytes((tmp_path / "utuh.png").read_bytes()[:900])
    (tmp_path / "lambang.svg").write_bytes(b"<svg/>")
    with pytest.raises(StudyError, match=message):
        read_decree(written(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StudyError, match="there is no file .*keputusan.toml"):
        read_decree(tmp_path / "keputusan.toml")


def test_the_example_names_every_key_and_knows_no_number():
    path = ROOT / "data" / "sample" / "decree.toml"
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(given) == set(Decree.model_fields)
    decree = read_decree(path)
    assert (decree.number, decree.year, decree.date, decree.signatory, decree.logo) == ("", "", "", "", None)
    assert decree.kabupaten == "Contoh"


def test_the_documents_list_every_key():
    text = (ROOT / "docs" / "annex.md").read_text(encoding="utf-8")
    table = text.split("| key |")[1].split("\n\n")[0]
    assert [row.split("`")[1] for row in table.splitlines()[2:]] == list(Decree.model_fields)


def test_a_logo_of_gigabytes_is_refused_before_it_is_read(tmp_path):
    def piece(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    for side, told in ((4001, r"is 4001 x 4001 pixels; save it with at most 4000 pixels"), (40_000, "is too large")):
        header = piece(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
        (tmp_path / "besar.png").write_bytes(b"\x89PNG\r\n\x1a\n" + header + piece(b"IDAT", b"") + piece(b"IEND", b""))
        with pytest.raises(StudyError, match=rf"the logo .*besar\.png {told}"):
            read_decree(written(tmp_path, 'logo = "besar.png"'))
