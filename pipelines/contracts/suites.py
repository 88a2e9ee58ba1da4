"""The contract part of each great-expectations suite, derived from the declaration, and its file.

Belongs here: turning declarations into expectation configurations, and merging them with those written by hand.
Does not belong here: running a suite (see ``pipelines.quality``).

An expectation is a dict as great-expectations reads it. ``description`` is its name in words and unique in its suite,
``severity`` is critical or warning, ``meta.origin`` is contract (derived here) or hand (kept when the file is
derived again).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipelines.contracts.columns import Column
from pipelines.contracts.table import Table

Expectation = dict[str, Any]


def contract_expectations(table: Table) -> list[Expectation]:
    """What the declaration alone promises of the table's part files; all of it critical."""
    columns = table.lake_columns
    names = [column.name for column in columns]
    expectations = [
        _expect(
            "expect_table_columns_to_match_set",
            "the columns of the contract are there",
            column_set=names,
            exact_match=False,
        ),
        _unique(table.primary_key),
    ]
    for column in columns:
        expectations.extend(_column_expectations(column))
    return expectations


def suite_path(folder: Path, table: Table) -> Path:
    """Where the suite of a table lies: ``expectations/core/quotes.json``."""
    return folder / table.layer / f"{table.name}.json"


def hand_written(suite: str) -> list[Expectation]:
    """The expectations of a suite, given as JSON text, that are not derived."""
    expectations: list[Expectation] = json.loads(suite)["expectations"]
    return [expectation for expectation in expectations if expectation.get("meta", {}).get("origin") != "contract"]


def suite_text(table: Table, by_hand: list[Expectation]) -> str:
    """The suite file: contract part first, then what was written by hand, as JSON text."""
    expectations = [*contract_expectations(table), *by_hand]
    suite = {"name": table.full_name, "expectations": expectations}
    return json.dumps(suite, indent=2, ensure_ascii=False) + "\n"


def _column_expectations(column: Column) -> list[Expectation]:
    name = column.name
    found = []
    if not column.nullable:
        found.append(_expect("expect_column_values_to_not_be_null", f"{name} is present", column=name))
    if column.allowed is not None:
        value_set = list(column.allowed)
        words = f"{name} is an allowed value"
        found.append(_expect("expect_column_values_to_be_in_set", words, column=name, value_set=value_set))
    if column.pattern is not None:
        words = f"{name} matches its pattern"
        found.append(_expect("expect_column_values_to_match_regex", words, column=name, regex=column.pattern))
    if column.minimum is not None or column.maximum is not None:
        found.append(_bounds(column))
    if column.references is not None:
        words = f"{name} occurs in {column.references}"
        resolves = f"{name}_resolves"
        found.append(_expect("expect_column_values_to_be_in_set", words, column=resolves, value_set=[True]))
    return found


def _bounds(column: Column) -> Expectation:
    bounds = {"min_value": column.minimum, "max_value": column.maximum}
    given = {key: value for key, value in bounds.items() if value is not None}
    words = f"{column.name} is {_in_words(column)}"
    return _expect("expect_column_values_to_be_between", words, column=column.name, **given)


def _in_words(column: Column) -> str:
    if column.maximum is None:
        return f"at least {column.minimum:g}"
    if column.minimum is None:
        return f"at most {column.maximum:g}"
    return f"from {column.minimum:g} to {column.maximum:g}"


def _unique(key: tuple[str, ...]) -> Expectation:
    words = f"{' + '.join(key)} is unique"
    if len(key) == 1:
        return _expect("expect_column_values_to_be_unique", words, column=key[0])
    return _expect("expect_compound_columns_to_be_unique", words, column_list=list(key))


def _expect(kind: str, words: str, **kwargs: Any) -> Expectation:
    return {
        "type": kind,
        "kwargs": kwargs,
        "severity": "critical",
        "description": words,
        "meta": {"origin": "contract"},
    }
