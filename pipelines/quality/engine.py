"""The only use of great-expectations: validate a frame against expectation configurations.

Belongs here: calls of great-expectations and nothing else. Does not belong here: what a verdict means for publication.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

Expectation = dict[str, Any]

_PRESENCE = {"expect_column_values_to_not_be_null", "expect_table_columns_to_match_set"}
_RESULT_FORMAT = {"result_format": "COMPLETE", "return_unexpected_index_query": False}


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
    """A verdict for each expectation, in order. An expectation that cannot be evaluated has failed."""
    if not expectations:
        return []
    gx = _great_expectations()
    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    numbered = [
        {**expectation, "meta": {**expectation.get("meta", {}), "position": position}}
        for position, expectation in enumerate(expectations)
    ]
    asset = context.data_sources.add_pandas("frames").add_dataframe_asset("frame")
    definition = asset.add_batch_definition_whole_dataframe("whole")
    batch = definition.get_batch({"dataframe": _slim(frame, expectations).to_pandas()})
    suite = gx.ExpectationSuite(name="suite", expectations=numbered)
    outcome = batch.validate(suite, result_format=_RESULT_FORMAT)
    by_position = {found.expectation_config.meta["position"]: found for found in outcome.results}
    return [_verdict(expectation, by_position[position]) for position, expectation in enumerate(expectations)]


@cache
def _great_expectations() -> Any:
    """The library; importing it takes seconds, so it waits until a suite is run.

    Its own imports of deprecated modules are no news to a caller who turns warnings into errors.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations

    return great_expectations


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
