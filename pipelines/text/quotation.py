"""Quotation marks: which characters of a text stand between them.

Belongs here: finding quoted regions, taking their marks off, and saying whether a content is direct, mixed or
indirect speech. Does not belong here: who speaks, or whether a region is speech at all.

A paragraph is a line: no region crosses a newline. Everything here takes time linear in the length of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipelines.text.clauses import read_clause, read_inverted
from pipelines.text.dash_speech import DASHES, read_dashes
from pipelines.text.quotation_marks import (
    CLOSERS,
    DOUBLE,
    WORD,
    Mark,
    Paragraph,
    following_closers,
    guillemets_point_inward,
    nested_pairs,
    paragraphs_of,
    running_counts,
    single_closers,
    straight_marks_alternate,
    without_inches,
    words_before,
)
from pipelines.text.spans import QuoteKind, Span


@lru_cache(maxsize=8)  # several readers ask for those of one text
def quoted_regions(text: str) -> tuple[Span, ...]:
    """The quoted regions of a text, marks included, in text order and without overlaps.

    A mark inside a quoted region (a quotation in a quotation) makes no region of its own. In a line that a dash opens
    the spoken parts are regions, each with its dash. An opening mark that is
    never closed holds to the end of its paragraph, as newspapers do for a quotation of several paragraphs.
    """
    regions: list[Span] = []
    paragraphs = list(paragraphs_of(text))
    inward = guillemets_point_inward(paragraphs)
    was_open = False
    for position, paragraph in enumerate(paragraphs):
        if told := read_dashes(text, paragraph.start, paragraph.end):
            regions.extend(span for one in told for span in one.spoken)
            was_open = False
            continue
        if not paragraph.marks:
            was_open = was_open and not paragraph.has_words(text)
            continue
        following = next((later for later in paragraphs[position + 1 : position + 3] if later.has_words(text)), None)
        reader = _ParagraphReader(text, paragraph, inward, was_open, following)
        regions.extend(reader.read())
        was_open = reader.left_open
    return tuple(regions)


def inner(text: str, region: Span) -> Span:
    """The region without its marks. A region may lack one of them (a quotation of several paragraphs)."""
    opening = _glyph_at(text, region.start, region.end)
    start = region.start + len(opening)
    closers = CLOSERS.get(opening, "") if opening else '”"»'
    end = region.end
    if closers == "''":
        if end - 2 >= start and text.startswith("''", end - 2):
            end -= 2
    elif end - 1 >= start and text[end - 1] in closers:
        end -= 1
    return Span(start, end)


def content_kind(text: str, content: Sequence[Span], regions: Sequence[Span]) -> QuoteKind:
    """direct: every word of the content lies in a quoted region; mixed: some do; indirect: none does.

    ``regions`` are sorted and do not overlap, as :func:`quoted_regions` returns them.
    """
    quoted = unquoted = False
    for span in content:
        place = bisect_right(regions, span.start, key=lambda region: region.start) - 1
        for word in WORD.finditer(text, span.start, span.end):
            start, end = word.span()
            while place + 1 < len(regions) and regions[place + 1].start <= start:
                place += 1
            if place >= 0 and end <= regions[place].end:
                quoted = True
            else:
                unquoted = True
            if quoted and unquoted:
                return "mixed"
    return "direct" if quoted else "indirect"


class _ParagraphReader:
    """Pairs the marks of one paragraph. ``left_open`` tells, after reading, whether its last region was unclosed."""

    def __init__(
        self, text: str, paragraph: Paragraph, inward: bool, continues: bool, following: Paragraph | None
    ) -> None:
        self.text = text
        self.start = paragraph.start
        self.end = self._last_character_before(paragraph.end)
        self.marks = without_inches(text, paragraph.marks)
        self.continues = continues and not paragraph.opens_with_a_mark(text)
        self.reopens = following is not None and following.opens_with_a_mark(text)
        self.opening_guillemet, self.closing_guillemet = "»«" if inward else "«»"
        self.alternating = straight_marks_alternate(self.marks)
        self.partners = nested_pairs(self.marks)
        self.single_closers = single_closers(self.marks)
        self.double_counts = running_counts(self.marks)
        self.words_before = words_before(text, self.marks, self.end)
        self.first_closers: dict[str, list[int | None]] = {}
        self.left_open = False

    def read(self) -> Iterator[Span]:
        place = 0
        if self.continues and (closer := self._closer_of_the_paragraph_before()) is not None:
            yield Span(self.start, self.marks[closer].end)
            place = closer + 1
        while place < len(self.marks):
            mark = self.marks[place]
            if not self._may_begin(mark):
                place += 1
                continue
            end, place = self._finish(place)
            if end is not None:
                yield Span(mark.start, end)

    def _closer_of_the_paragraph_before(self) -> int | None:
        """A quotation may run on into a paragraph that does not open with a mark: then its first mark closes it."""
        for place, mark in enumerate(self.marks):
            if mark.glyph in DOUBLE:
                closing = mark.glyph in ("”", self.closing_guillemet) or (mark.glyph == '"' and mark.must_close)
                return place if closing and not mark.must_open else None
        return None

    def _may_begin(self, mark: Mark) -> bool:
        glyph = mark.glyph
        if glyph in "‘'":
            return mark.opens
        if glyph == '"':
            return self.alternating or not mark.must_close
        if glyph in "«»":
            return glyph == self.opening_guillemet or mark.must_open
        if glyph == "“":
            return not mark.must_close
        return glyph in ("„", "``") or (glyph in ("”", "''") and mark.must_open)

    def _finish(self, place: int) -> tuple[int | None, int]:
        """Where the region that begins at this mark ends (None: it is no region), and the mark to go on from."""
        glyph = self.marks[place].glyph
        single = glyph in "‘'"
        closer = self._single_closer(place) if single else self._partner(place) or self._first_closer(place)
        if closer is None:
            return self._unclosed(place)
        if glyph == '"' and self._opens_anew(closer):
            end = self._last_character_before(self.marks[closer].start)
            return self._lost_closer(self.marks[place], end) or end, closer
        return self.marks[closer].end, closer + 1

    def _partner(self, place: int) -> int | None:
        """The curly mark that closes this one by depth, unless a straight one plainly closes it before (“so")."""
        partner = self.partners.get(place)
        for later in range(place + 1, partner or 0):
            if self.marks[later].glyph == '"':
                return later if self.marks[later].must_close else partner
        return partner

    def _first_closer(self, place: int) -> int | None:
        glyph = self.marks[place].glyph
        if glyph not in self.first_closers:
            self.first_closers[glyph] = following_closers(self.marks, glyph)
        return self.first_closers[glyph][place]

    def _last_character_before(self, end: int) -> int:
        while self.text[end - 1].isspace():
            end -= 1
        return end

    def _opens_anew(self, place: int) -> bool:
        mark = self.marks[place]
        return not self.alternating and mark.glyph == '"' and mark.must_open

    def _unclosed(self, place: int) -> tuple[int | None, int]:
        mark = self.marks[place]
        stray = self.words_before[place] == self.words_before[-1]
        if mark.glyph in "‘'":
            stray = stray or not self.reopens or place > 0 or bool(self.text[self.start : mark.start].strip())
        elif mark.glyph in ('"', "”", "''"):
            stray = stray or not (mark.must_open or self.reopens)
        if stray:
            return None, place + 1
        lost = self._lost_closer(mark, self.end)
        if lost is not None:
            return lost, len(self.marks)
        self.left_open = True
        return self.end, len(self.marks)

    def _lost_closer(self, mark: Mark, end: int) -> int | None:
        """Where a closing mark is missing because the words up to ``end`` end with *, said X.* or *, X said.*"""
        comma = self.text.rfind(",", mark.end, end)
        if comma < 0:
            return None
        clause = read_clause(self.text, comma + 1, end) or read_inverted(self.text, comma + 1, end)
        ends = clause is not None and WORD.search(self.text, max(clause.subject.end, clause.verb.end), end) is None
        return comma + 1 if ends else None

    def _single_closer(self, place: int) -> int | None:
        """The closing single mark: the first one, unless that is as well a plural's apostrophe and a better follows."""
        first = self.single_closers[place]
        if first is None or self.words_before[place] == self.words_before[first]:
            return None
        chosen = first
        later = self.single_closers[first]
        if _may_be_possessive(self.text, self.marks[first]) and later is not None and self._ends_speech(later):
            between = self.marks[first + 1 : min(later, first + 51)]
            if not any(mark.glyph in "‘'" and mark.must_open for mark in between) and later - first <= 51:
                chosen = later
        opened, closed = (self.double_counts[kind][chosen] - self.double_counts[kind][place] for kind in (0, 1))
        if opened == closed == 0:
            return chosen
        return chosen if opened == closed and self._ends_speech(chosen) else None

    def _ends_speech(self, place: int) -> bool:
        return self.text[self.marks[place].start - 1] in '.,!?…”"'


def _may_be_possessive(text: str, mark: Mark) -> bool:
    after = text[mark.end : mark.end + 2]
    return text[mark.start - 1] in "sSxz" and after[:1] == " " and after[1:].isalnum()


def _glyph_at(text: str, start: int, end: int) -> str:
    for length in (2, 1):
        glyph = text[start : start + length]
        if start + length <= end and (glyph in CLOSERS or (length == 1 and glyph in DASHES)):
            return glyph
    return ""
