"""The web map in JupyterLab, with the network off but for this machine."""

import importlib.util
import json
import os
import re
import secrets
import socket
import socketserver
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from map_study import HOSTILE, hostile_tables

PATIENCE_S = 60
HERE = "127.0.0.1"
CELL = """
from map_study import hostile_tables
from kawasan_gis.maps.web import web_map

villages, tables = hostile_tables()
web_map(villages, **tables)
"""
# Chromium itself asks there what the fields of a form are for, whatever the page.
OF_CHROMIUM = "content-autofill.googleapis.com:443"
VILLAGE = ".leaflet-kawasanVillages-pane path"
NOTHING_ASKED = (
    "--no-browser",
    "--allow-root",
    "--ServerApp.port_retries=0",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)


def write_notebook(path):
    cell = {"cell_type": "code", "id": "map", "metadata": {}, "source": CELL, "outputs": [], "execution_count": None}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")


def free_port():
    with socket.socket() as free:
        free.bind((HERE, 0))
        return free.getsockname()[1]


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - an address of our own
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@contextmanager
def jupyterlab(folder):
    """A server of its own, with nothing of the user's settings; it takes its kernels with it."""
    root = Path(__file__).parent
    paths = [str(root), str(root.parent), os.environ.get("PYTHONPATH", "")]
    own = {name: str(folder / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    surroundings = {
        **os.environ, **own, "IPYTHONDIR": str(folder / "ipython"), "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PYTHONWARNINGS": "ignore",
    }  # fmt: skip
    port, token, said = free_port(), secrets.token_hex(16), folder / "server.log"
    command = [
        sys.executable, "-m", "jupyterlab", f"--ServerApp.ip={HERE}", f"--ServerApp.port={port}",
        f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}", *NOTHING_ASKED,
    ]  # fmt: skip
    with said.open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, env=surroundings, stdout=log, stderr=log)
        try:
            end = time.monotonic() + PATIENCE_S
            while not answers(f"http://{HERE}:{port}/api/status?token={token}"):
                assert server.poll() is None, said.read_text()[-3000:]
                assert time.monotonic() < end, said.read_text()[-3000:]
                time.sleep(0.2)
            yield f"http://{HERE}:{port}/lab/tree/map.ipynb?token={token}"
        finally:
            server.terminate()  # asked so, it ends its kernels; killed, they end themselves
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


@contextmanager
def toll_gate():
    """A proxy that lets nothing through and notes what came: Playwright does not see what a frame shut off asks."""
    passed = []

    class Gate(socketserver.StreamRequestHandler):
        def handle(self):
            asked = self.rfile.readline().decode("latin-1").strip()
            if OF_CHROMIUM not in asked:
                passed.append(asked)
            self.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")

    with socketserver.ThreadingTCPServer((HERE, 0), Gate) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{HERE}:{server.server_address[1]}", passed
        server.shutdown()


@pytest.fixture
def lab(browser, tmp_path):
    """The notebook, open in JupyterLab; on leaving, nothing was asked of another machine."""
    if importlib.util.find_spec("jupyterlab") is None:
        reason = "no JupyterLab here: install the extra [notebooks]"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    write_notebook(tmp_path / "map.ipynb")
    with jupyterlab(tmp_path) as address, toll_gate() as (gate, passed):
        toll = {"server": gate, "bypass": HERE}
        context = browser.new_context(viewport={"width": 1400, "height": 1000}, proxy=toll)
        context.set_default_timeout(PATIENCE_S * 1000)
        tab = context.new_page()
        tab.on("dialog", lambda box: passed.append(f"dialog: {box.message}"))
        tab.goto(address)
        yield tab
        context.close()
    assert passed == []


def run_all(lab):
    """Run every cell; while its kernel starts JupyterLab forgets what it was asked, or asks back."""
    lab.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for(state="attached")
    question, prompt = lab.locator(".jp-Dialog .jp-mod-accept"), lab.locator(".jp-InputPrompt").first
    asked = []
    for turn in range(PATIENCE_S):
        if question.count():
            asked.append(lab.locator(".jp-Dialog").first.inner_text())
            question.first.click()
        elif re.fullmatch(r"\[[*\d]+\]:?", prompt.inner_text().strip()):
            return
        elif turn % 5 == 0:
            lab.get_by_role("menuitem", name="Run", exact=True).click()
            lab.locator("[data-command='runmenu:run-all']").click()
        lab.wait_for_timeout(1000)
    pytest.fail(f"JupyterLab ran nothing; it asked {asked}")


def test_a_map_with_hostile_names_works_in_jupyterlab(lab):
    run_all(lab)
    frame = lab.locator(".jp-OutputArea-output iframe")
    failed = lab.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']")
    frame.or_(failed).first.wait_for()
    assert failed.all_text_contents() == []
    frame.scroll_into_view_if_needed()
    assert frame.get_attribute("sandbox").split()[0] == "allow-scripts"
    assert "allow-same-origin" not in frame.get_attribute("sandbox")
    shown = frame.content_frame
    shown.locator(VILLAGE).first.wait_for()
    assert shown.locator(VILLAGE).count() == len(hostile_tables()[0])
    fills = shown.locator(VILLAGE).evaluate_all("all => all.map(one => one.getAttribute('fill'))")
    assert len(set(fills)) > 3
    row = shown.locator(".kw-row").first
    row.click()
    assert row.get_attribute("aria-expanded") == "true"
    options = shown.locator("select option").evaluate_all("all => all.map(one => one.textContent)")
    assert HOSTILE[0] in options
    assert lab.evaluate("window.ran") is None
    assert shown.locator("body").evaluate("() => window.ran") is None
