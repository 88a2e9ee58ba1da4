"""Single quotation marks in a line of text: which characters they are, and how their neighbours let them pair.

Belongs here: telling marks from apostrophes and inches, and what can be known of a paragraph's marks by counting.
Does not belong here: deciding where a quoted region begins and ends (see ``quotation``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

WORD = re.compile(r"\w+")
_ELISION = re.compile(r"[‘'](?:\d0s|\d\d\b|(?:em|til|till|tis|twas|cause|cos|n|bout|round|neath|cuz)\b)", re.IGNORECASE)
_MISTYPED_APOSTROPHE = re.compile(r"(?<=\w)\"(?:s|t|re|ve|ll|d|m)\b")
_FEET_AND_INCHES = re.compile(r"\d\s?['′’]\s?(?:\d+(?:[.,]\d+)?|½)\Z")
_MARK = re.compile(
    "\n|[“”„«»\"]|``|''"
    r"|(?<!\w)‘|(?<!\w)'(?=[\w\[(…£$€“\"])"
    r"|(?<=[^\s(\[])['’](?!\w)"
)
CLOSERS: dict[str, str] = {
    '"': '"”',
    "“": '”"“',
    "”": '”"',
    "„": '“”"',
    "«": "»",
    "»": "«",
    "``": "''",
    "''": "''",
    "‘": "’'",
    "'": "'’",
}
DOUBLE = frozenset(["“", "”", "„", "«", "»", '"', "``", "''"])
_BEFORE_OPENING = frozenset("([{<–—-/‘'“\"«„»…*_")


class Mark(NamedTuple):
    """A character (or pair) that may be a quotation mark. ``opens``/``closes``: what its neighbours allow."""

    start: int
    end: int
    glyph: str
    opens: bool
    closes: bool

    @property
    def must_open(self) -> bool:
        return self.opens and not self.closes

    @property
    def must_close(self) -> bool:
        return self.closes and not self.opens


class Paragraph(NamedTuple):
    start: int
    end: int
    marks: list[Mark]

    def has_words(self, text: str) -> bool:
        return bool(self.marks) or WORD.search(text, self.start, self.end) is not None

    def opens_with_a_mark(self, text: str) -> bool:
        """Whether the paragraph's first character, white space aside, is one of its marks."""
        return bool(self.marks) and not text[self.start : self.marks[0].start].strip()


def paragraphs_of(text: str) -> Iterator[Paragraph]:
    """The lines of a text with the marks in each."""
    start, marks = 0, list[Mark]()
    for match in _MARK.finditer(text):
        if match.group() == "\n":
            yield Paragraph(start, match.start(), marks)
            start, marks = match.end(), []
        elif (mark := _read_mark(text, match.start(), match.end())) is not None:
            marks.append(mark)
    yield Paragraph(start, len(text), marks)


def _read_mark(text: str, start: int, end: int) -> Mark | None:
    """The mark with what its neighbours allow, or None for inches and apostrophes (6' 2", '90s, it"s)."""
    glyph = text[start:end]
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    if glyph == '"' and before.isdigit() and _FEET_AND_INCHES.search(text, max(0, start - 12), start):
        return None
    if glyph == '"' and _MISTYPED_APOSTROPHE.match(text, start):
        return None
    if glyph in "‘'" and _ELISION.match(text, start):
        return None
    opens = (before.isspace() or before in _BEFORE_OPENING) and not after.isspace() and after not in ",;:!?)]"
    closes = not before.isspace() and not after.isalnum() and before not in "([{"
    return Mark(start, end, glyph, opens, closes)


def guillemets_point_inward(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the text writes »so« and not «so»."""
    score = 0
    for paragraph in paragraphs:
        for mark in paragraph.marks:
            if mark.glyph in "«»" and mark.opens != mark.closes:
                score += 1 if (mark.glyph == "»") == mark.opens else -1
    return score > 0


def without_inches(text: str, marks: list[Mark]) -> list[Mark]:
    """Leave out straight marks after a digit that would only unbalance the paragraph (a 12" gun)."""
    straight = sum(mark.glyph == '"' for mark in marks)
    if straight % 2 == 0:
        return marks
    suspects = [mark for mark in marks if mark.glyph == '"' and mark.must_close and text[mark.start - 1].isdigit()]
    return [mark for mark in marks if mark is not suspects[0]] if suspects else marks


def straight_marks_alternate(marks: Sequence[Mark]) -> bool:
    """Whether straight marks simply take turns: an even number, at least half of them where the neighbours agree."""
    straight = [mark for mark in marks if mark.glyph == '"']
    against = sum(mark.must_open if place % 2 else mark.must_close for place, mark in enumerate(straight))
    return len(straight) % 2 == 0 and against * 2 <= len(straight)


def nested_pairs(marks: Sequence[Mark]) -> dict[int, int]:
    """Opening to closing curly marks, counted by depth (“he said “no” to me”)."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for place, mark in enumerate(marks):
        if mark.glyph == "“" and not (stack and mark.must_close):
            stack.append(place)
        elif mark.glyph in "“”" and stack:
            pairs[stack.pop()] = place
    return pairs if not stack else {}


def single_closers(marks: Sequence[Mark]) -> list[int | None]:
    """For each mark the next one that can close a single quotation."""
    following: list[int | None] = [None] * len(marks)
    upcoming: int | None = None
    for place in range(len(marks) - 1, -1, -1):
        following[place] = upcoming
        mark = marks[place]
        if mark.glyph in "’'" and mark.closes and not mark.must_open:
            upcoming = place
    return following


def following_closers(marks: Sequence[Mark], glyph: str) -> list[int | None]:
    """For each place the next mark, if any, that closes a double quotation which this glyph opens there."""
    following: list[int | None] = [None] * len(marks)
    closers = CLOSERS[glyph]
    upcoming: int | None = None
    for place in range(len(marks) - 1, -1, -1):
        following[place] = upcoming
        mark = marks[place]
        pair = "''" in (mark.glyph, closers)
        found = mark.glyph == closers if pair else mark.glyph in closers
        if found and (glyph == '"' or not mark.must_open or mark.glyph in "”»«"):
            upcoming = place
    return following


def words_before(text: str, marks: Sequence[Mark], end: int) -> list[int]:
    """For each mark how many gaps between marks before it hold a word, and last that count up to ``end``."""
    counts: list[int] = []
    count, position = 0, 0
    for mark in marks:
        count += WORD.search(text, position, mark.start) is not None if counts else 0
        counts.append(count)
        position = mark.end
    return [*counts, count + (WORD.search(text, position, end) is not None)]


def running_counts(marks: Sequence[Mark]) -> tuple[list[int], list[int]]:
    """How many double marks before each place open, and how many close."""
    opened, closed = [0], [0]
    for mark in marks:
        double = mark.glyph in DOUBLE
        opens = double and (mark.glyph in "“„«``" or (mark.glyph == '"' and mark.must_open))
        opened.append(opened[-1] + opens)
        closed.append(closed[-1] + (double and not opens))
    return opened, closed
