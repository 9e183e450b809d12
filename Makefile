# Every command a person types. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
# Python keeps what it compiled, also where the environment says otherwise: tests start hundreds of processes.
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SEAWAY_DATA_DIR ?= $(CURDIR)/.seaway
SEAWAY_SAMPLE ?= 1
WEB_SOURCES := $(shell git ls-files web 2>/dev/null | grep -v '^web/e2e/')
PORTAL := server/seaway/_web/index.html
ARTEFACTS := test-artefacts
JOBS ?= auto
# What PostgreSQL itself decides (stores, migrations, the feed, whole flows) is tested on the oldest one as well.
OLDEST := /usr/lib/postgresql/15/bin
ON_OLDEST := $(addprefix server/tests/,core/test_db.py core/test_feed.py entities query flows/test_backup.py flows/test_processes.py)
PINS := --python-version 3.11 --universal --generate-hashes --no-annotate --no-header

.PHONY: help run test check test-server test-web bench generate lock clean new-domain new-integration

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

run: $(VENV)/.runtime $(PORTAL) ## Start Seaway here, with a sample organisation; data in .seaway/
	@SEAWAY_DATA_DIR="$(SEAWAY_DATA_DIR)" SEAWAY_SAMPLE="$(SEAWAY_SAMPLE)" $(BIN)/seaway up

test: check test-server ## Run all that CI runs: every check and every test

check: $(VENV)/.dev web/node_modules/.stamp ## Lint, types, import contracts, sizes, generated files, the portal's unit tests
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .
	$(BIN)/mypy server/seaway cli/seaway_cli sdk/python/seaway_sdk tools
	PYTHONPATH=tools $(BIN)/lint-imports --no-cache > /dev/null || PYTHONPATH=tools $(BIN)/lint-imports --no-cache
	$(BIN)/python tools/lints.py
	cd web && npm run -s check
	$(BIN)/python tools/generate.py --check

test-server: $(VENV)/.dev $(VENV)/.system $(VENV)/.ocean $(PORTAL) ## Server, CLI, SDK and browser tests
	@mkdir -p $(ARTEFACTS)
	$(BIN)/pytest -n $(JOBS) --dist loadfile -q -m "not alone"
	@if [ -x $(OLDEST)/postgres ]; then SEAWAY_TEST_PG_BIN=$(OLDEST) $(BIN)/pytest -n $(JOBS) --dist loadfile -q $(ON_OLDEST); \
	else echo "Not tested on PostgreSQL 15: $(OLDEST) has no postgres"; fi

test-web: web/node_modules/.stamp ## Unit tests of the portal
	cd web && npm run -s test

bench: $(VENV)/.dev $(VENV)/.system $(PORTAL) ## Benchmarks at scale 0.1: ratios to baselines of the same run (SCALE=1 for all); and the budgets of the portal
	$(BIN)/python -m benchmarks --scale $(or $(SCALE),0.1)
	$(BIN)/pytest -q -m alone

generate: $(VENV)/.dev web/node_modules/.stamp ## Write the OpenAPI document and all that is made from it
	$(BIN)/python tools/generate.py
	cd web && npm run -s generate

lock: $(VENV)/.dev ## Pin every dependency anew, with hashes and without addresses
	$(BIN)/uv pip compile -q requirements-dev.in -o requirements-dev.lock $(PINS)
	$(BIN)/uv pip compile -q requirements.in -c requirements-dev.lock -o requirements.lock $(PINS)
	$(BIN)/uv pip compile -q requirements-ocean.in -o requirements-ocean.lock $(subst 3.11,3.12,$(PINS))

clean: ## Remove what was built; the data in .seaway/ stays
	rm -rf $(VENV) web/node_modules server/seaway/_web $(ARTEFACTS) .mypy_cache .ruff_cache

new-domain: $(VENV)/.dev ## Lay out a domain: make new-domain NAME=campaigns
	$(BIN)/python tools/scaffold.py domain "$(NAME)"

new-integration: $(VENV)/.dev ## Lay out an integration: make new-integration NAME=jira
	$(BIN)/python tools/scaffold.py integration "$(NAME)"

# What the commands above stand on.

$(VENV)/.runtime: requirements.lock server/pyproject.toml cli/pyproject.toml sdk/python/pyproject.toml | $(VENV)/bin/pip
	@echo "Installing what Seaway runs on …"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e sdk/python -e cli -e server
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo "Installing what the checks and tests need …"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.system: tools/system-packages.sh | $(VENV)/bin/pip
	@tools/system-packages.sh
	@touch $@

# Without a Python that is new enough there is no such file; the test then says so, and make asks again each time.
$(VENV)/.ocean: requirements-ocean.lock tools/ocean-venv.sh | $(VENV)/bin/pip
	@tools/ocean-venv.sh "$(VENV)/ocean" requirements-ocean.lock $@

$(VENV)/bin/pip:
	@tools/python-venv.sh "$(PYTHON)" "$(VENV)"

web/node_modules/.stamp: web/package-lock.json
	@echo "Installing what the portal is built with …"
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(PORTAL): $(WEB_SOURCES) | web/node_modules/.stamp
	@echo "Building the portal …"
	@cd web && npm run -s build
	@touch $@
