"""Attributions whose cue is a noun beside a quotation: *“...” That was the verdict of X*; *in the words of X, “...”*.

Belongs here: reading these forms right behind a quotation or right before it. Does not belong here: verbs of speech
(`sentence_forms`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.text import lexicon
from pipelines.text.clauses import may_lead
from pipelines.text.cues import cue_kind
from pipelines.text.drafts import Draft, Page, trimmed
from pipelines.text.quotation import inner
from pipelines.text.sentence_forms import FORM_CONFIDENCE
from pipelines.text.spans import Span

_WAS = (
    r"[\s,.:;–—-]{0,4}(?:(?:[Tt]hat|[Tt]his|[Ss]uch|[Tt]hese|[Tt]hose)(?:[’']s)?\s)?"
    r"(?:(?<=[’']s\s)|\s*(?:is|was|are|were|has\s+been|had\s+been)\s+)(?:also\s+)?"
)
_GIVEN = re.compile(
    _WAS + r"(?:the|one)\s+(?:[\w-]+\s+){0,2}?(?P<cue>(?P<noun>[a-z]+)\s+(?:to\s+[^,;:.?!\n“”\"«»„]{2,60}?\s+)?"
    r"(?:from|of|by))\s+(?=\w)"
)
_OWNED = re.compile(
    _WAS + r"(?P<source>his|her|their|(?!the\s+\w+\s+of\b)[^,;:.?!\n“”\"«»„’']{2,60}(?:[’']s|(?<=s)[’']))\s+"
    r"(?:[\w-]+\s+){0,2}?(?P<cue>(?P<noun>[a-z]+))\b"
)
_WORDS_BEHIND = re.compile(r"[\s,–—-]{1,4}(?P<cue>in\s+the\s+(?:[\w’'-]+\s+)?words\s+of)\s+(?=\w)")
_WORDS_BEFORE = re.compile(r"\b(?P<cue>[Ii]n\s+the\s+(?:[\w’'-]+\s+)?words\s+of|[Tt]o\s+quote)\s+(?=\w)")
_OWN_WORDS = re.compile(
    r"\b(?P<cue>[Ii]n)\s+(?P<source>his|her|their|[^,;:.?!\n“”\"«»„’']{2,60}(?:[’']s|(?<=s)[’']))\s+(?:own\s+)?words\b"
)
_WHOSE = r"(?:his|her|their|[^,;:.?!\n“”\"«»„’']{2,60}(?:[’']s|(?<=s)[’']))"
_SENTENCE = re.compile(
    rf"\b(?:(?P<in>In)\s+(?P<speaker>{_WHOSE})\s+(?:own\s+)?words"
    rf"|In\s+(?P<viewer>{_WHOSE})\s+(?:own\s+)?(?P<view>assessment|estimation|judge?ment|opinion|view)),\s+(?=\w)"
)
_INFORMED = re.compile(
    r"\bAs\s+[^,;:.?!\n“”\"«»„]{2,60}?\s+(?:is|was|were|has\s+been)\s+(?P<cue>informed|told|notified)\s+by\s+(?=\w)"
)
_PAUSE = re.compile(r"\s*[,:–—-]*\s*")
_TOKEN = re.compile(r"[^\S\n]*(\w[\w’'&/-]*)(?P<stop>\.?)")
_APPOSITION = re.compile(r",[^\S\n](?=[^\W\d_a-z]|the\b|an?\b)[^,;:.?!\n“”\"«»„]{2,80}(?=[,.:;?!]|\Z)")
_BREAKS = frozenset(
    [
        "about",
        "after",
        "and",
        "as",
        "before",
        "but",
        "is",
        "that",
        "was",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whose",
    ]
)
_SHOWN = ("none", "document")  # what a decision shows, a report says
_REACH = 160  # characters from the beginning of the form to the quotation
_MOST_WORDS = 12


def read_noun_forms(page: Page, drafts: list[Draft]) -> None:
    """Add the drafts that these forms give, in place of what else was read of the same cue or the same quotation."""
    for region in page.regions:
        found = next(_readings(page, region), None)
        if found is not None:
            _take(drafts, found, region)
    for opening in _SENTENCE.finditer(page.text):
        _take_sentence(page, drafts, opening)
    for opening in _INFORMED.finditer(page.text):
        _take_informed(page, drafts, opening)


def _take_sentence(page: Page, drafts: list[Draft], opening: re.Match[str]) -> None:
    """Give a sentence that begins with *In her words,* or *In her view,* to her, and what a thing shows in it too."""
    whose, cue = ("viewer", "view") if opening["view"] else ("speaker", "in")
    sentence, first = page.sentence(opening.start()), opening.start(whose)
    source = Span(first, first + len(_bare(opening[whose])))
    content = trimmed(page.text, Span(opening.end(), max(opening.end(), sentence.end)))
    if sentence.start != opening.start() or not page.words(content.start, content.end) or not _may_own(opening[whose]):
        return
    if any(draft.source is not None and draft.source.overlaps(source) for draft in drafts):
        return
    drafts[:] = [draft for draft in drafts if not any(map(Span(*opening.span()).overlaps, draft.content))]
    drafts[:] = [
        draft
        for draft in drafts
        if not content.contains(draft.cue) or cue_kind(page.text[draft.cue.start : draft.cue.end]) not in _SHOWN
    ]
    drafts.append(Draft(source, Span(*opening.span(cue)), [content], FORM_CONFIDENCE))


def _take_informed(page: Page, drafts: list[Draft], opening: re.Match[str]) -> None:
    """Give a sentence that begins with *As the agency was told by X,* to X."""
    sentence = page.sentence(opening.start())
    comma = page.text.find(", ", opening.end(), sentence.end)
    source = read_source(page.text, opening.end(), comma) if comma > 0 else None
    if source is None or sentence.start != opening.start() or source.end != comma:
        return
    content = trimmed(page.text, Span(source.end, max(source.end, sentence.end)))
    form = Span(opening.start(), source.end)
    if page.words(content.start, content.end):
        drafts[:] = [draft for draft in drafts if not draft.cue.overlaps(form)]
        drafts.append(Draft(source, Span(*opening.span("cue")), [content], FORM_CONFIDENCE))


def _take(drafts: list[Draft], found: Draft, region: Span) -> None:
    """Add a draft, or set right the one that has this source and this quotation; nobody else keeps the quotation."""
    assert found.source is not None
    form = Span(min(found.cue.start, found.source.start), max(found.cue.end, found.source.end))
    for draft in drafts:
        same = draft.source is not None and draft.source.overlaps(found.source)
        if same and any(span.overlaps(region) for span in draft.content):
            draft.source, draft.cue = found.source, found.cue
            draft.confidence = max(draft.confidence, found.confidence)
            return
    for draft in drafts:
        draft.content = [span for span in draft.content if not region.contains(span)]
    drafts[:] = [draft for draft in drafts if draft.content and not draft.cue.overlaps(form)]
    drafts.append(found)


def _readings(page: Page, region: Span) -> Iterator[Draft]:
    text = page.text
    content = trimmed(text, inner(text, region))
    if not page.words(content.start, content.end):
        return
    for cue, source in (*_behind(text, region.end), *_before(text, region.start)):
        if not page.regions_over(Span(min(cue.start, source.start), max(cue.end, source.end))):
            yield Draft(source, cue, [content], FORM_CONFIDENCE)


def _behind(text: str, place: int) -> Iterator[tuple[Span, Span]]:
    """Cue and source of a form right behind a quotation."""
    nouns = lexicon.words("nouns_of_speech")
    limit = _line_end(text, place)
    for pattern in (_GIVEN, _WORDS_BEHIND):
        found = pattern.match(text, place, limit)
        source = read_source(text, found.end(), limit) if found else None
        if found and source and (pattern is _WORDS_BEHIND or found["noun"] in nouns):
            yield Span(*found.span("cue")), source
    owned = _OWNED.match(text, place, limit)
    if owned and owned["noun"] in nouns and _may_own(owned["source"]):
        yield Span(*owned.span("cue")), Span(owned.start("source"), owned.start("source") + len(_bare(owned["source"])))


def _before(text: str, place: int) -> Iterator[tuple[Span, Span]]:
    """Cue and source of a form right before a quotation."""
    start = max(text.rfind("\n", 0, place) + 1, place - _REACH)
    for pattern in (_WORDS_BEFORE, _OWN_WORDS):
        for found in pattern.finditer(text, start, place):
            source = Span(*found.span("source")) if pattern is _OWN_WORDS else read_source(text, found.end(), place)
            end = found.end() if pattern is _OWN_WORDS else source.end if source else place
            if source and _PAUSE.fullmatch(text, end, place):
                words = _bare(text[source.start : source.end])
                yield Span(*found.span("cue")), Span(source.start, source.start + len(words))


def read_source(text: str, start: int, limit: int) -> Span | None:
    """The words from a place that name somebody: up to a preposition, a verb's helper or a mark; one apposition."""
    stops = lexicon.words("prepositions") - {"of"} | _BREAKS
    end, first = start, _TOKEN.match(text, start, limit)
    if first is None:
        return None
    for _ in range(_MOST_WORDS):
        token = _TOKEN.match(text, end, limit)
        if token is None or token[1].lower() in stops:
            break
        goes_on = len(token[1]) == 1 or token[1].lower() in lexicon.words("abbreviations_before_names")
        end = token.end() if goes_on else token.end(1)
        if token["stop"] and not goes_on:
            break
    apposition = _APPOSITION.match(text, end, limit)
    named = may_lead(first[1]) or any(word[0].isupper() for word in text[start:end].split())
    return Span(start, apposition.end() if apposition else end) if end > start and named else None


def _may_own(words: str) -> bool:
    first = words.split()[0]
    return first in ("his", "her", "their") or may_lead(first)


def _bare(words: str) -> str:
    """A source without the ending of the genitive."""
    return words[:-2] if words[-2:] in ("’s", "'s") else words.rstrip("’'")


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return end if end >= 0 else len(text)
