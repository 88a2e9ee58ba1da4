"""What a report holds: plain records between the questions and the page.

Belongs here: the records and what follows from one of them alone. Does not belong here: SQL, HTML, charts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from pipelines.report.periods import Span

SURE = 0.8  # of confidence; the README says how often such a reading is right
UNEVEN = 8  # times as high as the middle row: from there on one scale would press most rows flat


@dataclass(frozen=True, slots=True)
class Speaker:
    """The speaker whom the report is about. ``key`` is the entity_id or, without one, kind and name."""

    key: str
    name: str
    kind: str
    role: str | None
    entity_id: str | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for; None is no limit."""

    speaker: Speaker | None = None
    topic: str | None = None
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """How much was found. Quotes count once a story, occurrences with every reprint; days are those of quotes."""

    quotes: int
    occurrences: int
    articles: int
    outlets: int
    speakers: int
    unnamed: int
    undated: int
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Series:
    """A topic or speaker through time: quotes by the first day of each period that has any."""

    name: str
    quotes: int
    earlier: int
    by_period: tuple[tuple[date, int], ...]

    @property
    def later(self) -> int:
        """Quotes in the later half of the time that is shown."""
        return self.quotes - self.earlier

    @property
    def peak(self) -> int:
        """Quotes of the busiest period."""
        return max(count for _, count in self.by_period)


@dataclass(frozen=True, slots=True)
class Development:
    """The largest series, how many there are in all, and the quotes of all: those with a day in the span.

    The page says how many series and quotes the charts leave out.
    """

    series: tuple[Series, ...]
    count: int
    drawn: int

    @property
    def is_uneven(self) -> bool:
        """Whether the busiest row would press most others flat on a scale of all: they get scales of their own."""
        peaks = [series.peak for series in self.series]
        return bool(peaks) and max(peaks) > UNEVEN * median(peaks)


@dataclass(frozen=True, slots=True)
class Voice:
    """A named speaker's place and share, from 0 to 1, among all named speakers of the chosen quotes."""

    rank: int
    name: str
    quotes: int
    share: float
    outlets: int
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in an article's text: half-open offsets in characters; the words said may be several spans."""

    said: tuple[tuple[int, int], ...]
    source: tuple[int, int] | None
    cue: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class TopQuote:
    """A quote in its article. ``url`` is as the article gives it and may be anything."""

    quote_id: str
    speaker: str
    topic: str
    said_on: date | None
    kind: str
    confidence: float
    speaker_confidence: float
    outlets: int
    occurrences: int
    publisher: str | None
    title: str | None
    url: str | None
    source_uri: str
    text: str
    marks: Marks

    @property
    def is_sure(self) -> bool:
        """Whether both the reading of the quote and its speaker are at least as sure as `SURE`."""
        return min(self.confidence, self.speaker_confidence) >= SURE


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that was not met when it was last made. ``rows`` is None where rows cannot be told apart."""

    severity: str
    table: str
    partition: str
    expectation: str
    rows: int | None


@dataclass(frozen=True, slots=True)
class DataState:
    """The warehouse behind the report: when it was built, what it holds, and how its checks came out last."""

    built_at: datetime | None
    as_of: date | None
    articles: int
    first_on: date | None
    last_on: date | None
    rejects: int
    checks: int
    checked_at: datetime | None
    failures: tuple[Failure, ...]

    @property
    def critical(self) -> int:
        """Checks not met that stop publication."""
        return sum(failure.severity == "critical" for failure in self.failures)


@dataclass(frozen=True, slots=True)
class Report:
    """All of it. ``timeline`` is the speaker by topic or, without a speaker, the speakers; ``trends`` are all topics'.

    ``found`` are the speaker's quotes or, without a speaker, all that were ``chosen`` by topic and days. ``span`` is
    None when no quote has a day.
    """

    filters: Filters
    found: Totals
    chosen: Totals
    span: Span | None
    timeline: Development
    voices: tuple[Voice, ...]
    trends: Development
    quotes: tuple[TopQuote, ...]
    state: DataState

    @property
    def undrawn(self) -> int:
        """Quotes of named speakers that the timeline leaves out, since their day is unknown or not in the span."""
        return self.found.quotes - self.found.unnamed - self.timeline.drawn
