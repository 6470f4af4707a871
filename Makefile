# Everything this project can be asked to do. Each target sets up what it needs in .venv:
# the first run takes a few minutes, later ones start at once. Another Python: make app PYTHON=python3.12

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
APP_READY := $(VENV)/.app-ready
TEST_READY := $(VENV)/.test-ready
# One process for each core; tests that share something costly stay together.
PARALLEL := --numprocesses auto --dist loadgroup

.PHONY: help app check test test-long lint types imports format docs bench clean toolchain browser

help: ## list what can be asked for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

app: $(APP_READY) ## open the screener in the browser
	$(BIN)/screener ui

check: $(TEST_READY) ## check style, types, imports, unit and spec tests: the quick one, a minute
	@$(call all_of, lint types imports, tests/unit tests/spec)

test: $(TEST_READY) browser ## check everything, in a browser too, and measure coverage: five minutes
	@$(call all_of, lint types imports, --cov)

# Every part runs even when an earlier one fails, so that one run tells everything; pytest has the last word.
define all_of
	status=0; \
	for part in $(1); do echo "$$part:"; $(MAKE) --no-print-directory $$part || status=1; done; \
	$(BIN)/python -m pytest $(PARALLEL) $(2) || status=$$?; \
	exit $$status
endef

test-long: $(TEST_READY) ## compare with brute force and z3 on many thousand more cases (about ten minutes)
	$(BIN)/python -m pytest $(PARALLEL) tests/generative -m long

lint: $(TEST_READY) ## check style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(TEST_READY) ## check types
	@$(BIN)/mypy

imports: $(TEST_READY) ## check that imports run downwards only
	@$(BIN)/lint-imports --no-logo

format: $(TEST_READY) ## lay the code out as `lint` wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(TEST_READY) ## prove the rules, and write again all pages and outputs in docs that are made from something else
	$(BIN)/screener rules check --mark >/dev/null
	$(BIN)/screener rules doc
	$(BIN)/python -m tests.docs.semantics_pages
	$(BIN)/python -m tests.docs.key_tables docs/writing-rules.md
	$(BIN)/python -m tests.docs.schema_files
	$(BIN)/python tests/docs/shown_commands.py README.md docs/*.md

bench: $(TEST_READY) ## run every measurement in bench/
	@for program in bench/*.py; do echo "$$program"; $(BIN)/python "$$program" || exit 1; done

clean: ## remove .venv, builds, caches and reports
	rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

toolchain: ## see to Python, its headers and a C compiler: root gets what is missing installed
	@setup/toolchain.sh $(PYTHON)

browser: $(TEST_READY) ## see to a Chromium for the browser tests: the system's, a package, or Playwright's
	@setup/browser.sh $(BIN)/python

# The check is asked for inside the recipe: as a prerequisite it would rebuild the environment each time.
$(APP_READY): pyproject.toml constraints.txt
	@$(MAKE) --no-print-directory toolchain
	@echo "Setting up $(VENV); the first time takes a few minutes."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) --editable .
	@touch $@

$(TEST_READY): $(APP_READY)
	@echo "Adding what the tests need."
	@$(INSTALL) --editable '.[test]'
	@touch $@
