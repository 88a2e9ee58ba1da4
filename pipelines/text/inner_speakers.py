"""Speakers inside a speaker's words: *she said the engineer had warned that ...*, *“My father told us ‘never sell’”*.

Belongs here: finding them by the form of the clause; the network was trained on texts where nobody marked them.
Does not belong here: which attribution holds which (see ``attribution``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.text.clauses import Clause, may_report, read_clause
from pipelines.text.cues import lemma
from pipelines.text.drafts import Draft, Page, trimmed
from pipelines.text.quotation import inner, quoted_regions
from pipelines.text.sentence_forms import FORM_CONFIDENCE
from pipelines.text.span_sets import SpanSet
from pipelines.text.spans import Span

_WORD = re.compile(r"\w+")
_HEARERS = re.compile(
    r"\s+(?:to\s+)?(?:him|her|them|me|us|you|it|reporters|lawmakers|(?:the|a|an|his|her|my|our|their|its)\s+[\w’'-]+"
    r"(?:\s+[\w’'-]+)??|[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){0,2}?)"
    r"(?=\s+(?:that|whether|if|to|how|why|he|she|they|we|I|it|there|the|a|his|her)\b)"
)
_COMPLEMENT = re.compile(r"\s+(?:that\s+)?(?=[\w“‘'\"«])")
_OPENING = re.compile(r"[\s“”\"«»„‘'`]*(?:that\s+)?")
_JOINED = re.compile(r",?\s+(?:and|but|because|that)\s+(?=\w)")
_DATED = re.compile(  # that | in 2021 | the commission said ...
    r"(?:(?:in|on|by|since) (?:(?:early|late|the end of) )?(?:\d{1,2} )?(?:[A-Z][a-z]+(?: \d{1,2},?)?(?: \d{4})?|\d{4})"
    r"|at the (?:beginning|start|end|time)(?: of (?:the|this|last) (?:year|month|week|[A-Z][a-z]+))?"
    r"|(?:last|earlier this) (?:year|month|week|[A-Z][a-z]+)|earlier|previously|recently),?\s+"
)
_NEXT_CLAUSE = re.compile(r"[,;]\s+(?:and|but|so|yet|or)\s+(?!that\b)|[;:]\s|\s[–—]\s")
_PRONOUN = re.compile(
    r"(?:he|she|they|we|I|there|it(?=[’']s|\s+(?:is|was|will|would|has|had|could|can|may|might)\b))\b"
)
_NOUN_AND_VERB = re.compile(
    r"(?:the|a|an|his|her|their|its|our|my|no|this|these|those|[a-z]{2,}(?:ing|s)|[A-Z][\w’'-]*)\s+(?:[\w’'-]+\s+){0,5}?"
    r"(?:is|are|was|were|will|would|had|has|have|can|could|should|must|may|might|did|does|do|[a-z]{2,}ed)\b"
)
_ASKED = re.compile(r"(?:whether|if|why|how|who|what|when|where|to)\b")
_BEFORE_MARK = re.compile(r"(?:\s+(?:to\s+)?(?:me|us|him|her|them|you))?(?:\s+that)?\s*[,:]?\s*")
_CLAUSAL = frozenset(["say", "insist", "claim", "admit", "deny", "argue", "warn"])
_ADDRESSING = frozenset(["tell", "warn", "assure", "ask", "promise"])
_OWN_VOICE = frozenset(["i", "we", "you", "it", "this", "that", "these", "those", "all", "no"])
_REACH = 120  # characters before an inner quotation in which its clause begins


def read_inner_speakers(page: Page, drafts: list[Draft]) -> None:
    """Add a draft for each speaker in the words of a draft that has a source, where no cue was read there."""
    read = SpanSet([draft.cue for draft in drafts])
    found = [
        inside
        for draft in drafts
        if draft.source is not None
        for span in draft.content
        for inside in (*_quoting(page, span), *_reporting(page, span))
        if not read.touches(inside.cue)
    ]
    drafts.extend({inside.cue: inside for inside in reversed(found)}.values())


def _quoting(page: Page, span: Span) -> Iterator[Draft]:
    """Quotations inside what is reported that stand behind *X said*: *she noted that the mayor told her: “No.”*."""
    around = page.regions_over(span)
    if any(region.contains(span) for region in around):
        nested = quoted_regions(page.text[span.start : span.end])
        around = [Span(found.start + span.start, found.end + span.start) for found in nested]
    for region in around:
        if not span.contains(region):
            continue
        content = trimmed(page.text, inner(page.text, region))
        clause = _clause_before(page, span, region)
        if clause is not None and page.words(content.start, content.end):
            yield Draft(clause.subject, clause.verb, [content], FORM_CONFIDENCE)


def _clause_before(page: Page, span: Span, region: Span) -> Clause | None:
    low = max(span.start, region.start - _REACH)
    for start in sorted(set(_starts(page, Span(low, region.start))), reverse=True):
        clause = read_clause(page.text, start, region.start)
        if clause is not None and _BEFORE_MARK.fullmatch(page.text, clause.verb.end, region.start):
            subject, verb = (page.text[span.start : span.end] for span in (clause.subject, clause.verb))
            is_clause = verb.islower() and not subject.endswith(("'s", "’s", "s'", "s’"))  # Olt's | remarks “...”
            return clause if is_clause and not _is_own_voice(page, clause) else None
    return None


def _reporting(page: Page, span: Span) -> Iterator[Draft]:
    """Reported clauses inside what is reported: *the witness had told the police he never left*."""
    if not any(map(may_report, _WORD.findall(page.text, span.start, span.end))):
        return
    for start in _starts(page, span):
        end = min(span.end, page.sentence(start).end)
        found = _reported(page, start, end) if start < end else None
        if found is not None:
            yield found


def _starts(page: Page, span: Span) -> Iterator[int]:
    """Where clauses begin in a range: at its start, with each sentence, behind *and*, *but*, *because*, *that*.

    And behind a time that opens such a clause: *that in 2021 | the commission said ...*.
    """
    begun = [_opened(page.text, start, span.end) for start in (span.start, *page.borders(span.start, span.end))]
    begun += [joined.end() for joined in _JOINED.finditer(page.text, span.start, span.end)]
    for start in begun:
        yield start
        if dated := _DATED.match(page.text, start, span.end):
            yield dated.end()


def _opened(text: str, start: int, end: int) -> int:
    opening = _OPENING.match(text, start, end)
    return opening.end() if opening else start


def _reported(page: Page, start: int, end: int) -> Draft | None:
    text = page.text
    clause = read_clause(text, start, end)
    if clause is None or _is_own_voice(page, clause):
        return None
    verb = lemma(text[clause.verb.start : clause.verb.end].split()[-1].lower())
    hearers = _HEARERS.match(text, clause.verb.end, end)
    addressed = hearers is not None and (verb in _ADDRESSING or hearers.group().split()[0] == "to")
    if verb == "tell" and not addressed:
        return None
    place = hearers.end() if hearers and addressed else clause.verb.end
    complement = _COMPLEMENT.match(text, place, end)
    if complement is None or not _is_clause(text, place, complement.end(), verb):
        return None
    ends = _NEXT_CLAUSE.search(text, complement.end(), end)
    content = trimmed(text, _within_marks(text, complement.end(), ends.start() if ends else end))
    if page.words(content.start, content.end) < 2:
        return None
    return Draft(clause.subject, clause.verb, [content], FORM_CONFIDENCE)


def _within_marks(text: str, start: int, end: int) -> Span:
    """A range without the marks at its end that close what was opened before it."""
    while end > start and text[end - 1] in '”"»' and not any(mark in text[start : end - 1] for mark in '“"«'):
        end -= 1
    return Span(start, end)


def _is_own_voice(page: Page, clause: Clause) -> bool:
    return page.text[clause.subject.start : clause.subject.end].lower() in _OWN_VOICE


def _is_clause(text: str, place: int, start: int, verb: str) -> bool:
    """Whether what follows a verb of speech is what was said: with *that*, or a clause of its own."""
    if "that" in text[place:start]:
        return True
    if verb == "ask":
        return _ASKED.match(text, start) is not None
    clausal = _PRONOUN.match(text, start) is not None
    if verb in _ADDRESSING:
        return (
            clausal
            or text.startswith("to ", start)
            or (verb == "tell" and _NOUN_AND_VERB.match(text, start) is not None)
        )
    return (verb in _CLAUSAL and clausal) or (verb == "say" and _NOUN_AND_VERB.match(text, start) is not None)
