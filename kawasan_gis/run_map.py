"""The map of a run, from the tables in its folder and its study: no layer is read again."""

from typing import TYPE_CHECKING

from kawasan_gis.i18n import Language
from kawasan_gis.indicators.specification import ON_NETWORK
from kawasan_gis.maps.backdrop import Backdrop
from kawasan_gis.run_sources import boundary_source
from kawasan_gis.runfolder import RunFolder
from kawasan_gis.study import Study

if TYPE_CHECKING:
    from kawasan_gis.maps.web import WebMap


def map_of_run(
    study: Study, run: RunFolder, *, language: Language | None = None, basemap: str | None = None
) -> "WebMap":
    """Draw the map of a run from what its steps left.

    Parameters
    ----------
    study
        The study of the run.
    run
        A run folder with everything up to the map.
    language
        Language of the words; the study's when not given. What the study itself words, and the notes on estimates,
        stay as they are.
    basemap
        Map tiles from the internet, a key of :mod:`kawasan_gis.maps.basemaps` or empty for none; the study's when
        not given.

    Raises
    ------
    DataError
        When a table is missing or damaged.
    StudyError
        When there is no such basemap.
    """
    # Its library takes half a second to import, which sheets and documents do without.
    from kawasan_gis.maps.web import web_map

    spoken: Language = language or study.outputs.language
    return web_map(
        run.villages, run.ranking, run.members, indicators=run.indicators, about=run.about, scores=run.scores,
        criteria=study.criteria, presets=study.presets, checks=run.checks,
        backdrop=Backdrop.from_plain(run.backdrop_plain), basemap=study.map.basemap if basemap is None else basemap,
        title=study.study.name, sources=boundary_source(study, spoken), language=spoken,
        notes=[run.certificate.say(spoken), *_estimates(run)],
    )  # fmt: skip


def _estimates(run: RunFolder) -> list[str]:
    """What the map says of indicators that are estimates."""
    about = run.about
    return [f"{row.label}: {row.note}" for row in about.itertuples() if row.note and row.measure in ON_NETWORK]
