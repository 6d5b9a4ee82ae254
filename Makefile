# make run: set up and open the demonstration. make test: every check and test. make help: the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export SANZHANG_HOME ?= $(CURDIR)/var
STATIC := src/sanzhang/desk/static/desk/desk.css
FIELD := src/sanzhang/field/static_build/field/index.html

.PHONY: help setup run demo test check units field postgres browser format lint types layers sizes lock messages bench clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 14

$(BIN)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

frontend/node_modules/.installed: frontend/package-lock.json $(BIN)/.installed
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm --prefix frontend ci --no-audit --no-fund --loglevel=error
	touch $@

$(STATIC): frontend/node_modules/.installed $(shell find frontend/src frontend/*.ts frontend/*.json -type f 2>/dev/null)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm --prefix frontend run --silent build
	touch $@

frontend/field/node_modules/.installed: frontend/field/package-lock.json $(BIN)/.installed
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm --prefix frontend/field ci --no-audit --no-fund --loglevel=error
	touch $@

$(FIELD): frontend/field/node_modules/.installed $(shell find frontend/field/src frontend/field/public frontend/field/build frontend/field/*.ts frontend/field/*.json frontend/field/*.html -type f 2>/dev/null)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm --prefix frontend/field run --silent build
	touch $@

setup: $(BIN)/.installed $(STATIC) $(FIELD) ## build .venv and the front end, make secrets and the database
	$(BIN)/pybabel --quiet compile --domain django --directory src/sanzhang/locale 2>/dev/null || $(BIN)/pybabel compile --domain django --directory src/sanzhang/locale
	$(BIN)/sanzhang init

run: setup ## set up, load the demonstration once, and open it on port 8000
	$(BIN)/sanzhang demo --county 150624 --months 12 --seed 1 --once
	$(BIN)/sanzhang serve

test: setup check field units postgres browser ## all checks and tests

check: format lint types layers sizes ## the checks alone

format:
	$(BIN)/ruff format --check --quiet src tests benchmarks
lint:
	$(BIN)/ruff check --quiet src tests benchmarks
types:
	$(BIN)/mypy src
layers:
	$(BIN)/lint-imports
sizes:
	$(BIN)/python tests/check_sizes.py

units: ## tests on SQLite
	$(BIN)/pytest -n 3 -m "not browser"
field: ## tests of the field app's core
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm --prefix frontend/field test --silent
postgres: ## the same tests on PostgreSQL, where one answers on this machine
	$(BIN)/python tests/on_postgres.py
browser: ## tests in headless Chromium
	$(BIN)/pytest -n 3 -m browser

lock: ## renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --no-header --python-version 3.11 --quiet -o requirements.lock

messages: ## collect texts for translation (needs GNU gettext)
	cd src/sanzhang && ../../$(BIN)/django-admin makemessages --locale en --no-obsolete --no-location --ignore 'desk/static/*'

bench: ## print every measured figure
	$(BIN)/python benchmarks/standing.py
	$(BIN)/python benchmarks/journal.py
	$(BIN)/python benchmarks/pages.py
	$(BIN)/python benchmarks/lists.py
	$(BIN)/python benchmarks/phone.py
	$(BIN)/python benchmarks/determination.py
	$(BIN)/python benchmarks/taps.py
	$(BIN)/python benchmarks/lighthouse.py

clean: ## remove what was built; data in var/ stay
	rm -rf $(VENV) frontend/node_modules frontend/field/node_modules src/sanzhang/desk/static src/sanzhang/field/static_build
