# The commands people type. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup demo up test check bench fuzz train constraints derived clean

PYTHON := $(shell command -v python3.11 || command -v python3)
UV := $(shell command -v uv)
BIN := .venv/bin
# where a run keeps its lake, its warehouse and Dagster's records; for `train`, the folder with the training data
DATA ?= data

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/' | expand -t 18

setup: $(BIN)/.ready  ## make .venv with everything a run and the tests need

$(BIN)/.ready: pyproject.toml constraints.txt
ifdef UV
	test -d .venv || uv venv --quiet --python $(PYTHON) .venv
	uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --editable '.[dev]'
else
	test -d .venv || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
endif
	@touch $@

demo: setup  ## run the bundled sample and ask it three questions (in data/demo)
	$(BIN)/otr demo --data data/demo

up: setup  ## Dagster's UI on http://127.0.0.1:3000, with schedule and inbox sensor (DATA=data/demo for the sample)
	$(BIN)/otr up --data $(DATA)

test: setup  ## the tests
	$(BIN)/python -m pytest

check: setup  ## format, lint, types, SQL, derived files, Dagster definitions, import rule
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar sql
	$(BIN)/python -m pipelines.contracts --check
	$(BIN)/dagster definitions validate -w workspace.yaml --log-level warning
	$(BIN)/python -m pytest tests/test_imports.py

bench: setup  ## words and articles per second of every stage, on this machine
	$(BIN)/python -m tests.bench

fuzz: setup  ## 10,000 damaged files of every format through the readers
	$(BIN)/python -m tests.fuzz

train: setup  ## train the models anew: make train DATA=../shared/data (about an hour on two cores)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check '.[train]'
	$(BIN)/python -m pipelines.training.attribution --data $(DATA) --output .cache/attribution
	$(BIN)/python -m pipelines.training.export .cache/attribution/network_4.pt pipelines/text/models/attribution
	$(BIN)/python -m pipelines.training.topics --data $(DATA) --output pipelines/text/models/topics --cache .cache/topics

derived: setup  ## write the files that follow from contracts and SQL headers
	$(BIN)/python -m pipelines.contracts

constraints:  ## pin every dependency anew (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --no-header --no-emit-index-url --quiet --output-file constraints.txt

clean:  ## remove what the commands above made, but no data
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache build *.egg-info
