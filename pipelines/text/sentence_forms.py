"""Attributions that the form of a sentence gives, where the network read none or half of one.

Belongs here: *..., as X said.*; *quoted X as saying*; *X was quoted by Y as saying*; a quotation next to *X said* that
nobody took.
Does not belong here: marks, layout, speakers inside a speaker's words (`inner_speakers`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.text.clauses import Clause, may_lead, read_clause, read_inverted
from pipelines.text.cues import cue_kind
from pipelines.text.drafts import ORPHAN_WORDS, Draft, Page, merged, trimmed, without
from pipelines.text.quotation import inner
from pipelines.text.spans import Span

FORM_CONFIDENCE = 0.6
MOST_SUBJECT_WORDS = 12
_PAUSES = frozenset(',:.!?”"')
_AS = re.compile(r",\s+as\s+(?=\w)")
_PUT_IT = re.compile(r"\s+(?:has\s+|had\s+|once\s+)?(?P<verb>puts?\s+it)\b")
_QUOTED = re.compile(
    r"\b(?:cited|cites|citing|quoted|quotes|quoting)\s+"
    r"(?P<source>(?!by\s)[^,;:.?!\n“”\"«»„]{2,100}?(?:,\s[^,;:.?!\n“”\"«»„]{2,80}?,)?)\s+"
    r"(?P<cue>as\s+(?:saying|telling|writing))[,:]?\s+(?:that\s+)?(?=\S)"
)
_QUOTED_COLON = re.compile(
    r"\b(?P<cue>(?:cited|cites|citing|quoted|quotes|quoting))\s+(?P<source>(?!by\s)[^;:.?!\n“”\"«»„]{2,100})(?<!ing):\s*(?=[“\"«„])"
)
_IS_QUOTED = re.compile(
    r"\b(?:is|are|was|were|been|being)\s+(?:also\s+|later\s+|\w+ly\s+)?(?:(?:cited|quoted|reported)\s+"
    r"(?:(?:by|in|on)\s+[^;:?!\n“”\"«»„]{2,80}?\s+)?as\s+(?:saying|telling|writing)"
    r"|(?:caught|filmed|heard|overheard|recorded|seen|taped)\s+(?:(?:by|in|on)\s+[^,;:?!\n“”\"«»„]{2,60}?\s+)?"
    r"(?:saying|shouting|telling|yelling)(?:\s+[\w’'-]+){0,4}?(?=,?:?\s+[“\"«„]))"
    r"|\blets?\s+it\s+be\s+known\b"
)
_ENDS_SENTENCE = re.compile(r"[.!?]|\s+(?:by|in|on|at)\b")
_LEAD = re.compile(r"\s*:?\s*")
_BEFORE_SUBJECT = re.compile(
    r"[,;:“”\"«»„(—–]\s*|\b(?:and|but|although|though|while|when|after|because|that)\s+", re.IGNORECASE
)
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]e|I|[Ii]t)\Z")
_HELPERS = re.compile(r"(?:\s+(?:has|have|had|also|later|now|once|then|again|\w+ly))+\s*\Z")
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


def read_quoted_colon(page: Page, drafts: list[Draft]) -> None:
    """*She quoted the mayor: "The dam will hold."*: the mayor's words."""
    for found in _QUOTED_COLON.finditer(page.text):
        cue, source = Span(*found.span("cue")), Span(*found.span("source"))
        said = page.regions_over(Span(found.end(), found.end() + 1))
        if (
            said
            and said[0].start == found.end()
            and may_lead(found["source"].split()[0])
            and not page.regions_over(source)
        ):
            drafts[:] = [draft for draft in drafts if not any(said[0].overlaps(span) for span in draft.content)]
            drafts.append(Draft(source, cue, [trimmed(page.text, inner(page.text, said[0]))], FORM_CONFIDENCE))


def read_is_quoted(page: Page, drafts: list[Draft]) -> None:
    """*The mayor was quoted by the Gazette as saying ...*: the mayor's words, whatever was read around that verb.

    So are those that the mayor was overheard telling an aide, and what the mayor let it be known.
    """
    for found in _IS_QUOTED.finditer(page.text):
        cue = Span(*found.span())
        subject = None if page.regions_over(cue) else subject_before(page, cue.start)
        if subject is None:
            continue
        read = [draft for draft in drafts if draft.cue.overlaps(cue)]
        content = _quoted_content(page, read, subject, cue)
        if content:
            best = max(FORM_CONFIDENCE, *(draft.confidence for draft in read if draft.source == subject), 0)
            drafts[:] = [draft for draft in drafts if draft not in read]
            drafts.append(Draft(subject, cue, content, best))


def subject_before(page: Page, verb: int) -> Span | None:
    """The words before a verb, back to the mark or conjunction that a subject may follow; one apposition included."""
    start = page.sentence(verb).start
    helpers = _HELPERS.search(page.text, start, verb)
    end = helpers.start() if helpers else start + len(page.text[start:verb].rstrip())
    if closes := page.text[end - 1 : end] == ",":
        end -= 1
    if pronoun := _PRONOUN.search(page.text, start, end):
        return Span(*pronoun.span())
    breaks = [found for found in _BEFORE_SUBJECT.finditer(page.text, start, end) if found.end() < end]
    if closes and breaks and breaks[-1].group()[0] == ",":
        breaks.pop()
    for first in [*(found.end() for found in reversed(breaks)), start]:
        subject = trimmed(page.text, Span(first, end))
        if page.words(subject.start, subject.end) > MOST_SUBJECT_WORDS:
            break
        if page.words(subject.start, subject.end) and may_lead(page.text[subject.start : subject.end].split()[0]):
            return subject
    return None


def _quoted_content(page: Page, read: Sequence[Draft], subject: Span, cue: Span) -> list[Span]:
    """What was read as content outside the subject and the verb; without any, the words on one side of them.

    Where the clause ends its sentence behind a comma, the whole of the sentence before it.
    """
    spans = merged(span for draft in read for span in draft.content)
    parts = [trimmed(page.text, part) for span in spans for part in without(span, Span(subject.start, cue.end))]
    kept = [part for part in parts if page.words(part.start, part.end)]
    sentence = page.sentence(cue.start)
    before = trimmed(page.text, Span(sentence.start, max(sentence.start, subject.start)))
    if _ENDS_SENTENCE.match(page.text, cue.end) and page.text[before.end : subject.start].strip() == ",":
        return kept if page.regions_over(before) else [*(p for p in kept if not p.overlaps(before)), before]
    lead = _LEAD.match(page.text, cue.end)
    after = trimmed(page.text, Span(lead.end() if lead else cue.end, max(cue.end, sentence.end)))
    return kept or ([after] if page.words(after.start, after.end) else [])


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
