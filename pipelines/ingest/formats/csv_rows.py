"""Lines of a comma-separated table to rows; behind a row whose quoting is broken, the next whole one is sought.

Belongs here: where a row begins and ends. Does not belong here: bytes to lines, cells to fields (`table`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipelines.ingest.records import RefusalError

REWINDS = 2  # so many times the largest row is read again, at most, in search of whole rows
_FORMS = (re.compile(r"https?://\S+$"), re.compile(r"\d{4}-\d\d-\d\d"))


class Lines(Iterator[str]):
    """Lines with their ends, counted; those since `begin` can be given back. ``largest``: characters of one row."""

    def __init__(self, lines: Iterator[str], largest: int) -> None:
        self._lines, self._left = lines, REWINDS * largest
        self._again: list[str] = []
        self.taken: list[str] = []
        self.number = 0

    def __next__(self) -> str:
        """The next line."""
        line = self._again.pop() if self._again else next(self._lines)
        self.taken.append(line)
        self.number += 1
        return line

    def begin(self) -> None:
        """A row begins here."""
        self.taken.clear()

    def give_back(self, kept: int) -> bool:
        """Go back behind so many lines of the row; False where too much was read again already."""
        back = self.taken[kept:]
        del self.taken[kept:]
        self._again += reversed(back)
        self.number -= len(back)
        self._left -= sum(map(len, back))
        return self._left >= 0


@dataclass(slots=True)
class _Shape:
    """What the rows so far look like: a line inside a broken cell must not be taken for a row."""

    width: int
    has_line_breaks: bool = False
    forms: list[re.Pattern[str] | None] = field(default_factory=list)

    def learn(self, row: list[str], lines: list[str]) -> None:
        """A whole row and the lines that it was."""
        self.has_line_breaks = self.has_line_breaks or len(lines) > 1
        self.forms = [next((form for form in _FORMS if form.match(cell)), None) for cell in row]

    def fits(self, row: list[str], lines: list[str], mark: str) -> bool:
        """Whether the row has a quoted cell (inside a cell quotes are doubled), or an address or date in its place."""
        if len(row) != self.width or self.width < 2:
            return False
        quoted = re.compile(rf'(?:^|{re.escape(mark)})"[^"]')
        return bool(quoted.search(lines[0])) or any(
            form and form.match(cell) for form, cell in zip(self.forms, row, strict=False)
        )


def read_rows(lines: Lines, mark: str, width: int, enter: Callable[[int], bool]) -> Iterator[list[str] | RefusalError]:
    """The rows, counted from 1 and entered before they are looked at; for what is broken a refusal in a row's place.

    A blank line, and a row that is not wanted, is an empty row.
    """
    reader = csv.reader(lines, delimiter=mark, strict=True)
    number, shape, goes_on = 0, _Shape(width), True
    while goes_on:
        number, first = number + 1, lines.number + 1
        is_wanted = enter(number)
        lines.begin()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            last = lines.number
            if shape.has_line_breaks or len(lines.taken) > 1:
                goes_on = _go_on(lines, reader, shape, mark)
            yield _refusal(str(error), first, last, lines.number, goes_on) if is_wanted else []
        else:
            if len(row) == width:
                shape.learn(row, lines.taken)
            yield row if is_wanted else []


def _go_on(lines: Lines, reader: Iterator[list[str]], shape: _Shape, mark: str) -> bool:
    """Move to where the next whole row begins, or to the end; False where the search takes too long."""
    while lines.give_back(1):
        lines.begin()
        try:
            row = next(reader)
        except StopIteration:
            return True
        except csv.Error:
            continue
        if shape.fits(row, lines.taken, mark):
            return lines.give_back(0)
    return False


def _refusal(error: str, first: int, last: int, line: int, goes_on: bool) -> RefusalError:
    onward = f"reading goes on behind line {line:,}" if goes_on else "the rest of the file is not read"
    return RefusalError("malformed_row", f"quoting: {error}, lines {first:,} to {last:,}; {onward}")
