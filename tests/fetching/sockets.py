"""A guard on the whole process: while it stands, a socket may speak to the named addresses and to nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_WATCHED = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}  # fmt: skip  (event -> which of its arguments says where to)
_guards: list[Guard] = []


class Guard:
    """``seen``: where sockets wanted to go, allowed or not; ``forbidden``: those that were stopped."""

    def __init__(self, allowed: set[tuple[str, int]]) -> None:
        self.allowed = allowed
        self.seen: list[tuple[str, object]] = []
        self.forbidden: list[tuple[str, object]] = []

    def watch(self, event: str, where: object, port: object) -> None:
        """Stop what is not allowed."""
        self.seen.append((event, where))
        target = where if isinstance(where, tuple) else (where, port)
        if tuple(target[:2]) not in self.allowed:
            self.forbidden.append((event, where))
            raise AssertionError(f"{event} to {where}")


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _guards and event in _WATCHED:
        port = arguments[1] if event == "socket.getaddrinfo" else None
        _guards[-1].watch(event, arguments[_WATCHED[event]], port)


sys.addaudithook(_hook)  # cannot be taken away again; without a guard it does nothing


@contextmanager
def only(*allowed: tuple[str, int]) -> Iterator[Guard]:
    """Fail when anything in this process turns to another address, even if the error is swallowed."""
    guard = Guard(set(allowed))
    _guards.append(guard)
    try:
        yield guard
    finally:
        _guards.remove(guard)
    assert guard.forbidden == []
