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

ifdef UV
VENV := $(UV) venv --quiet --python $(PYTHON) .venv
INSTALL := $(UV) pip install --quiet --python $(BIN)/python --constraint constraints.txt
else
VENV := $(PYTHON) -m venv .venv
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
endif

$(BIN)/.ready: pyproject.toml constraints.txt
	test -d .venv || $(VENV)
	$(INSTALL) --editable '.[dev]'
	@touch $@

demo: setup  ## run the bundled sample and ask it three questions (in data/demo)
	$(BIN)/otr demo --data data/demo

up: setup  ## Dagster's UI on http://127.0.0.1:3000, with schedule and inbox sensor (DATA=data/demo for the sample)
	$(BIN)/otr up --data $(DATA)

test: setup  ## the tests, on two cores
	$(BIN)/python -m pytest -n 2

check: setup  ## format, lint, types, SQL, derived files, Dagster definitions, import rule
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar sql
	$(BIN)/python -m pipelines.contracts --check
	$(BIN)/dagster definitions validate -w workspace.yaml --log-level warning
	$(BIN)/python -m pytest tests/test_imports.py

bench: setup  ## speed and memory of everything on this machine, into bench.md (long; DATA=../shared/data for real news)
	$(INSTALL) --editable '.[dev,bench]'
	$(BIN)/python -m tests.bench $(DATA)

fuzz: setup  ## 10,000 damaged files of every format through the readers
	$(BIN)/python -m tests.fuzz

train: setup  ## train the models anew: make train DATA=../shared/data (hours; START=FOLDER begins with an exported model)
	$(INSTALL) --editable '.[dev,train]'
	$(BIN)/python -m pipelines.training.attribution --data $(DATA) --output .cache/teacher
	$(BIN)/python -m pipelines.training.distillation --data $(DATA) --teacher .cache/teacher/teacher.pt --output .cache/student $(if $(START),--start $(START) --epochs 3)
	$(BIN)/python -m pipelines.training.export .cache/student/student.pt pipelines/text/models/attribution
	$(BIN)/python -m pipelines.training.topics --data $(DATA) --gold $(DATA)/../gold/topics_dev.jsonl --output pipelines/text/models/topics --cache .cache/topics

derived: setup  ## write the files that follow from contracts and SQL headers
	$(BIN)/python -m pipelines.contracts

constraints:  ## pin every dependency anew (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --no-header --no-emit-index-url --quiet --output-file constraints.txt

clean:  ## remove what the commands above made, but no data
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache build *.egg-info
