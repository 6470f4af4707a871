# Everything this project can be asked to do. Each target sets up what it needs in .venv:
# the first run takes a few minutes, later ones start at once. Another Python: make app PYTHON=python3.12

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
APP_READY := $(VENV)/.app-ready
TEST_READY := $(VENV)/.test-ready
APT_LINE := sudo apt-get install -y python3 python3-venv python3-dev gcc

.PHONY: help app test test-long lint format types docs bench clean toolchain chromium

help: ## list what can be asked for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

app: $(APP_READY) ## open the screener in the browser
	$(BIN)/screener ui

# All three run even when the first fails, so that one run tells everything; pytest has the last word.
test: chromium $(TEST_READY) ## check style, types and behaviour, and measure coverage
	@status=0; \
	$(MAKE) --no-print-directory lint || status=1; \
	$(MAKE) --no-print-directory types || status=1; \
	$(BIN)/python -m pytest --cov || status=$$?; \
	exit $$status

test-long: $(TEST_READY) ## compare with brute force and z3 on many thousand more cases (about twenty minutes)
	$(BIN)/python -m pytest tests/generative -m long

lint: $(TEST_READY) ## check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(TEST_READY) ## lay the code out as `lint` wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(TEST_READY) ## check types
	$(BIN)/mypy

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
	rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

toolchain: ## check that Python, its headers and a C compiler are there
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed. Found: $$($(PYTHON) --version 2>&1 | head -n 1)." >&2; \
	  echo "Install it with: $(APT_LINE)" >&2; \
	  echo "or name another one: make app PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing; the screener is set up in an environment of its own." >&2; \
	  echo "Install it with: $(APT_LINE)" >&2; exit 1; }
	@command -v gcc >/dev/null || { \
	  echo "gcc is missing; the rule engine is compiled once during set-up." >&2; \
	  echo "Install it with: $(APT_LINE)" >&2; exit 1; }
	@echo '#include <Python.h>' | gcc -fsyntax-only -x c \
	  -I "$$($(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("include"))')" - 2>/dev/null || { \
	  echo "Python.h is missing; the rule engine is compiled once during set-up." >&2; \
	  echo "Install it with: $(APT_LINE)" >&2; exit 1; }

chromium:
	@command -v chromium >/dev/null || { \
	  echo "chromium is missing; the browser tests drive it." >&2; \
	  echo "Install it with: sudo apt-get install -y chromium" >&2; exit 1; }

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
