import numpy as np
import pytest
from drawing import codes, draw_villages
from rasters import odd_villages, write_raster

from kawasan_gis.findings import Findings
from kawasan_gis.indicators.zonal import grid, passing
from kawasan_gis.indicators.zonal.blocks import Source
from kawasan_gis.indicators.zonal.grid import look_at
from kawasan_gis.indicators.zonal.passing import Answers, Request, report_partly

VILLAGES = draw_villages("ab\ncd")


@pytest.fixture
def reads(monkeypatch):
    """Every block that is read: file, band, window."""
    seen, read = [], grid.Reader.read

    def watched(self, raster, band, window):
        seen.append((raster.name, band, window))
        return read(self, raster, band, window)

    monkeypatch.setattr(grid.Reader, "read", watched)
    return seen


def sources(folder, bands=2):
    values = np.random.default_rng(4).random((bands, 8, 8)).astype("float32")
    raster = look_at(write_raster(folder / "r.tif", values, cell=250.0), "r")
    return [Source(raster, band) for band in range(1, bands + 1)]


def test_what_is_asked_together_is_read_once(tmp_path, reads):
    first, second = sources(tmp_path)
    requests = [
        Request("moments", first), Request("spread", first), Request("weighted", first, second),
        Request("moments", second),
    ]  # fmt: skip
    answers = Answers(VILLAGES, requests)
    assert reads == []
    together = [answers[request] for request in requests]
    assert len(reads) == len(set(reads)) == 2
    assert answers[requests[0]] is together[0]
    assert len(reads) == 2
    alone = [Answers(VILLAGES)[request] for request in requests]
    for one, other in zip(together, alone, strict=True):
        assert one.tolist() == other.tolist()


def test_quantiles_pass_once_for_every_byte(tmp_path, reads):
    first, second = sources(tmp_path)
    answers = Answers(VILLAGES, [Request("moments", second), Request("quantiles", first, quantiles=(0.25, 0.5))])
    assert answers[Request("quantiles", first, quantiles=(0.25, 0.5))].shape == (4, 2)
    # Four bytes; the other band passes by with the first of them.
    assert [band for _, band, _ in reads] == [2, 1, 1, 1, 1]


def test_the_shape_of_blocks_does_not_change_the_answer(tmp_path, monkeypatch):
    villages = odd_villages(np.random.default_rng(7), 2000.0)
    values = np.random.default_rng(8).integers(0, 5, (40, 40)).astype("uint8")
    source = Source(look_at(write_raster(tmp_path / "r.tif", values, cell=50.0, tile=16), "r"))
    request = Request("classes", source)
    whole = Answers(villages)[request]
    monkeypatch.setattr(grid, "BAND_ROWS", 1)
    monkeypatch.setattr(grid, "BLOCK_BYTES", 1)
    small = Answers(villages)[request]
    assert small.codes == whole.codes
    assert small.parts == pytest.approx(whole.parts, rel=1e-12)
    monkeypatch.setattr(passing, "COMPILED", False)
    assert Answers(villages)[request].parts == pytest.approx(whole.parts, abs=1e-6)


def test_the_share_with_data_is_of_the_whole_village(tmp_path):
    values = np.ones((8, 8), "float32")
    values[:, :2] = np.nan
    source = Source(look_at(write_raster(tmp_path / "r.tif", values, cell=250.0), "r"))
    answers = Answers(VILLAGES)
    # Villages in the west lose half of their cells; a weight above all cells is all of them.
    west = answers.valid_share(source, answers[Request("moments", source)][:, 0])
    assert dict(zip(VILLAGES.index, west.tolist(), strict=True)) == dict(
        zip(codes("abcd"), [0.5, 1, 0.5, 1], strict=True)
    )
    assert answers.valid_share(source, np.full(4, 99.0)).tolist() == [1] * 4


def test_villages_that_are_partly_seen_are_reported():
    findings = Findings()
    report_partly(VILLAGES, np.array([1.0, 0.989, 0.99, 0.0]), "hutan", findings)
    assert findings.of("partly_covered") == codes("bd")
    assert findings.frame["value"].tolist() == [98, 0]
