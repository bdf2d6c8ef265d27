import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# No deadlines: the machines are shared. In CI the same examples every time, elsewhere new ones.
settings.register_profile("ours", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("ours")

# Two workers: the one that begins with the group "search" compiles its loops; "without_search", the next largest, keeps
# the other one busy until they lie in the cache.

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data; tests that use it are marked ``real``. With KAWASAN_GIS_REAL=required it must exist."""
    if not SHARED.is_dir():
        reason = "real data are not here: they are not ours to ship (expected in ../shared/data)"
        pytest.fail(reason) if os.environ.get("KAWASAN_GIS_REAL") == "required" else pytest.skip(reason)
    return SHARED


BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium; without one, tests skip, except on CI."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        reason = f"no browser here: install one of {', '.join(BROWSERS)}"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=BROWSER_OPTIONS)
        yield started
        started.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Open a map offline; on leaving, nothing was fetched and nothing went wrong."""
    contexts, trouble = [], []

    def open_map(drawn, width=1280, height=800, **options):
        path = tmp_path / "map.html"
        path.write_text(drawn if isinstance(drawn, str) else drawn.html(), encoding="utf-8", newline="\n")
        options = {"reduced_motion": "reduce", **options}  # nothing to wait for
        context = browser.new_context(offline=True, viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        tab.on("console", lambda said: trouble.append(f"{said.type}: {said.text}"))
        tab.on("request", lambda sent: sent.url.startswith(("file:", "data:", "blob:")) or trouble.append(sent.url))
        tab.on("dialog", lambda box: trouble.append(f"dialog: {box.message}"))
        tab.goto(path.as_uri())
        return tab

    yield open_map
    for context in contexts:
        context.close()
    assert trouble == []
