# Every target makes what it needs. `make help` lists them.
VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= python3

.PHONY: help setup demo test lint type bench oracle faults clean
help: ## List the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.ready ## Make the environment with the exact versions of constraints.txt

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

test: setup ## Run the tests
	$(BIN)/python -m pytest -n auto --dist loadgroup --no-loadscope-reorder

lint: setup ## Check style, formatting and the rules of the house
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports

type: setup ## Check the types
	$(BIN)/mypy

demo: setup ## From answers to a previewed, emulated and tested repository, in ./demo
	rm -rf demo && $(BIN)/groundplan demo demo/acme-infra

bench: setup ## Time the commands a person waits for
	$(BIN)/python tests/benchmarks/run.py

oracle: setup ## Hold the emulation against the real AWS provider, where Terraform and it are installed
	GROUNDPLAN_ORACLE=1 $(BIN)/python -m pytest -rs -s tests/oracle

faults: setup ## Deploy every layer of prod with each call failing three times
	GROUNDPLAN_FAULTS=1 $(BIN)/python -m pytest tests/emulate/test_stacks.py

clean: ## Remove the environment, caches and the demo
	rm -rf $(VENV) demo .mypy_cache .ruff_cache .pytest_cache
