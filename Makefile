# Two commands set everything up on a machine that has Python 3.11, pip, venv, make and git:
#   make site   the demonstration dossier in _site/
#   make test   the test suite
PYTHON ?= python3
BIN := .venv/bin
# The tested versions; the second name is what newer pips heed where they build. No path, for pip parts these at blanks.
PIP := PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt \
       $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: site test serve lint proofs bench screenshots update clean

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
	$(BIN)/pytest -n auto --hypothesis-profile proofs

# Up to 1,000 articles in minutes; `make bench FULL=1` goes to 10,000. MARKDOWN=1 puts the figures into bench/README.md.
bench: .venv/developing
	$(BIN)/python bench/stages.py $(if $(MARKDOWN),--markdown)
	$(BIN)/python bench/build.py 100 1000 $(if $(FULL),10000) $(if $(MARKDOWN),--markdown)
	$(BIN)/python bench/serve.py 0 1000 $(if $(FULL),10000) $(if $(MARKDOWN),--markdown)
	$(BIN)/python bench/ingest.py $(if $(FULL),10000) $(if $(MARKDOWN),--markdown)
	for part in mentions dates search; do $(BIN)/python bench/$$part.py || exit 1; done

# The README's pictures.
screenshots: .venv/developing
	$(BIN)/python tools/screenshots.py

# The tested versions anew: the newest that pyproject.toml allows.
update:
	$(PYTHON) tools/update.py

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(PIP) --editable .
	touch $@

.venv/developing: .venv/installed
	$(PIP) --editable '.[dev]'
	touch $@

node_modules/.installed: package.json
	npm install --silent --no-package-lock --no-audit --no-fund
	touch $@

clean:
	rm -rf .venv node_modules _site
