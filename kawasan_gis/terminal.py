"""What the command prints: tables, findings, warnings and a bar of progress."""

import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import pandas as pd

    from kawasan_gis.findings import Findings
    from kawasan_gis.i18n import Language
    from kawasan_gis.runfolder import RunFolder

SHOWN_ROWS = 3
BAR_WIDTH = 28


class Bar:
    """Progress on one line of the terminal; between two pieces of work it stops what was interrupted."""

    interrupted = False

    def __init__(self, *, enabled: bool) -> None:
        self._enabled = enabled
        self._width = 0

    def __call__(self, label: str, done: int, total: int) -> None:
        """Draw it anew; the shape of :data:`kawasan_gis.units.Progress`."""
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


def print_ranking(folder: "RunFolder", language: "Language") -> None:
    """Print the candidates in order under the title of the study."""
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
    click.echo(f"{printable(name)}\n")
    _print_columns([heading(column, language) for column in columns], rows, right=(True, True, False, True, True))


def print_failed(folder: "RunFolder", language: "Language") -> None:
    """Print one line for every candidate that fails a check."""
    from kawasan_gis.checks import said
    from kawasan_gis.i18n import Text

    fails = Text("Peringkat {rank} tidak memenuhi: {checks}", "Rank {rank} fails: {checks}")
    checks = said(folder.checks, language)
    failed = checks[~checks["passed"].fillna(True)]
    for place, (name, rows) in enumerate(failed.groupby("candidate_id", sort=False)):
        texts = "; ".join(f"{row.label} ({row.text})" for row in rows.itertuples())
        line = fails.say(language, rank=folder.ranking.at[name, "rank"], checks=texts)
        click.echo(("" if place else "\n") + printable(line))


def printable(text: str) -> str:
    """Replace what a terminal would obey rather than show."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def warn(text: str) -> None:
    """Print a line beside what the command prints for others to read."""
    click.echo(printable(text), err=True)


def print_missing(folder: "RunFolder") -> None:
    """Say which villages were scored by a criterion's policy for missing values."""
    from kawasan_gis.errors import listing

    found = folder.findings
    for kind, how in (("criterion_dropped", "without it"), ("criterion_worst", "as worst")):
        rows = found.frame[found.frame["kind"] == kind]
        for indicator, part in rows.groupby("detail", sort=True):
            warn(f"no {indicator} for {len(part)} villages, scored {how}: {listing(part['kode_desa'])}")


def _print_columns(heads: list[str], rows: list[list[str]], *, right: tuple[bool, ...]) -> None:
    """Print a table; on a terminal a long last column is cut rather than wrapped."""
    widest = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    widths = [max(len(text) for text in column) for column in zip(heads, *rows, strict=True)]
    for row in [heads, *rows]:
        cells = [
            text.rjust(width) if place < len(right) and right[place] else text.ljust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        line = "  ".join(printable(cell) for cell in cells).rstrip()
        click.echo(line if widest is None or len(line) <= widest else line[: widest - 1] + "…")


def print_villages(villages: "pd.DataFrame", language: "Language") -> None:
    """Print how many villages there are, of which status, and where."""
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


def print_findings(findings: "Findings", language: "Language") -> None:
    """Print how many findings there are of each kind, and the first few."""
    from kawasan_gis.kinds import KINDS, LEVEL_WORDS

    table = findings.table(language)
    for kind, count in findings.counts().items():
        rows = table[table["kind"] == kind]
        level = LEVEL_WORDS[KINDS[kind].level].say(language)
        click.echo(f"[{level}] {kind}: {count}")
        for code, message in rows[["kode_desa", "message"]].head(SHOWN_ROWS).itertuples(index=False):
            click.echo("    " + printable("  ".join(filter(None, [code, message]))))
        if count > SHOWN_ROWS:
            click.echo(f"    ... +{count - SHOWN_ROWS}")
