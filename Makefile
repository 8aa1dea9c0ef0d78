# Every target sets itself up: a virtual environment in .venv, pinned versions, no root.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

# Hundreds of processes are started below: where no bytecode may be kept, each would compile everything again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: rehearse test check bench soak screenshots clean
.DELETE_ON_ERROR:

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[rehearsal,apprise,dev]'
	@touch $@

rehearse: $(STAMP)  ## the whole thing on this machine; ARGS=--script plays an incident and prints it
	$(BIN)/muster rehearse $(ARGS)

test: check  ## everything that CI runs
	$(BIN)/pytest -n 3 --dist worksteal $(ARGS)

check: $(STAMP)  ## style, types, which room may import which
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

bench: $(STAMP)  ## prints figures, judges nothing
	$(BIN)/pytest -m bench -s -q $(ARGS)

soak: $(STAMP)  ## the long campaigns
	$(BIN)/pytest -m soak -q $(ARGS)

screenshots: $(STAMP)  ## the pictures of the rehearsal's page, into .screens; needs chromium
	$(BIN)/python -m tests.rehearsal_page.screens .screens

clean:
	rm -rf .venv build *.egg-info
