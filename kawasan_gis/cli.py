"""The command ``kawasan``: demo, check, run, show, map.

Exit codes: 0 all well, 1 an error of ours (one line), 2 wrong usage, 130 interrupted.
"""

import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import pandas as pd

    from kawasan_gis.codes import System
    from kawasan_gis.findings import Findings
    from kawasan_gis.i18n import Language
    from kawasan_gis.runfolder import RunFolder

SHOWN_ROWS = 3
BAR_WIDTH = 28


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
        _warn(f"error: {' '.join(str(error).split())}")
        sys.exit(1)


def _heed_interrupts() -> None:
    """Remember Ctrl-C: raised inside a callback of a compiled library it would be lost."""

    def heed(number: int, frame: object) -> None:
        _Bar.interrupted = True
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
    _print_ranking(run, lang)
    _print_failed(run, lang)
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
    bar = _Bar(enabled=sys.stderr.isatty())
    try:
        check_coverage(villages, findings=findings, progress=bar)
    finally:
        bar.close()
    _print_villages(villages, lang)
    _print_findings(findings, lang)
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
    bar = _Bar(enabled=not quiet and sys.stderr.isatty())
    try:
        outcome = run_study(form, out, progress=bar)
    finally:
        bar.close()
    _print_ranking(outcome.folder, form.outputs.language)
    _print_missing(outcome.folder)
    click.echo("\n" + outcome.folder.certificate.say(form.outputs.language))
    kept = f", {len(outcome.skipped)} kept" if outcome.skipped else ""
    click.echo(f"\n{out} ({len(outcome.made)} steps made{kept}); open {out / 'map.html'}")
    if summary := outcome.folder.findings.summary():
        _warn(f"to look at: {summary}; every row is in findings.csv")


class _Bar:
    """Progress on one line of the terminal; between two pieces of work it stops what was interrupted."""

    interrupted = False

    def __init__(self, *, enabled: bool) -> None:
        self._enabled = enabled
        self._width = 0

    def __call__(self, label: str, done: int, total: int) -> None:
        if self.interrupted:
            raise click.Abort
        if not self._enabled:
            return
        filled = BAR_WIDTH * done // max(total, 1)
        line = f"{label:<16.16} [{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done}/{total}"
        click.echo("\r" + line.ljust(self._width), nl=False, err=True)
        self._width = len(line)

    def close(self) -> None:
        """Leave the line clean."""
        if self._width:
            click.echo("\r" + " " * self._width + "\r", nl=False, err=True)


def _print_ranking(folder: "RunFolder", language: "Language") -> None:
    from kawasan_gis.i18n import number
    from kawasan_gis.tables import heading

    ranking, name = folder.ranking, folder.manifest["study"]["title"]
    columns: dict[str, Callable[[Any], str]] = {
        "rank": str,
        "score": lambda value: number(value, 3, language),
        "name": str,
        "n_villages": str,
        "area_ha": lambda value: number(value, 0, language),
        "candidate_id": str,
        "kecamatan": str,
    }
    table = ranking.reset_index()[list(columns)]
    rows = [
        [form(value) for form, value in zip(columns.values(), row, strict=True)]
        for row in table.itertuples(index=False)
    ]
    click.echo(f"{_printable(name)}\n")
    _print_columns([heading(column, language) for column in columns], rows, right=(True, True, False, True, True))


def _print_failed(folder: "RunFolder", language: "Language") -> None:
    """Print one line for every candidate that fails a check."""
    from kawasan_gis.checks import said
    from kawasan_gis.i18n import Text

    fails = Text("Peringkat {rank} tidak memenuhi: {checks}", "Rank {rank} fails: {checks}")
    checks = said(folder.checks, language)
    failed = checks[~checks["passed"].fillna(True)]
    for place, (name, rows) in enumerate(failed.groupby("candidate_id", sort=False)):
        texts = "; ".join(f"{row.label} ({row.text})" for row in rows.itertuples())
        line = fails.say(language, rank=folder.ranking.at[name, "rank"], checks=texts)
        click.echo(("" if place else "\n") + _printable(line))


def _printable(text: str) -> str:
    """Replace what a terminal would obey rather than show."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def _warn(text: str) -> None:
    click.echo(_printable(text), err=True)


def _print_missing(folder: "RunFolder") -> None:
    """Say which villages were scored by a criterion's policy for missing values."""
    from kawasan_gis.errors import listing

    found = folder.findings
    for kind, how in (("criterion_dropped", "without it"), ("criterion_worst", "as worst")):
        rows = found.frame[found.frame["kind"] == kind]
        for indicator, part in rows.groupby("detail", sort=True):
            _warn(f"no {indicator} for {len(part)} villages, scored {how}: {listing(part['kode_desa'])}")


def _print_columns(heads: list[str], rows: list[list[str]], *, right: tuple[bool, ...]) -> None:
    """Print a table; on a terminal a long last column is cut rather than wrapped."""
    widest = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    widths = [max(len(text) for text in column) for column in zip(heads, *rows, strict=True)]
    for row in [heads, *rows]:
        cells = [
            text.rjust(width) if place < len(right) and right[place] else text.ljust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        line = "  ".join(_printable(cell) for cell in cells).rstrip()
        click.echo(line if widest is None or len(line) <= widest else line[: widest - 1] + "…")


def _print_villages(villages: "pd.DataFrame", language: "Language") -> None:
    from kawasan_gis.i18n import Text, number

    words = Text(
        "{n} unit: {status}; {kabupaten} kabupaten/kota, {kecamatan} kecamatan, {area} ha",
        "{n} units: {status}; {kabupaten} kabupaten/kota, {kecamatan} kecamatan, {area} ha",
    )
    counts = villages["status"].value_counts().sort_index()
    status = ", ".join(f"{number(count, 0, language)} {name}" for name, count in counts.items())
    units = villages.groupby(["provinsi", "kabupaten"], sort=False)
    click.echo(words.say(
        language, n=number(len(villages), 0, language), status=status, kabupaten=units.ngroups,
        kecamatan=villages.groupby(["provinsi", "kabupaten", "kecamatan"], sort=False).ngroups,
        area=number(villages["area_ha"].sum(), 0, language),
    ))  # fmt: skip


def _print_findings(findings: "Findings", language: "Language") -> None:
    from kawasan_gis.kinds import KINDS, LEVEL_WORDS

    table = findings.table(language)
    for kind, count in findings.counts().items():
        rows = table[table["kind"] == kind]
        level = LEVEL_WORDS[KINDS[kind].level].say(language)
        click.echo(f"[{level}] {kind}: {count}")
        for code, message in rows[["kode_desa", "message"]].head(SHOWN_ROWS).itertuples(index=False):
            click.echo("    " + _printable("  ".join(filter(None, [code, message]))))
        if count > SHOWN_ROWS:
            click.echo(f"    ... +{count - SHOWN_ROWS}")
