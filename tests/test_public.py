"""The public face: complete, sorted, lazy, documented."""

import inspect
import subprocess
import sys
import typing

import numpydoc.docscrape
import pytest

import kawasan_gis


def test_all_is_sorted_and_every_name_is_there():
    assert kawasan_gis.__all__ == sorted(kawasan_gis.__all__)
    assert set(kawasan_gis.__all__) == set(kawasan_gis._HOME_OF)
    assert dir(kawasan_gis) == kawasan_gis.__all__
    for name in kawasan_gis.__all__:
        assert getattr(kawasan_gis, name) is not None


def test_unknown_names_are_attribute_errors():
    with pytest.raises(AttributeError, match="no attribute find_kawasan"):
        kawasan_gis.find_kawasan  # noqa: B018 - looking up is what fails


def test_importing_the_package_imports_nothing_heavy():
    script = "import sys, kawasan_gis; print(sorted({'geopandas', 'pandas', 'folium', 'pydantic'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


FUNCTIONS = [name for name in kawasan_gis.__all__ if inspect.isfunction(getattr(kawasan_gis, name))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_public_functions_are_typed_and_documented(name):
    function = getattr(kawasan_gis, name)
    hints = typing.get_type_hints(function)
    parameters = inspect.signature(function).parameters
    assert set(hints) == {*parameters, "return"}
    text = numpydoc.docscrape.FunctionDoc(function)
    assert text["Summary"]
    described = {part.strip("*` ") for row in text["Parameters"] for part in row.name.split(",")}
    assert described == set(parameters)
