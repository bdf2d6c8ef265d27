from kawasan_gis import errors


def test_every_error_is_ours_and_a_value_error():
    for name in ("DataError", "CodeError", "CRSError", "GeometryError", "TableError", "StudyError", "InfeasibleError"):
        assert issubclass(getattr(errors, name), errors.KawasanError)
        assert issubclass(getattr(errors, name), ValueError)
    for name in ("CodeError", "CRSError", "GeometryError", "TableError"):
        assert issubclass(getattr(errors, name), errors.DataError)


def test_listing_names_five_and_counts_the_rest():
    assert errors.listing(["a", "b"]) == "a, b"
    assert errors.listing(range(8)) == "0, 1, 2, 3, 4 and 3 more"
    assert errors.listing([]) == ""
