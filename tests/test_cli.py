import contextlib
import io
import os
import signal
import subprocess
import sys
import time
from unittest import mock

import click
import pytest
from drawing import draw_villages
from small_study import STUDY, write_study

from kawasan_gis.cli import main
from kawasan_gis.pipeline import run
from kawasan_gis.terminal import Bar

BAD_STUDIES = [
    ("min_villages = 3\nmax_villages = 6", "min_villages = 60\nmax_villages = 70", "min_villages = 60 cannot be met"),
    ('kabupaten = "99.01"', 'kabupaten = "Contho"', "there is no kabupaten 'Contho'"),
    ("[search]", 'must_have = ["99.02.01.2001"]\n[search]', "must_have: 1 villages are not in the study"),
    ('column = "IKE"', 'column = "IKX"', "no column IKX, did you mean IKE?"),
    ('indicator = "ike"', 'indicator = "ikx"', "there is no indicator ikx"),
    ('missing = "drop_criterion"', "", "ike has no value for 1 villages"),
]


def kawasan(*arguments):
    """Call the command in this process: what it says, leaves and ends with is the same, at a tenth of the time."""
    out, err, handler = io.StringIO(), io.StringIO(), signal.getsignal(signal.SIGINT)
    told = contextlib.redirect_stdout(out), contextlib.redirect_stderr(err)
    with mock.patch.object(sys, "argv", ["kawasan", *map(str, arguments)]), told[0], told[1]:
        try:
            main()
            code = 0
        except SystemExit as ended:
            code = ended.code
        finally:
            signal.signal(signal.SIGINT, handler)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


def kawasan_process(*arguments, cwd=None):
    command = [sys.executable, "-m", "kawasan_gis", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False)


def one_error(result, words):
    assert result.returncode == 1
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    assert words in result.stderr


def test_run_prints_a_ranking_and_show_prints_it_again(tmp_path):
    study = write_study(tmp_path / "in")
    ran = kawasan_process("run", study, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[0] == "Studi Kecil"
    assert ran.stdout.splitlines()[2].split()[:2] == ["Peringkat", "Skor"]
    assert (tmp_path / "runs" / "studi" / "map.html").is_file()
    assert "13 steps made" in ran.stdout
    assert "every row is in findings.csv" in ran.stderr
    shown = kawasan("show", tmp_path / "runs" / "studi", "--lang", "en")
    assert shown.stdout.splitlines()[2].split()[:2] == ["Rank", "Score"]
    failing = [line for line in shown.stdout.splitlines() if " fails: " in line]
    assert failing == ["Rank 3 fails: Complete data (not available: ike (villages: 1))"]
    assert "13 kept" in kawasan_process("run", study, cwd=tmp_path).stdout


def test_map_draws_the_map_of_a_run_again(tmp_path):
    folder = run(write_study(tmp_path / "in"), tmp_path / "run").folder.path
    before = (folder / "map.html").read_bytes()
    (folder / "map.html").unlink()
    drawn = kawasan("map", folder)
    assert drawn.returncode == 0, drawn.stderr
    assert drawn.stdout == f"open {folder / 'map.html'}\n"
    assert (folder / "map.html").read_bytes() == before
    one_error(kawasan("map", folder, "--lang", "en"), "give it a file of its own with --out")
    assert kawasan("map", folder, "--lang", "en", "--basemap", "topo", "--out", tmp_path / "en.html").returncode == 0
    text = (tmp_path / "en.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert "opentopomap" in text
    one_error(kawasan("map", folder, "--basemap", "tipo", "--out", tmp_path / "x.html"), "did you mean topo?")


def test_annex_makes_the_sheet_or_says_in_one_line_why_not(tmp_path):
    study = write_study(tmp_path / "in", rename={"Desa a": "Desa \u6751", "Desa b": "Desa \u6751 b"})
    folder = run(study, tmp_path / "run").folder.path
    (tmp_path / "keputusan.toml").write_text('tentang = "x"\n')
    (tmp_path / "file").write_text("")
    one_error(kawasan("annex", folder, "--decree", tmp_path / "keputusan.toml"), "unknown key tentang")
    one_error(kawasan("annex", folder, "--rank", 9), "has rank 9; there are 1, 2, 3")
    one_error(kawasan("annex", folder, "--theme", "sawah"), "there is no indicator sawah, did you mean sawah_ha?")
    one_error(kawasan("annex", folder, "--out", tmp_path / "file" / "a.pdf"), "cannot write in")
    assert not (folder / "annex").exists()
    (tmp_path / "keputusan.toml").write_text('signatory = "\u6751"\n', encoding="utf-8")
    one_error(kawasan("annex", folder, "--decree", tmp_path / "keputusan.toml"), "signatory of the decree has 1")
    (tmp_path / "keputusan.toml").write_text('signatory = "Nama"\n', encoding="utf-8")
    drawn = kawasan(
        "annex", folder, "--decree", tmp_path / "keputusan.toml", "--paper", "a4", "--out", tmp_path / "a.pdf"
    )
    assert drawn.returncode == 0, drawn.stderr
    assert drawn.stdout == f"open {tmp_path / 'a.pdf'}\n"
    assert drawn.stderr.startswith("to look at: unprintable ")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("old", "new", "words"), BAD_STUDIES)
def test_mistakes_are_one_line_and_exit_1(tmp_path, old, new, words):
    assert old in STUDY
    one_error(kawasan("run", write_study(tmp_path, text=STUDY.replace(old, new, 1)), "--out", tmp_path / "out"), words)


def test_files_that_are_not_there_or_not_writable(tmp_path):
    one_error(kawasan("run", tmp_path / "none.toml"), "there is no file")
    one_error(kawasan("check", tmp_path / "none.gpkg"), "there is no file")
    one_error(kawasan("show", tmp_path), "not a run folder")
    one_error(kawasan("map", tmp_path), "not a run folder")
    one_error(kawasan("annex", tmp_path), "not a run folder")
    (tmp_path / "file").write_text("")
    one_error(kawasan("run", write_study(tmp_path / "in"), "--out", tmp_path / "file"), "cannot use the run folder")


def test_wrong_usage_is_exit_2(tmp_path):
    for arguments in (
        ["chek"],
        ["run"],
        ["check", "x", "--lang", "jv"],
        ["map", "x", "--lang", "jv"],
        ["annex", "x", "--paper", "A9"],
        ["annex", "x", "--rank", "0"],
        ["annex", "x", "--rank", "1", "--all", "2"],
        ["annex", "x", "--landscape", "--portrait"],
        ["run", "x", "--fast"],
        ["check", "x", "--column", "kode"],
    ):
        result = kawasan(*arguments)
        assert result.returncode == 2, arguments
        assert "Usage" in result.stderr
    assert "did you mean check?" in kawasan("chek").stderr


def test_check_tells_what_is_in_a_file(tmp_path):
    villages = draw_villages("aab\nccB").reset_index().rename(columns={"kode_desa": "kode", "nama_desa": "nama"})
    path = tmp_path / "desa.gpkg"
    villages[["kode", "nama", "geometry"]].to_file(path)
    good = kawasan("check", path)
    assert good.returncode == 0
    assert good.stdout.startswith("4 unit: 3 desa, 1 kelurahan; 1 kabupaten/kota, 1 kecamatan, 600 ha")
    assert "[perlu dilihat] no_name: 3" in good.stdout
    villages.loc[1, "kode"] = villages.loc[0, "kode"]
    villages[["kode", "nama", "geometry"]].to_file(path)
    bad = kawasan("check", path, "--lang", "en", "--csv", tmp_path / "findings.csv")
    assert bad.returncode == 1
    assert f"[error] duplicate_code: 1\n    {villages.loc[0, 'kode']}  code used by 2 polygons" in bad.stdout
    assert (tmp_path / "findings.csv").read_text(encoding="utf-8-sig").startswith("Level,Kind,Village code")


def test_check_takes_a_mapping_for_unknown_files(tmp_path):
    path = tmp_path / "desa.gpkg"
    draw_villages("ab").reset_index()[["kode_desa", "geometry"]].rename(columns={"kode_desa": "K"}).to_file(path)
    one_error(kawasan("check", path), "is of no known kind; its columns are K")
    assert kawasan("check", path, "--column", "kode_desa=K").returncode == 0


def test_check_filters_kabupaten(tmp_path):
    path = tmp_path / "desa.gpkg"
    draw_villages("abc", other_kabupaten="c").reset_index().to_file(path)
    assert kawasan("check", path, "--kabupaten", "kedua").stdout.startswith("1 unit: 1 desa")


def test_demo_works_from_nothing(tmp_path):
    result = kawasan_process("demo", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "runs" / "contoh" / "map.html").is_file()
    assert result.stdout.splitlines()[0] == "Kawasan Contoh 2026"


def test_help_imports_nothing_heavy():
    script = (
        "import sys; sys.argv = ['kawasan', '--help']\n"
        "from kawasan_gis.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'matplotlib', 'geopandas', 'pandas', 'numpy', 'shapely', 'folium', 'rasterio', 'networkx', 'scipy'}\n"
        "heavy |= {'pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "Usage:" in result.stdout
    assert result.stderr.strip() == "[]"


def test_commands_without_a_search_import_neither_the_solver_nor_a_kernel(tmp_path):
    search = {"scipy.optimize", "kawasan_gis.candidates.kernels.exhaust", "kawasan_gis.candidates.search.solve"}
    folder = run(write_study(tmp_path / "in"), tmp_path / "out").folder.path
    assert search <= set(sys.modules)
    script = (
        "import sys\n"
        "from kawasan_gis.cli import main\n"
        "main()\n"
        f"print('heavy:', sorted(({search | {'numba', 'scipy'}}) & set(sys.modules)))\n"
    )
    for arguments in (["check", tmp_path / "in" / "desa.gpkg"], ["show", folder]):
        command = [sys.executable, "-c", script, *map(str, arguments)]
        result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
        lines = result.stdout.splitlines()
        assert len(lines) > 1
        assert lines[-1] == "heavy: []", arguments


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals for one child process")
@pytest.mark.parametrize(("sign", "code"), [(2, 130), (9, -9)], ids=["Ctrl-C", "kill"])
def test_a_run_cut_off_keeps_what_was_finished_and_goes_on(tmp_path, sign, code):
    study, out = write_study(tmp_path / "in"), tmp_path / "out"
    # A shell's background work, and all it starts, is deaf to Ctrl-C.
    script = (
        "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "runpy.run_module('kawasan_gis', run_name='__main__', alter_sys=True)"
    )
    command = [sys.executable, "-c", script, "run", str(study), "--out", str(out)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    waited_until = time.monotonic() + 60
    while not (out / "01_villages.parquet").exists() and time.monotonic() < waited_until:
        time.sleep(0.002)
    process.send_signal(sign)
    _, errors = process.communicate(timeout=60)
    # A shell says 130 too when Python, on its way out, ends itself by the signal it was sent.
    assert process.returncode in (code, -sign), errors
    assert sign != signal.SIGINT or "run the same command again" in errors
    assert kawasan("run", study, "--out", out).returncode == 0
    assert kawasan("run", study, "--out", tmp_path / "fresh").returncode == 0
    made = {path.name: path.read_bytes() for path in sorted(out.iterdir())}
    assert made == {path.name: path.read_bytes() for path in sorted((tmp_path / "fresh").iterdir())}


def test_names_cannot_command_the_terminal(tmp_path):
    study = write_study(tmp_path / "in", text=STUDY.replace("Studi Kecil", "Studi\\u001b[31m"))
    result = kawasan_process("run", study, "--out", tmp_path / "out")
    assert result.returncode == 0, result.stderr
    assert "\x1b" not in result.stdout
    assert result.stdout.startswith("Studi\N{REPLACEMENT CHARACTER}[31m")
    assert "no ike for 1 villages, scored without it: 99.01.01.2016" in result.stderr


def test_an_interrupt_that_was_lost_stops_the_next_piece_of_work(monkeypatch):
    bar = Bar(enabled=False)
    bar("step", 0, 1)
    monkeypatch.setattr(Bar, "interrupted", True)
    with pytest.raises(click.Abort):
        bar("step", 1, 1)
