"""A log of each run, as JSON lines in the data folder: which stage and which part, how many rows, how long.

Belongs here: where records go and how they are written. Does not belong here: what is worth a record (the steps say
it, by Python's logging), what stays for good (core.run_stages). Records hold ids, counts and names of checks, and never
words of an article, so that nobody has to be taken out of them.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from time import perf_counter
from typing import Any, ParamSpec, TypeVar

from pipelines.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")
MOST_LOGS = 100  # runs; the oldest go when one more begins
_PROJECT = logging.getLogger("pipelines")
_OF_EVERY_RECORD = frozenset(logging.makeLogRecord({}).__dict__)


class JsonLines(logging.Formatter):
    """A record as one JSON object: at (UTC), level, event, what hangs on the whole stage, and the record's extras."""

    def __init__(self, stage: Mapping[str, str | None]) -> None:
        super().__init__()
        self._stage = dict(stage)

    def format(self, record: logging.LogRecord) -> str:
        """One line without its end."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        added = {name: value for name, value in record.__dict__.items() if name not in _OF_EVERY_RECORD}
        extras = {name: value for name, value in added.items() if not name.startswith("_")}  # Ray marks every record
        event = {"at": at, "level": record.levelname.lower(), "event": record.getMessage()}
        return json.dumps(event | self._stage | extras, default=str)


def logged(settings: Settings, stage: str) -> Callable[[Callable[P, Iterator[T]]], Callable[P, Iterator[T]]]:
    """Decorate a step so that its run's log says when it began and ended, and what was told meanwhile."""

    def decorate(step: Callable[P, Iterator[T]]) -> Callable[P, Iterator[T]]:
        @wraps(step)
        def told(*args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
            context: Any = args[0]  # of the step, from Dagster
            partition = context.partition_key if context.has_partition_key else None
            with run_log(settings.logs, {"run_id": context.run_id, "partition": partition, "stage": stage}):
                yield from step(*args, **kwargs)

        return told

    return decorate


@contextmanager
def run_log(folder: Path, stage: Mapping[str, str | None]) -> Iterator[None]:
    """Write what the project logs meanwhile to ``folder``/RUN.jsonl; ``stage`` has run_id, partition and stage."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{stage['run_id']}.jsonl"
    if not file.exists():
        _remove_oldest(folder)
    handler, before, began = logging.FileHandler(file, encoding="utf-8"), _PROJECT.level, perf_counter()
    handler.setFormatter(JsonLines(stage))
    _PROJECT.addHandler(handler)
    _PROJECT.setLevel(logging.INFO)
    try:
        _PROJECT.info("stage began")
        yield
        _PROJECT.info("stage ended", extra=_seconds(began))
    except Exception as error:
        _PROJECT.error("stage failed", extra={"error": type(error).__name__, **_seconds(began)})
        raise
    finally:
        _PROJECT.setLevel(before)
        _PROJECT.removeHandler(handler)
        handler.close()


def _seconds(began: float) -> dict[str, Any]:
    return {"seconds": round(perf_counter() - began, 3)}


def _remove_oldest(folder: Path) -> None:
    logs = sorted(folder.glob("*.jsonl"), key=lambda path: path.stat().st_mtime)
    for path in logs[: max(0, len(logs) - MOST_LOGS + 1)]:
        path.unlink()
