# Two commands set everything up on a machine that has Python 3.11, pip, venv, make and git:
#   make site   the demonstration dossier in _site/
#   make test   the test suite
PYTHON ?= python3
BIN := .venv/bin

.PHONY: site test serve lint proofs bench screenshots clean

site: .venv/installed
	$(BIN)/dossier build

serve: .venv/installed
	$(BIN)/dossier serve --open

test: .venv/developing
	$(BIN)/pytest -n auto -m "not slow"

lint: .venv/developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The promises whole, where `make test` has a smoke of each.
proofs: .venv/developing node_modules/.installed
	$(BIN)/pytest -n auto

bench: .venv/developing
	for file in bench/*.py; do echo "── $$file"; $(BIN)/python $$file || exit 1; done

# The README's pictures.
screenshots: .venv/developing
	$(BIN)/python tools/screenshots.py

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/developing: .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

node_modules/.installed: package.json
	npm install --silent --no-package-lock --no-audit --no-fund
	touch $@

clean:
	rm -rf .venv node_modules _site
