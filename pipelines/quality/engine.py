"""The only use of great-expectations: validate a frame against expectation configurations.

Belongs here: calls of great-expectations and nothing else. Does not belong here: what a verdict means for publication.
"""

from __future__ import annotations

import gc
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import polars as pl

Expectation = dict[str, Any]

ROW_BY_ROW = {
    "expect_column_values_to_not_be_null",
    "expect_column_values_to_match_regex",
    "expect_column_values_to_be_in_set",
    "expect_column_values_to_not_be_in_set",
    "expect_column_values_to_be_between",
    "expect_column_value_lengths_to_be_between",
}
UNIQUE = {"expect_column_values_to_be_unique", "expect_compound_columns_to_be_unique"}
_PRESENCE = {"expect_column_values_to_not_be_null", "expect_table_columns_to_match_set"}
_WHETHER = {"result_format": "BOOLEAN_ONLY"}
_WHICH = {"result_format": "COMPLETE", "return_unexpected_index_query": False}
# What great-expectations imports for kinds of expectations and pictures that no suite here has: a second and more.
_UNUSED = ("scipy.stats", "altair")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one expectation came out.

    ``unexpected_rows`` are positions in the frame, None where the expectation is about the frame as a whole.
    ``observed`` is the value that great-expectations saw, or the message of the error that it met.
    """

    expectation: Expectation
    success: bool
    unexpected_rows: tuple[int, ...] | None
    observed: Any


def validate(frame: pl.DataFrame, expectations: Sequence[Expectation]) -> list[Verdict]:
    """A verdict for each expectation, in order. An expectation that cannot be evaluated has failed.

    Of expectations that allow no row it is asked first whether they are met, which costs much less, and which rows do
    not meet them only where they are not.
    """
    if not expectations:
        return []
    validator = _validator(_slim(frame, expectations))
    strict = {place for place, one in enumerate(expectations) if _is_strict(one)}
    found = _results(validator, [(place, expectations[place]) for place in sorted(strict)], _WHETHER)
    met = {place for place, result in found.items() if result.success}
    others = [(place, one) for place, one in enumerate(expectations) if place not in met]
    found |= _results(validator, others, _WHICH)
    return [
        Verdict(one, True, (), None) if place in met else _verdict(one, found[place])
        for place, one in enumerate(expectations)
    ]


def _is_strict(expectation: Expectation) -> bool:
    """Whether it is about rows and every row must meet it."""
    return expectation["type"] in ROW_BY_ROW | UNIQUE and "mostly" not in expectation["kwargs"]


def _validator(frame: pl.DataFrame) -> Any:
    """What answers for the frame: made once for all questions, since each making hashes all of it."""
    from great_expectations.validator.v1_validator import Validator

    return Validator(_whole_frames(), batch_parameters={"dataframe": frame.to_pandas()})


@cache
def _whole_frames() -> Any:
    """The definition of batches that are whole frames, made once: each context writes its settings again and again.

    It keeps the frame that was looked at last; see ``pieces`` for how large that may be.
    """
    context = _great_expectations().get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    asset = context.data_sources.add_pandas("frames").add_dataframe_asset("frame")
    return asset.add_batch_definition_whole_dataframe("whole")


def _results(
    validator: Any, placed: Sequence[tuple[int, Expectation]], result_format: dict[str, Any]
) -> dict[int, Any]:
    """What great-expectations says of each expectation, by its place."""
    if not placed:
        return {}
    numbered = [{**one, "meta": {**one.get("meta", {}), "position": place}} for place, one in placed]
    suite = _great_expectations().ExpectationSuite(name="suite", expectations=numbered)
    validator.result_format = result_format
    outcome = validator.validate_expectation_suite(suite)
    return {found.expectation_config.meta["position"]: found for found in outcome.results}


@cache
def _great_expectations() -> Any:
    """The library; importing it takes seconds, so it waits until a suite is run.

    Its own imports of deprecated modules are no news to a caller who turns warnings into errors. What is imported
    stays, so the collector of garbage need not look through it again and again.
    """
    with warnings.catch_warnings(), _not_yet_imported(_UNUSED):
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations
    gc.freeze()
    return great_expectations


class _Later(ModuleType):
    """Stands in for a module until something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def _not_yet_imported(names: Sequence[str]) -> Iterator[None]:
    """Whoever imports one of the modules meanwhile gets it when he uses it."""
    later = [name for name in names if name not in sys.modules and find_spec(name)]
    sys.modules.update((name, _Later(name)) for name in later)
    try:
        yield
    finally:
        for name in later:
            if isinstance(sys.modules.get(name), _Later):
                del sys.modules[name]


def _slim(frame: pl.DataFrame, expectations: Sequence[Expectation]) -> pl.DataFrame:
    """The frame with every value that no expectation reads replaced by True (null stays null).

    Bytes, texts and lists are large in pandas, and most expectations only ask whether they are there. Where none asks
    that, columns that are not read are left out.
    """
    reading = [expectation for expectation in expectations if expectation["type"] not in _PRESENCE]
    read = {name for expectation in reading for name in columns_of(expectation)}
    if read and len(reading) == len(expectations):
        return frame.select(name for name in frame.columns if name in read)
    return frame.select(
        pl.col(name) if name in read else pl.when(pl.col(name).is_not_null()).then(True).alias(name)
        for name in frame.columns
    )


def columns_of(expectation: Expectation) -> list[str]:
    """The columns that an expectation reads."""
    kwargs = expectation["kwargs"]
    single = [kwargs[key] for key in ("column", "column_A", "column_B") if key in kwargs]
    return [*single, *kwargs.get("column_list", ())]


def _verdict(expectation: Expectation, found: Any) -> Verdict:
    positions = found.result.get("unexpected_index_list")
    if "observed_value" in found.result:
        observed: Any = found.result["observed_value"]
    else:
        observed = _error_message(found.exception_info)
    rows = None if positions is None else tuple(int(position) for position in positions)
    return Verdict(expectation, bool(found.success), rows, observed)


def _error_message(exception_info: dict[str, Any]) -> str | None:
    """The message of the error, which great-expectations gives flat or under the name of a metric."""
    for info in (exception_info, *exception_info.values()):
        if isinstance(info, dict) and info.get("exception_message"):
            return str(info["exception_message"])
    return None
