"""Attributions that the form of a sentence gives, where the network read none or half of one.

Belongs here: *..., as X said.*; *quoted X as saying*; a quotation next to *X said* that nobody took.
Does not belong here: marks, layout, speakers inside a speaker's words (`inner_speakers`).
"""

from __future__ import annotations

import re

from pipelines.text.clauses import Clause, read_clause, read_inverted
from pipelines.text.cues import cue_kind
from pipelines.text.drafts import ORPHAN_WORDS, Draft, Page, trimmed
from pipelines.text.quotation import inner
from pipelines.text.spans import Span

FORM_CONFIDENCE = 0.6
_PAUSES = frozenset(',:.!?”"')
_AS = re.compile(r",\s+as\s+(?=\w)")
_PUT_IT = re.compile(r"\s+(?:has\s+|had\s+|once\s+)?(?P<verb>puts?\s+it)\b")
_QUOTED = re.compile(
    r"\b(?:cited|cites|citing|quoted|quotes|quoting)\s+(?P<source>[^,;:.?!\n“”\"«»„]{2,100}?)\s+"
    r"(?P<cue>as\s+(?:saying|telling|writing))\s+(?:that\s+)?(?=\S)"
)
_GOES_ON = re.compile(
    r"\s*(?:that|whether|how|why|if|he|she|they|we|I|[“\"«„])(?!\w)|\s+to\s+(?!the\b|a\b|an\b|[A-Z]|reporters\b)"
)


def read_as_tails(page: Page, drafts: list[Draft]) -> None:
    """*The road is closed, as the mayor said*: the words before ``as`` are the mayor's."""
    for found in _AS.finditer(page.text):
        sentence = page.sentence(found.start())
        clause = _as_clause(page, found.end(), sentence.end)
        if clause is None or page.regions_over(Span(found.start(), clause.verb.end)):
            continue
        content = trimmed(page.text, Span(sentence.start, found.start()))
        drafts[:] = [draft for draft in drafts if not all(map(clause.verb.contains, draft.content))]  # "put | it"
        told = any(_is_read(draft, clause.verb) for draft in drafts)
        reported = any(
            draft.source
            and sentence.contains(draft.cue)
            and draft.cue.end < found.start()
            and cue_kind(page.text[draft.cue.start : draft.cue.end]) not in ("none", "document")
            for draft in drafts
        )
        quotes = page.regions_over(Span(clause.verb.end, max(clause.verb.end + 1, sentence.end)))
        if (
            told
            or reported
            or quotes
            or not page.words(content.start, content.end)
            or _GOES_ON.match(page.text, clause.verb.end, sentence.end)
        ):
            continue
        drafts.append(Draft(clause.subject, clause.verb, [content], FORM_CONFIDENCE))


def _as_clause(page: Page, start: int, end: int) -> Clause | None:
    clause = read_clause(page.text, start, end)
    if clause is not None:
        return clause
    for found in _PUT_IT.finditer(page.text, start, min(end, start + 120)):
        subject = Span(start, found.start())
        if page.words(subject.start, subject.end) <= 12 and not re.search(
            r"[;:.?!“”\"«»]", page.text[subject.start : subject.end]
        ):
            return Clause(trimmed(page.text, subject), Span(*found.span("verb")))
    return None


def _is_read(draft: Draft, verb: Span) -> bool:
    return draft.cue.overlaps(verb)


def read_quoted_as(page: Page, drafts: list[Draft]) -> None:
    """*The Gazette quoted the mayor as saying that ...*: the mayor's words, not the paper's."""
    for found in _QUOTED.finditer(page.text):
        sentence = page.sentence(found.start())
        content = trimmed(page.text, Span(found.end(), max(found.end(), sentence.end)))
        if page.words(content.start, content.end) and not page.regions_over(Span(*found.span("cue"))):
            drafts[:] = [draft for draft in drafts if not Span(*found.span()).overlaps(draft.cue)]
            drafts.append(Draft(Span(*found.span("source")), Span(*found.span("cue")), [content], FORM_CONFIDENCE))


def read_beside_quotation(page: Page, region: Span) -> Draft | None:
    """The draft of a quotation that nobody took, where *X said* or *said X* stands right behind it."""
    content = trimmed(page.text, inner(page.text, region))
    text, closing = page.text, page.text[inner(page.text, region).end - 1]
    place = region.end
    if text[place : place + 1] == ",":
        place += 1
    elif closing not in ",.!?…-—–":
        return None
    if text[page.sentence(region.start).start : region.start].strip()[-1:] not in ("", *_PAUSES):
        return None
    end = page.sentence(place).end if page.sentence(place).end > place else place
    line_end = text.find("\n", place)
    end = max(end, min(line_end if line_end >= 0 else len(text), place + 160))
    clause = read_clause(text, place, end) or read_inverted(text, place, end)
    if clause is None or page.words(content.start, content.end) < ORPHAN_WORDS:
        return None
    return Draft(clause.subject, clause.verb, [content], FORM_CONFIDENCE)
