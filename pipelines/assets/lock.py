"""One writer at a time: a lock on the data folder, which ends with the process that holds it.

Belongs here: taking the lock. Does not belong here: what is done under it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from pipelines.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")
_held: set[Path] = set()  # the locks of this process


class Busy(RuntimeError):
    """Another process is at work on the data folder."""


@contextmanager
def hold(settings: Settings, *, wait: bool) -> Iterator[None]:
    """Hold the data folder; who holds it may hold it again.

    Raises:
        Busy: another process holds it, and the caller does not ``wait`` for it to end.
    """
    if settings.lock in _held:
        yield
        return
    settings.data.mkdir(parents=True, exist_ok=True)
    with settings.lock.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            file.seek(0)
            raise Busy(f"process {file.read().strip() or 'unknown'} is at work on {settings.data}") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        _held.add(settings.lock)
        try:
            yield
        finally:
            _held.discard(settings.lock)


def alone(settings: Settings) -> Callable[[Callable[P, Iterator[T]]], Callable[P, Iterator[T]]]:
    """Decorate a step so that it waits until no other process works on the data folder."""

    def decorate(step: Callable[P, Iterator[T]]) -> Callable[P, Iterator[T]]:
        @wraps(step)
        def held(*args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
            with hold(settings, wait=True):
                yield from step(*args, **kwargs)

        return held

    return decorate
