# make demo: the main job on the made-up sample, from nothing. make test: everything tested, from nothing.
# Without make (Windows): see README.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# setuptools warns at length about every editable install.
PIP := PYTHONWARNINGS=ignore $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo test lint lab sample bench clean chromium

demo: $(VENV)/installed
	$(BIN)/kawasan demo --out runs/contoh

test: $(VENV)/tested chromium lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lab: $(VENV)/lab
	$(BIN)/jupyter lab notebooks

sample: $(VENV)/installed
	$(BIN)/python -m kawasan_gis.sample data/sample

bench: $(VENV)/tested
	for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

# The browser tests need Chromium; without it they skip and say so, in CI they fail.
chromium:
	@command -v chromium chromium-browser google-chrome >/dev/null 2>&1 \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	     && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } \
	|| echo "no Chromium here and no way to install it: browser tests will skip"

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --upgrade "pip>=25.1"

$(VENV)/installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/tested: $(VENV)/installed
	$(PIP) install --quiet --constraint constraints.txt --group test --editable .
	touch $@

$(VENV)/lab: $(VENV)/installed
	$(PIP) install --quiet --constraint constraints.txt --editable ".[notebooks]"
	touch $@

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
