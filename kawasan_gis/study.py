"""A study: everything a run needs, read from one TOML file and checked before anything is computed."""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator, model_validator

from kawasan_gis.candidates.find import Search
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.criteria import Criterion, complete_criteria
from kawasan_gis.errors import DataError, StudyError
from kawasan_gis.forms import Form, read_form, read_toml
from kawasan_gis.i18n import Language
from kawasan_gis.indicators.measures import check_layers
from kawasan_gis.indicators.specification import ON_NETWORK, Indicator
from kawasan_gis.layers import Layer
from kawasan_gis.maps.options import MapOptions, check_map, complete_map
from kawasan_gis.network import Network, check_network
from kawasan_gis.presets import Preset
from kawasan_gis.runfolder import STUDY, RunFolder
from kawasan_gis.villages import VillageFile


class Title(Form):
    """The section ``[study]``: what it is called and which kabupaten it covers (codes or names; all when empty)."""

    name: str = Field(min_length=1)
    kabupaten: tuple[str, ...] = ()

    @field_validator("kabupaten", mode="before")
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        if isinstance(value, bool | int | float):
            raise ValueError('write the code as text, kabupaten = "63.10": as a number 63.10 is 63.1')  # noqa: TRY004
        return (value,) if isinstance(value, str) else value


class GraphOptions(Form):
    """The section ``[graph]``: when two villages border (metres), and pairs of codes linked in any case."""

    tolerance_m: float = Field(default=30.0, ge=0, allow_inf_nan=False)
    min_border_m: float = Field(default=100.0, ge=0, allow_inf_nan=False)
    water_link_m: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    pairs: tuple[tuple[str, str], ...] = ()


class Outputs(Form):
    """The section ``[outputs]``: the language of everything printed for people, and tables of one's own."""

    language: Language = "id"
    checks: Path | None = None
    needs: Path | None = None


class Study(Form):
    """Everything a run needs. Paths are absolute or relative to the working folder; ``read_study`` resolves them."""

    study: Title
    villages: VillageFile
    graph: GraphOptions = Field(default_factory=GraphOptions)
    network: Network | None = None
    layers: tuple[Layer, ...]
    indicators: tuple[Indicator, ...]
    criteria: tuple[Criterion, ...]
    presets: tuple[Preset, ...] = ()
    rules: Rules = Field(default_factory=Rules)
    search: Search = Field(default_factory=Search)
    map: MapOptions = Field(default_factory=MapOptions)
    outputs: Outputs = Field(default_factory=Outputs)

    @model_validator(mode="after")
    def _hangs_together(self) -> "Study":
        for what, names in (
            ("layers", [layer.name for layer in self.layers]),
            ("indicators", [indicator.name for indicator in self.indicators]),
            ("presets", [preset.name for preset in self.presets]),
        ):
            # GeoPackage and Excel do not tell upper from lower case.
            twice = sorted(name for name, count in Counter(name.lower() for name in names).items() if count > 1)
            if twice:
                raise ValueError(f"{what} named twice: {', '.join(twice)}")
        layers = {layer.name: layer for layer in self.layers}
        check_layers(layers, self.indicators)
        self._check_travel()
        # A frozen model: what is completed takes the place of what was given.
        object.__setattr__(self, "map", complete_map(self.map, self.network))
        check_map(layers, self.map)
        object.__setattr__(self, "criteria", complete_criteria(self.criteria, self.indicators))
        for preset in self.presets:
            preset.reweighted(self.criteria)
        inherits = [one.name for one in self.indicators if one.spread == "inherit"]
        if inherited := [name for name in inherits if name in self.rules.min_total]:
            raise ValueError(f"min_total: {', '.join(inherited)} are inherited from kecamatan and cannot be summed")
        return self

    def _check_travel(self) -> None:
        """Refuse travel without a network, and ways to the centre in minutes and kilometres at once."""
        if self.network is not None:
            check_network({layer.name: layer for layer in self.layers}, self.network)
        of_travel = [indicator.name for indicator in self.indicators if indicator.measure in ON_NETWORK]
        if of_travel and self.network is None:
            raise ValueError(f"{', '.join(of_travel)}: indicators of travel need a section [network]")
        limit = self.network.village_min if self.network else None
        names = [criterion.indicator for criterion in self.criteria]
        in_minutes = [*(["centre_min"] if "centre_min" in names else []), *self._given("max_centre_min")]
        in_km = [*(["centre_km"] if "centre_km" in names else []), *self._given("max_centre_km")]
        if in_minutes and limit is None:
            raise ValueError(f"{', '.join(in_minutes)}: minutes to the centre need [network] village_min = 60")
        if in_km and limit is not None:
            raise ValueError(
                f"{', '.join(in_km)}: straight lines to the centre, but [network] village_min asks for minutes"
            )
        if limit is not None and self.rules.max_centre_min is None:
            # Longer ways are not known: no member may have one.
            object.__setattr__(self, "rules", self.rules.model_copy(update={"max_centre_min": limit}))
        if limit is not None and (self.rules.max_centre_min or 0.0) > limit:
            raise ValueError(
                f"max_centre_min is above [network] village_min = {limit:g}: ways so long are not looked for"
            )

    def _given(self, rule: str) -> list[str]:
        return [rule] if getattr(self.rules, rule) is not None else []


def read_study(path: str | os.PathLike[str]) -> Study:
    """Read a study file; relative paths in it are relative to the file.

    Parameters
    ----------
    path
        The TOML file; docs/study.md lists every key.

    Raises
    ------
    StudyError
        When the file cannot be read, a key is unknown or missing, a value is out of range, or sections do not
        hang together. All problems of the form are named at once.
    """
    folder = Path(path).resolve().parent
    study = read_form(Study, read_toml(path), str(path))
    return study.model_copy(
        update={
            "villages": _resolved(study.villages, folder),
            "layers": tuple(_resolved(layer, folder) for layer in study.layers),
            "network": study.network and _resolved(study.network, folder),
            "outputs": _resolved(study.outputs, folder),
        }
    )


def _resolved(form: Any, folder: Path) -> Any:
    paths = {
        field: folder / value for field in type(form).model_fields if isinstance(value := getattr(form, field), Path)
    }
    return form.model_copy(update=paths)


def read_run_study(run: RunFolder) -> Study:
    """Read the study a run folder was made from; of its paths only the file names are left.

    Parameters
    ----------
    run
        A run folder.

    Raises
    ------
    DataError
        When the folder has no study or one that cannot be read.
    """
    try:
        return read_form(Study, run.study_plain, STUDY)
    except StudyError as error:
        raise DataError(f"cannot read the study of {run.path}: {error}; run the study again") from error


def measured_layers(study: Study) -> list[Layer]:
    """List the layers that indicators are measured on, in the order of the study."""
    used = {name for indicator in study.indicators for name in (indicator.layer, indicator.weights)}
    return [layer for layer in study.layers if layer.name in used]


def network_layers(study: Study) -> list[Layer]:
    """List the layers of the network, in the order of the study."""
    named = study.network.layers if study.network else ()
    return [layer for layer in study.layers if layer.name in named]


def picture_layers(study: Study) -> list[Layer]:
    """List the rasters that lie under the villages on the map, in the order of the study."""
    return [layer for layer in study.layers if layer.name in (study.map.hillshade, study.map.land_cover)]


def layer_files(layers: Sequence[Layer]) -> list[Path]:
    """List every file that is read for some layers, each once; what is read over the network is none."""
    tables = [layer.vocabulary for layer in layers if isinstance(layer.vocabulary, Path)]
    answers = [layer.matches for layer in layers if layer.matches]
    return list(dict.fromkeys([*(layer.path for layer in layers if not layer.url), *tables, *answers]))


def study_files(study: Study) -> list[Path]:
    """List every input file a study names, each once, in the order of the study.

    Raises
    ------
    StudyError
        When one of them is missing.
    """
    speeds = study.network.speeds if study.network else None
    own = (speeds, study.outputs.checks, study.outputs.needs)
    files = [study.villages.path, study.villages.names, *layer_files(study.layers), *own]
    unique = list(dict.fromkeys(file for file in files if file is not None))
    missing = [str(file) for file in unique if not file.exists()]
    if missing:
        away = any(part.lower() in ("http:", "https:", "ftp:") for file in unique for part in file.parts)
        hint = "; of addresses only rasters are read, with remote = true" if away else ""
        raise StudyError(f"{len(missing)} files of the study are missing: {', '.join(missing)}{hint}")
    return unique
