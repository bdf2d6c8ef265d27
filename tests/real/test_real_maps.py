"""The web map of a whole province: light, each shape once."""

import json

import numpy as np
import pandas as pd
import pytest

from kawasan_gis.criteria import Criterion
from kawasan_gis.findings import Findings
from kawasan_gis.maps.web import web_map
from kawasan_gis.villages import read_villages

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("without_search")]


@pytest.mark.parametrize("file", ["kalsel_desa.gpkg", "kalsel_desa_bps2020.gpkg"])
def test_a_province_with_ten_criteria_is_light(shared_data, file):
    villages = read_villages(shared_data / file, findings=Findings())
    values = np.random.default_rng(1).random((len(villages), 10)) * 97
    indicators = pd.DataFrame(values, index=villages.index, columns=[f"x{place}" for place in range(10)])
    criteria = [Criterion(indicator=name, worst=0, best=97, aggregate="mean") for name in indicators]
    text = web_map(villages, indicators=indicators, criteria=criteria).html()
    written = text.split('id="kawasan-data">')[1].split("</script>")[0]
    data = json.loads(written)
    assert len(data["villages"]["shape"]) == 2008
    assert len(data["kabupaten"]) == 13
    assert len(data["villages"]["worth"]) == 10
    # Of this, some 0.3 MB are the page's own scripts.
    assert len(text.encode()) < 3e6
    assert written.count('"shape":') == 1 + len(data["kecamatan"]) + len(data["kabupaten"])
