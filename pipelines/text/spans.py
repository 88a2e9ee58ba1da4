"""The records that the text layer passes on: spans, mentions, attributions, dates, topics.

Belongs here: plain, immutable records without behaviour beyond their own geometry.
Does not belong here: anything that finds a span (see the modules named after what they find).

All offsets are half-open code-point offsets into the text of one article: ``text[start:end]`` is the span.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

QuoteKind = Literal["direct", "indirect", "mixed"]
EntityKind = Literal["person", "organisation", "place", "event", "other"]
MentionForm = Literal["name", "pronoun", "nominal"]
SpeakerKind = Literal["person", "organisation", "unnamed", "none"]
SpeakerMethod = Literal["name", "pronoun", "nominal", "apposition", "metonym", "kb", "none"]
SaidOnSource = Literal["text", "published", "none"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether every character of the other range lies in this one."""
        return self.start <= other.start and other.end <= self.end

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A proper name as a tagger found it, before coreference."""

    span: Span
    kind: EntityKind


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content, as the attribution engine found them.

    ``content`` holds one span a segment, in text order. ``parent`` is the index, in the article's list, of the
    attribution whose content holds this one. ``confidence`` is the probability (0..1) that it is right end to end.
    """

    source: tuple[Span, ...]
    cue: Span | None
    content: tuple[Span, ...]
    kind: QuoteKind
    confidence: float
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that refers to an entity. ``chain`` numbers the entities of one article from 0."""

    span: Span
    kind: EntityKind
    form: MentionForm
    chain: int
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """The mentions of one entity in one article.

    ``name`` is the fullest name (``Inese Vaidere``), None where the entity is never named.
    ``roles`` are the titles and appositions that the article gives it, in text order.
    """

    number: int
    kind: EntityKind
    name: str | None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """The entity behind a source, within one article. ``name`` is None for kinds unnamed and none.

    ``head`` is the head noun of a source that names nobody, in lower case and otherwise as written (``official``,
    ``critics``, ``polls``); None for a named speaker, and where the source is a pronoun or is missing.
    ``beside`` are the names of those who speak jointly with ``name`` (``Berg and Lind said``), in text order.
    """

    name: str | None
    kind: SpeakerKind
    method: SpeakerMethod
    confidence: float
    chain: int | None = None
    head: str | None = None
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression with its ISO 8601 value, which may be partial (``2021-10``).

    ``date_from`` and ``date_to`` are the first and last calendar day it covers, both inclusive. It is contradictory
    where it names a weekday that its date does not fall on.
    """

    span: Span
    value: str
    granularity: Literal["day", "week", "month", "quarter", "year", "decade", "time", "range"]
    date_from: date
    date_to: date
    is_contradictory: bool = False


@dataclass(frozen=True, slots=True)
class TopicScore:
    """A topic of an article: an IPTC qcode, its label, and a score in 0..1."""

    topic_id: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class KeyPhrase:
    """Words that tell what an article is about, in lower case; ``count`` is how often it has them, the title included.

    ``score`` is 1 for the article's best phrase and less for the others.
    """

    phrase: str
    score: float
    count: int


@dataclass(frozen=True, slots=True)
class Quote:
    """An attribution with everything the article tells about it; its topics best first."""

    attribution: Attribution
    speaker: Speaker
    cue_kind: str
    said_on: date | None
    said_on_source: SaidOnSource
    medium: str | None
    topics: tuple[TopicScore, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that one pass over one article found."""

    quotes: tuple[Quote, ...] = ()
    mentions: tuple[Mention, ...] = ()
    chains: tuple[Chain, ...] = ()
    dates: tuple[TimeExpression, ...] = ()
    topics: tuple[TopicScore, ...] = field(default=())
    phrases: tuple[KeyPhrase, ...] = field(default=())
