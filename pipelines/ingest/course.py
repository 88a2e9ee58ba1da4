"""How far reading a file has come: told at each part of it, before it is looked at, so that it can go on behind any.

Belongs here: counting the parts (records, lines, members of an archive) and passing over those before a place. Does not
belong here: what a part is (`formats`), what is done when one breaks the reader (`isolation`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a file: ``path`` counts from 1, in an archive the member and then the part of it; ``uri`` names it.

    A path that ends in 0 stands before the first part: the file is about to be looked at whole, and could be read part
    by part instead. The empty path is no place, but a sign of life.
    """

    path: tuple[int, ...]
    uri: str


def _tell_nobody(place: Place) -> None:
    """For readers that nobody waits for."""


@dataclass(slots=True)
class Course:
    """The way through one file. ``behind``: the path of the last part that is not wanted, with all before it.

    The same file has the same parts in the same order, so a path means the same in every reading. ``piecemeal``: no
    file is to be looked at whole, because that broke the reader.
    """

    tell: Callable[[Place], None] = _tell_nobody
    behind: tuple[int, ...] = ()
    piecemeal: bool = False
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

    def enter_whole(self, depth: int, uri: str) -> bool:
        """Tell that the file that lies open at this depth is about to be looked at whole; False if it must not be."""
        if not self.piecemeal:
            self.tell(Place((*self._counts[:depth], 0), uri))
        return not self.piecemeal

    def breathe(self) -> None:
        """Tell that reading goes on, where much is read before the next part begins."""
        self.tell(Place((), ""))

    def is_behind(self, depth: int) -> bool:
        """Whether the part just told at this depth is the last that is not wanted: it may have broken the reader."""
        return tuple(self._counts[: depth + 1]) == self.behind

    def is_resumed(self, depth: int) -> bool:
        """Whether parts of what lies open at this depth were passed over as not wanted."""
        passed_over = self.behind[depth : depth + 1] > (0,)
        return passed_over and tuple(self._counts[:depth]) == self.behind[:depth]
