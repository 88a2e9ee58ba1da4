"""How far reading a file has come: told at each part of it, before it is looked at, so that it can go on behind any.

Belongs here: counting the parts (records, lines, members of an archive) and passing over those before a place. Does not
belong here: what a part is (`formats`), what is done when one breaks the reader (`isolation`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a file: ``path`` counts from 1, in an archive the member and then the part of it; ``uri`` names it."""

    path: tuple[int, ...]
    uri: str


def _tell_nobody(place: Place) -> None:
    """For readers that nobody waits for."""


@dataclass(slots=True)
class Course:
    """The way through one file. ``behind``: the path of the last part that is not wanted, with all before it.

    The same file has the same parts in the same order, so a path means the same in every reading.
    """

    tell: Callable[[Place], None] = _tell_nobody
    behind: tuple[int, ...] = ()
    _counts: list[int] = field(default_factory=list)

    def enter(self, depth: int, uri: str) -> bool:
        """Tell the next part at this depth (0 in the file itself); whether to look at it or to pass it over.

        A member of an archive that holds ``behind`` is looked at, for the parts after that.
        """
        del self._counts[depth + 1 :]
        self._counts += [0] * (depth + 1 - len(self._counts))
        self._counts[depth] += 1
        path = tuple(self._counts)
        self.tell(Place(path, uri))
        return path >= self.behind[: len(path)] and path != self.behind

    def is_resumed(self, depth: int) -> bool:
        """Whether parts of what lies open at this depth were passed over as not wanted."""
        return bool(self.behind) and tuple(self._counts[:depth]) == self.behind[:depth]
