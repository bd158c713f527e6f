# The newcomer's tools: `make run` starts the kiosk with its office in a box, `make test` passes the tests.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
OUT := out

.PHONY: help setup run test lint check bench proof screens goldens format lock
help:
	@grep -E '^## ' Makefile | sed 's/^## //'

## setup    install what is missing: Debian packages, the virtual environment, the locked Python packages
setup: $(STAMP)

$(STAMP): packages.txt requirements.lock setup.cfg pyproject.toml .ci/setup
	@.ci/setup $(VENV)
	@touch $@

## run      start the kiosk in its office in a box (a window, or a rendered walk where there is no display)
run: $(STAMP)
	@if [ -n "$${DISPLAY:-}" ]; then $(BIN)/kiosk demo; else $(BIN)/kiosk demo --headless --out $(OUT)/run; fi

## test     run the tests, a file on each of two cores at a time
test: $(STAMP)
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

## lint     format, lint, types, import contract
lint: $(STAMP)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

## check    the gate: lint, then the tests with the coverage floor
check: lint
	@$(BIN)/python -m pytest -n 2 --dist loadfile --cov --cov-report=term:skip-covered $(PYTEST_ARGS)

## bench    measurements beside named peers
bench: $(STAMP)
	@$(BIN)/python -m tests.bench

## proof    the long proofs in the background, going on where they were stopped (PROOF=name for one); results in docs/proof
proof: $(STAMP)
	@mkdir -p $(OUT)/proof
	@nohup nice -n 10 $(BIN)/python -m tests.proof $(PROOF) > $(OUT)/proof/log 2>&1 & echo "proof: running, see $(OUT)/proof/log"

## screens  every screen as PNG under out/screens, all sizes, text sizes, themes and languages, one page to look at
screens: $(STAMP)
	@$(BIN)/kiosk screens --out $(OUT)/screens --size all --text all --theme all --lang all

## goldens  draw anew the pictures that looks are compared with; look at the difference before it is kept
goldens: $(STAMP)
	@KIVY_NO_ARGS=1 KIVY_NO_CONFIG=1 KIVY_NO_FILELOG=1 $(BIN)/python -m tests.screens.goldens

## format   put the code into shape
format: $(STAMP)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

## lock     compile requirements.lock from setup.cfg
lock: $(STAMP)
	@$(BIN)/uv pip compile -q --python-version 3.11 --generate-hashes --all-extras --no-emit-index-url --no-header setup.cfg -o requirements.lock
