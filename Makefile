# Everything a newcomer needs: `make run`. Everything a change needs: `make check`, `make test`.
# The project lives in its own virtual environment; nothing is installed outside this folder.

# The first Python that is new enough; another by `make PYTHON=…`.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
POSTGRES ?= $(or $(CHAPPE_TEST_POSTGRES),postgresql://postgres@127.0.0.1:5432/test)
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run install dev clients lint types house check test bench bench-crash fuzz docs clean

help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install ## set up what is needed and start the server (more: make run ARGS="--dcs 3")
	exec $(BIN)/chappe serve $(ARGS)

install: $(VENV)/.installed ## the server in its own environment

dev: $(VENV)/.installed-dev ## and what development needs

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-fuzz: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev,fuzz]'
	@touch $@

clients: dev ## environments of the foreign client libraries (.clients)
	$(BIN)/python tests/clients/install.py

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: dev
	$(BIN)/mypy

house: dev ## the rules of the house
	$(BIN)/pytest -q tests/house

check: lint types ## lint, types, house and the fast tests: about a minute
	$(BIN)/pytest -q -m "not clients and not slow and not backends" $(PYTEST_ARGS)

# A process for each core; what is in one file stays in one process, with the servers that it shares.
test: lint types clients ## everything
	$(BIN)/pytest -n auto --dist loadfile $(PYTEST_ARGS)

bench: dev ## what things cost here
	@set -e; for script in bench/bench_*.py; do echo "== $$script"; $(BIN)/python $$script; done

bench-crash: dev ## kill the server up to 200 times under load (15 minutes a database), on SQLite and on PostgreSQL (CHAPPE_TEST_POSTGRES)
	$(BIN)/python tests/crash/mayhem.py --rounds 200
	$(BIN)/python tests/crash/mayhem.py --rounds 200 --database $(POSTGRES)
	$(BIN)/python tests/crash/bots.py --rounds 200
	$(BIN)/python tests/crash/bots.py --rounds 200 --database $(POSTGRES)

fuzz: $(VENV)/.installed-fuzz ## every fuzz target for a minute (more: make fuzz ARGS="--seconds 600")
	$(BIN)/python fuzz/run.py $(ARGS)

docs: dev ## write the generated stubs and pages anew
	$(BIN)/python -m chappe.tl.stubs
	$(BIN)/python -m chappe.tl.layer_report
	$(BIN)/python -m chappe.cli.method_report
	$(BIN)/python -m chappe.botapi.report

clean: ## remove environments and caches (never chappe-data)
	rm -rf $(VENV) .clients build dist *.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
