"""The table of time expressions beside this file: at least 97 of 100 are read wholly right.

Its columns: a sentence, the day of publication (empty: unknown), the expression's characters, its ISO 8601 value,
granularity, first and last day, and whether its weekday contradicts its date. The values were written down before the
rules that read them. Three times rows were added that tried the rules unseen: of 60 they read 59 rightly, of 79 then
73, of 74 then 57; the six of the second time are mended (the three months to June, a week from Friday, moved to June
10th, the 12th century), and of the last seventeen all but two (the third week of July, the first of December, within
two weeks, the week after next, a year ago today; not: reports in the autumn, and overnight, which no rule reads).
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

from pipelines.text.dates import find_dates

LEAST_SHARE = 0.97
FILE = Path(__file__).parent / "date_expressions.tsv"
Row = dict[str, str]


def _rows() -> list[Row]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _is_right(row: Row) -> bool:
    sentence = row["sentence"]
    published = date.fromisoformat(row["published_on"]) if row["published_on"] else None
    wanted = tuple(row[name] for name in list(row)[2:])
    found = [
        (
            sentence[each.span.start : each.span.end],
            each.value,
            each.granularity,
            each.date_from.isoformat(),
            each.date_to.isoformat(),
            str(each.is_contradictory).lower(),
        )
        for each in find_dates(sentence, published)
    ]
    return wanted in found


def test_nearly_all_expressions_of_the_table_are_read_wholly_right() -> None:
    rows = _rows()
    wrong = [row["sentence"] for row in rows if not _is_right(row)]
    assert 1 - len(wrong) / len(rows) >= LEAST_SHARE, wrong


def test_the_table_covers_every_kind_of_expression() -> None:
    rows = _rows()
    counts = Counter(row["granularity"] for row in rows)
    assert len({(row["sentence"], row["published_on"]) for row in rows}) == len(rows) >= 280
    assert set(counts) == {"day", "week", "month", "quarter", "year", "decade", "range"}
    assert min(counts.values()) >= 5
    assert sum(row["is_contradictory"] == "true" for row in rows) >= 4
    assert sum(row["published_on"] == "" for row in rows) >= 50
