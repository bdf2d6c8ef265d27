"""Who made what is drawn of a run: the boundaries, and the layers of the study."""

from kawasan_gis.i18n import Language, Text
from kawasan_gis.runfolder import RunFolder
from kawasan_gis.study import Study

BORDERS = Text("Batas desa", "Village boundaries")
NO_SOURCE = Text("sumber tidak disebutkan dalam studi", "no source was stated in the study")


def boundary_source(study: Study, language: Language) -> list[dict[str, str]]:
    """Say who drew the boundaries; the indicators' sources are in their own table.

    Parameters
    ----------
    study
        A study; its section ``[villages]`` names the source.
    language
        Language of the words.
    """
    file = study.villages
    if not file.source:
        return []
    return [
        {"name": BORDERS.say(language), "source": file.source, "year": str(file.year or ""), "licence": file.licence}
    ]


def drawn_sources(study: Study, run: RunFolder, language: Language, *, cover: bool = False) -> list[dict[str, str]]:
    """Say who made what a sheet draws, things of one source together; what has no source is said to have none.

    Parameters
    ----------
    study
        The study of the run.
    run
        A run folder with everything up to the features.
    language
        Language of the words.
    cover
        Whether areas of land cover are drawn too.
    """
    features = run.features
    drawn = set(features.loc[(features["kind"] != "cover") | cover, "layer"])
    unknown = {"source": NO_SOURCE.say(language), "year": "", "licence": ""}
    rows = boundary_source(study, language) or [{"name": BORDERS.say(language), **unknown}]
    rows += [
        {"name": layer.title, "source": layer.source or unknown["source"], "year": str(layer.year or ""),
         "licence": layer.licence}
        for layer in study.layers
        if layer.name in drawn
    ]  # fmt: skip
    together: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        together.setdefault((row["source"], row["year"], row["licence"]), []).append(row["name"])
    return [
        {"name": ", ".join(names), "source": source, "year": year, "licence": licence}
        for (source, year, licence), names in together.items()
    ]
