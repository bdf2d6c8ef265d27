"""The command ``kawasan``: demo, check, run, show, map, annex, document, qgis.

Exit codes: 0 all well, 1 an error of ours (one line), 2 wrong usage, 130 interrupted.
"""

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kawasan_gis.terminal import Bar, print_failed, print_findings, print_missing, print_ranking, print_villages, warn

if TYPE_CHECKING:
    from kawasan_gis.codes import System
    from kawasan_gis.i18n import Language


def main() -> None:
    """Run the command; our errors become one line and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    _heed_interrupts()
    try:
        kawasan(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("interrupted; what was finished is kept, run the same command again to go on", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except OSError as error:
        click.echo(f"error: {error.strerror or error}", err=True)
        sys.exit(1)
    except ValueError as error:
        from kawasan_gis.errors import KawasanError

        if not isinstance(error, KawasanError):
            raise
        warn(f"error: {' '.join(str(error).split())}")
        sys.exit(1)


def _heed_interrupts() -> None:
    """Remember Ctrl-C: raised inside a callback of a compiled library it would be lost."""

    def heed(number: int, frame: object) -> None:
        Bar.interrupted = True
        raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, heed)


class Commands(click.Group):
    """A group that suggests the nearest command."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find a command, or say which one may be meant."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from kawasan_gis.forms import did_you_mean

            ctx.fail(f"there is no command {args[0]}{did_you_mean(args[0], self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="kawasan-gis", prog_name="kawasan")
def kawasan() -> None:
    """Find, score and map candidate kawasan perdesaan."""


@kawasan.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("runs/contoh"), show_default=True,
              help="Run folder; the made-up data are written into it.")  # fmt: skip
@click.option("--quiet", is_flag=True, help="No progress bar.")
def demo(out: Path, quiet: bool) -> None:
    """Run the whole job on the made-up Kabupaten Contoh."""
    from kawasan_gis.sample import make_sample

    _run(make_sample(out / "data"), out, quiet)


@kawasan.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Run folder  [default: runs/NAME OF THE STUDY FILE]")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def run(study: Path, out: Path | None, quiet: bool) -> None:
    """Do everything a STUDY file asks for; what did not change since the last run is kept."""
    _run(study, out or Path("runs") / study.stem, quiet)


@kawasan.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["id", "en"]), default="id", show_default=True, help="Language.")
def show(folder: Path, lang: "Language") -> None:
    """Print the ranking of a run FOLDER, and what its candidates fail."""
    from kawasan_gis.runfolder import RunFolder

    run = RunFolder(folder)
    print_ranking(run, lang)
    print_failed(run, lang)
    click.echo("\n" + run.certificate.say(lang))


@kawasan.command("map")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="File  [default: FOLDER/map.html]")
@click.option("--lang", type=click.Choice(["id", "en"]), help="Language  [default: the study's]")
@click.option("--basemap", help="Map tiles from the internet: osm, topo, imagery, rbi  [default: the study's]")
def draw(folder: Path, out: Path | None, lang: "Language | None", basemap: str | None) -> None:
    """Make the map of a run FOLDER again; one unlike the run's own needs --out."""
    from kawasan_gis.pipeline import redraw_map

    click.echo(f"open {redraw_map(folder, out, language=lang, basemap=basemap)}")


@kawasan.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--rank", type=click.IntRange(min=1), default=1, show_default=True, help="Which candidate.")
@click.option("--decree", type=click.Path(path_type=Path), help="What is known of the decree (TOML).")
@click.option("--out", type=click.Path(path_type=Path),
              help="File  [default: FOLDER/annex/berita_acara_RANK_NAME.docx]")  # fmt: skip
@click.option("--lang", type=click.Choice(["id", "en"]), help="Language  [default: the study's]")
def document(folder: Path, rank: int, decree: Path | None, out: Path | None, lang: "Language | None") -> None:
    """Write the draft minutes of a candidate of a run FOLDER, with the annex's table, for Word."""
    from kawasan_gis.maps.annex.decree import read_decree
    from kawasan_gis.run_document import save_document

    given = read_decree(decree) if decree else None
    click.echo(f"open {save_document(folder, out, rank=rank, decree=given, language=lang)}")


@kawasan.command("qgis")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--rank", type=click.IntRange(min=1), default=1, show_default=True, help="Which candidate.")
@click.option("--decree", type=click.Path(path_type=Path), help="What is known of the decree (TOML).")
@click.option("--paper", type=click.Choice(["A4", "A3", "A2", "A1"], case_sensitive=False), default="A3",
              show_default=True, help="Size of the sheet.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), help="File  [default: FOLDER/kawasan_RANK_NAME.qgz]")
def project(folder: Path, rank: int, decree: Path | None, paper: str, out: Path | None) -> None:
    """Write a QGIS project of a candidate of a run FOLDER, with its sheet as a print layout."""
    from kawasan_gis.maps.annex.decree import read_decree
    from kawasan_gis.run_project import save_project

    given = read_decree(decree) if decree else None
    click.echo(f"open {save_project(folder, out, rank=rank, paper=paper, decree=given)}")


@kawasan.command("annex")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--rank", type=click.IntRange(min=1), help="The candidate of this rank  [default: 1]")
@click.option("--all", "count", type=click.IntRange(min=1), metavar="N", help="One PDF of the first N candidates.")
@click.option("--decree", type=click.Path(path_type=Path), help="What is known of the decree (TOML).")
@click.option("--paper", type=click.Choice(["A4", "A3", "A2", "A1"], case_sensitive=False), default="A3",
              show_default=True, help="Size of the sheet.")  # fmt: skip
@click.option("--landscape", is_flag=True, help="Wider than high  [default: by the shape of the kawasan]")
@click.option("--portrait", is_flag=True, help="Higher than wide.")
@click.option("--scale", type=click.IntRange(min=1), metavar="N", help="1:N  [default: the largest that fits]")
@click.option("--theme", metavar="INDICATOR", default="", help="A second sheet with the map of an indicator.")
@click.option("--compare", is_flag=True, help="A sheet that compares the candidates.")
@click.option("--cover", is_flag=True, help="Areas of land cover on the sheet too.")
@click.option("--out", type=click.Path(path_type=Path), help="File  [default: FOLDER/annex/lampiran_RANK_NAME.pdf]")
@click.option("--lang", type=click.Choice(["id", "en"]), help="Language  [default: the study's]")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def draw_annex(
    folder: Path, rank: int | None, count: int | None, decree: Path | None, paper: str, landscape: bool,
    portrait: bool, scale: int | None, theme: str, compare: bool, cover: bool, out: Path | None,
    lang: "Language | None", quiet: bool,
) -> None:  # fmt: skip
    """Make the printed sheet of a run FOLDER, as the annex of a decree (PDF)."""
    if rank is not None and count is not None:
        raise click.UsageError("--rank is one candidate and --all several: give one of them")
    if landscape and portrait:
        raise click.UsageError("a sheet is either --landscape or --portrait")
    from kawasan_gis.findings import Findings
    from kawasan_gis.maps.annex.decree import read_decree
    from kawasan_gis.run_annex import save_annex

    findings = Findings()
    given = read_decree(decree) if decree else None
    bar = Bar(enabled=not quiet and sys.stderr.isatty())
    try:
        path = save_annex(
            folder, out, rank=rank or 1, count=count, decree=given, paper=paper, theme=theme, compare=compare,
            cover=cover,
            orientation="landscape" if landscape else "portrait" if portrait else "auto", scale=scale, language=lang,
            progress=bar, findings=findings,
        )  # fmt: skip
    finally:
        bar.close()
    click.echo(f"open {path}")
    if summary := findings.summary():
        warn(f"to look at: {summary}")


@kawasan.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kabupaten", multiple=True, help="Only this kabupaten, code or name; can be repeated.")
@click.option("--names", type=click.Path(path_type=Path), help="Code list (CSV) that completes names.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=COLUMN",
              help="Which column is which, for files of no known kind; can be repeated.")  # fmt: skip
@click.option("--layer", help="Layer of a file that has several.")
@click.option("--codes", type=click.Choice(["kemendagri", "bps"]), help="Code system, when it cannot be recognised.")
@click.option("--decimal", type=click.Choice([",", "."]), help="Decimal sign of numbers kept as text.")
@click.option("--csv", "csv_path", type=click.Path(path_type=Path), help="Write every finding to this CSV file.")
@click.option("--lang", type=click.Choice(["id", "en"]), default="id", show_default=True, help="Language.")
def check(
    file: Path, kabupaten: tuple[str, ...], names: Path | None, columns: tuple[str, ...], layer: str | None,
    codes: "System | None", decimal: str | None, csv_path: Path | None, lang: "Language",
) -> None:  # fmt: skip
    """Tell what is in a boundary FILE and what is wrong with it."""
    from kawasan_gis.findings import Findings
    from kawasan_gis.tables import localized, write_csv
    from kawasan_gis.villages import check_coverage, read_villages

    findings = Findings()
    villages = read_villages(
        file, kabupaten=kabupaten or None, names=names, columns=_mapping(columns), layer=layer,
        codes=codes, decimal=decimal, strict=False, findings=findings,
    )  # fmt: skip
    bar = Bar(enabled=sys.stderr.isatty())
    try:
        check_coverage(villages, findings=findings, progress=bar)
    finally:
        bar.close()
    print_villages(villages, lang)
    print_findings(findings, lang)
    if csv_path:
        write_csv(csv_path, localized(findings.table(lang), lang))
    if (findings.frame["level"] == "error").any():
        sys.exit(1)


def _mapping(columns: tuple[str, ...]) -> dict[str, str] | None:
    pairs = [column.split("=", 1) for column in columns]
    if wrong := [column for column, pair in zip(columns, pairs, strict=True) if len(pair) != 2]:
        raise click.UsageError(f"--column takes FIELD=COLUMN, not {wrong[0]}")
    return {field.strip(): column.strip() for field, column in pairs} or None


def _run(study: Path, out: Path, quiet: bool) -> None:
    from kawasan_gis.pipeline import run as run_study
    from kawasan_gis.study import read_study

    form = read_study(study)
    bar = Bar(enabled=not quiet and sys.stderr.isatty())
    try:
        outcome = run_study(form, out, progress=bar)
    finally:
        bar.close()
    print_ranking(outcome.folder, form.outputs.language)
    print_missing(outcome.folder)
    click.echo("\n" + outcome.folder.certificate.say(form.outputs.language))
    kept = f", {len(outcome.skipped)} kept" if outcome.skipped else ""
    click.echo(f"\n{out} ({len(outcome.made)} steps made{kept}); open {out / 'map.html'}")
    if summary := outcome.folder.findings.summary():
        warn(f"to look at: {summary}; every row is in findings.csv")
