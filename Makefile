# `make run` and `make test` do all the set-up a fresh machine needs. PYTHON=python3.12 chooses another Python.
# Windows and macOS: see the README.

VENV := .venv
READY := $(VENV)/.ready
PYTHON_HERE := $(VENV)/bin/python
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard resources/locale/*/LC_MESSAGES/ronda.po))
OFFSCREEN := QT_QPA_PLATFORM=offscreen
# What was compiled is kept whatever the environment says: the tests start the program some hundred times.
export PYTHONDONTWRITEBYTECODE :=
# One more than there are cores: tests wait now and then, for a disk, for another process, for a moment to pass.
WORKERS = $(shell $(PYTHON_HERE) -c "import os; print((os.cpu_count() or 1) + 1)")
SCREEN := $(DISPLAY)$(WAYLAND_DISPLAY)$(filter Darwin,$(shell uname))

.DELETE_ON_ERROR:
.PHONY: run test lint screenshots bench oracle properties longer faults catalogue environment clean distclean

run: environment
ifneq ($(SCREEN),)
	@$(PYTHON_HERE) packaging/system_packages.py --screen
	$(PYTHON_HERE) -m desktop --sample
else
	@echo "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set)."
	@echo "The sample's agenda, minutes and a picture of every page are written to build/showcase instead."
	$(OFFSCREEN) $(PYTHON_HERE) -m desktop.showcase build/showcase
endif

test: lint
	$(OFFSCREEN) $(PYTHON_HERE) -m pytest -n $(WORKERS) --dist worksteal

lint: environment
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

screenshots: environment
	$(OFFSCREEN) $(PYTHON_HERE) -m desktop.showcase build/screenshots --all

bench: environment
	$(OFFSCREEN) $(PYTHON_HERE) -m pytest tests/benchmarks -m bench -s

# The rota beside the best plan there is, found by a solver, on two thousand small problems: some minutes.
oracle: environment
	RONDA_ORACLE_PROBLEMS=2000 $(PYTHON_HERE) -m pytest -o faulthandler_timeout=0 tests/db/rotation/test_oracle.py

# What the rota promises, on 3,000 small alliances each, others every time, and three years of one: about an hour.
# A property takes longer than a test that hangs may.
properties: environment
	RONDA_PROPERTY_CASES=3000 $(OFFSCREEN) $(PYTHON_HERE) -m pytest -n auto --dist worksteal \
		-o faulthandler_timeout=0 tests/db/rotation tests/db/duties

# The stories that `make test` tells offscreen, once more on a real X server: a meeting from its agenda to approved
# minutes, and a season of duties.
longer: environment
	$(PYTHON_HERE) -m pytest -m longer tests

# Kills, power cuts, full disks, damaged and hostile files at full count, then one table of what was found: an hour or
# more. As root the power cuts and full disks are real, on small mounted file systems.
faults: environment
	RONDA_FAULTS=full $(OFFSCREEN) $(PYTHON_HERE) -m pytest -n auto --dist worksteal -o faulthandler_timeout=0 tests/faults

# After a sentence was added or changed: bring it into every catalogue, then say what is not translated yet.
catalogue: environment
	$(PYTHON_HERE) packaging/catalogue.py update

environment: $(READY) $(CATALOGUES)

$(READY): constraints.txt pyproject.toml packaging/environment.sh packaging/system_packages.py
	@PYTHON="$(PYTHON)" packaging/environment.sh
	@touch $@

%.mo: %.po $(READY)
	@$(PYTHON_HERE) packaging/catalogue.py compile $<

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis $(CATALOGUES)
	find db desktop resources tests packaging -name __pycache__ -prune -exec rm -rf {} +

distclean: clean
	rm -rf $(VENV)
