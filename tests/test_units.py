from kawasan_gis.units import HA_PER_KM2, M2_PER_HA


def test_a_square_kilometre():
    assert M2_PER_HA * HA_PER_KM2 == 1000.0**2
