"""Answers as text: a table for the terminal, CSV, JSON, Markdown.

Belongs here: layout of columns and rows. Does not belong here: asking (see ``query``), printing.
"""

from __future__ import annotations

import csv
import io
import json
import math
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

from pipelines.warehouse.query import QueryResult

Format = Literal["table", "csv", "json", "markdown"]

NARROWEST = 16  # a column cut to less says nothing: rows are shown one cell a line instead
_NUMBERS = ("INT", "DOUBLE", "FLOAT", "DECIMAL")


def format_result(result: QueryResult, style: Format, width: int = 120) -> str:
    """The answer as text that ends with a line break. ``width`` is the terminal's, in columns; only tables heed it.

    Null is empty in CSV, Markdown and tables, ``null`` in JSON. Raises ValueError for a style that does not exist.
    """
    styles: dict[str, Callable[[QueryResult], str]] = {
        "table": lambda answer: _table(answer, width),
        "csv": _csv,
        "json": _json,
        "markdown": _markdown,
    }
    if style not in styles:
        raise ValueError(f"no format is called {style!r}; there are {', '.join(styles)}")
    return styles[style](result)


def _csv(result: QueryResult) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(result.columns)
    writer.writerows([_words(value, digits=17) for value in row] for row in result.rows)
    return lines.getvalue()


def _json(result: QueryResult) -> str:
    rows = [dict(zip(result.columns, map(_plain, row), strict=True)) for row in result.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _markdown(result: QueryResult) -> str:
    rules = ["---:" if _is_number(kind) else "---" for kind in result.types]
    rows = [[one_line(_words(value)).replace("|", "\\|") for value in row] for row in result.rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in [result.columns, rules, *rows])


def _table(result: QueryResult, width: int) -> str:
    rows = [[one_line(_words(value)) for value in row] for row in result.rows]
    wanted = [max(map(_display_width, column)) for column in zip(result.columns, *rows, strict=True)]
    widths = _fit(wanted, width - 2 * max(0, len(wanted) - 1))
    if any(room < min(want, NARROWEST) for room, want in zip(widths, wanted, strict=True)):
        return _records(result.columns, rows, width) + _summary(result)
    is_right = [_is_number(kind) for kind in result.types]
    lines = [result.columns, ["─" * room for room in widths], *rows]
    text = "\n".join("  ".join(map(_pad, cells, widths, is_right)).rstrip() for cells in lines)
    return f"{text}\n{_summary(result)}"


def _records(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    """One line a cell and an empty line after each row: for more columns than fit side by side."""
    label = max(map(_display_width, columns))
    room = max(NARROWEST, width - label - 2)
    lines: list[str] = []
    for row in rows:
        lines.extend(
            f"{_pad(column, label, False)}  {_cut(cell, room)}".rstrip()
            for column, cell in zip(columns, row, strict=True)
        )
        lines.append("")
    return "\n".join([*lines, ""])


def _summary(result: QueryResult) -> str:
    count = len(result.rows)
    return f"({count} row{'' if count == 1 else 's'}{', more were left out' if result.is_cut else ''})\n"


def _fit(wanted: Sequence[int], room: int) -> list[int]:
    """Column widths that add up to ``room`` or less: narrow columns keep what they want, wide ones share the rest."""
    widths = [0] * len(wanted)
    left = max(room, 0)
    for place, index in enumerate(sorted(range(len(wanted)), key=lambda index: wanted[index])):
        widths[index] = min(wanted[index], left // (len(wanted) - place))
        left -= widths[index]
    return widths


def _pad(cell: str, width: int, is_right: bool) -> str:
    cut = _cut(cell, width)
    space = " " * (width - _display_width(cut))
    return space + cut if is_right else cut + space


def _cut(cell: str, width: int) -> str:
    """The cell in at most ``width`` terminal columns; an ellipsis marks that there was more."""
    if _display_width(cell) <= width:
        return cell
    kept, used = [], 1
    for character in cell:
        used += _display_width(character)
        if used > width:
            break
        kept.append(character)
    return "".join(kept) + "…"


def _display_width(words: str) -> int:
    """Terminal columns that the words take: none for a combining mark, two for a wide character."""
    if words.isascii():
        return len(words)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in words
    )


def one_line(words: str) -> str:
    """The words on one line and without control characters, which an article could use to write over the terminal."""
    spaced = " ".join(words.split())
    return "".join(character for character in spaced if unicodedata.category(character) not in ("Cc", "Cf"))


def _is_number(kind: str) -> bool:
    return any(word in kind for word in _NUMBERS) and "[" not in kind and "STRUCT" not in kind


def _words(value: Any, digits: int = 6) -> str:
    """A value as a person reads it, numbers to that many significant digits; nested values as JSON."""
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return str(plain).lower()
    if isinstance(plain, float):
        return f"{plain:.{digits}g}" if digits < 17 else repr(plain)
    if isinstance(plain, list | dict):
        return json.dumps(plain, ensure_ascii=False)
    return str(plain)


def _plain(value: Any) -> Any:
    """A value in the types of JSON: dates in ISO 8601, bytes in hexadecimal, numbers that are none as null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value if value is None or isinstance(value, bool | int | str) else str(value)
