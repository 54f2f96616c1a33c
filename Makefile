# What developers run. .ci/run does `make test` and `make check` on a bare machine.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ROOMS := agents benchmarks evaluation knowledge orchestrator scenarios
CODE := bedside $(wildcard $(ROOMS)) tests

.PHONY: help setup test check baseline links format

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: $(BIN)/.installed ## make .venv and install bedside with its development tools

$(BIN)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q -c constraints.txt -e '.[dev]' --no-compile
	@touch $@

test: setup ## run the tests
	$(BIN)/pytest

check: setup links ## style, types, floors, and what must never be committed
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/basedpyright --level error
	cd build/rooms && $(abspath $(BIN))/lint-imports --no-logo --no-cache --config $(CURDIR)/pyproject.toml
	$(BIN)/pytest tests/house/test_repository.py
	@if command -v duplicates >/dev/null 2>&1; then duplicates --most 5; fi

baseline: setup ## write down which functions and files have become smaller
	$(BIN)/python tests/house/baseline.py

# The folders are mapped into one import name by setuptools, which type checkers and import-linter cannot see.
# One link a room (and not one to the whole repository) keeps them out of .venv and of the links themselves. Type checkers
# read the barrel beside the rooms; import-linter looks into no folder without an __init__.py below one that has one, so it
# gets the rooms alone, and is started where it does not find the barrel first.
links: ## let the checkers see the rooms as one package
	@mkdir -p build/types/bedside build/rooms/bedside
	@for room in $(wildcard $(ROOMS)); do \
		ln -sfn ../../../$$room build/types/bedside/$$room; ln -sfn ../../../$$room build/rooms/bedside/$$room; done
	@for file in __init__.py __main__.py py.typed; do ln -sfn ../../../bedside/$$file build/types/bedside/$$file; done

format: setup ## put the code in shape
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)
