# The front door. `make` alone lists what it can do.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help

help: ## List these targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/'

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Recul needs Python 3.11 or newer.")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

setup: .venv/ready ## Install what is needed into .venv

demo: setup ## Serve the product with its demo network on http://127.0.0.1:8000
	$(BIN)/recul serve --demo

test: setup ## Run every check and every test, on all cores
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal

format: setup ## Format the code
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lock: ## Pin the dependencies anew (needs uv)
	uv lock --quiet --upgrade && uv export --quiet --all-groups --no-emit-project --no-header > requirements.lock && rm uv.lock

.PHONY: help setup demo test format lock
