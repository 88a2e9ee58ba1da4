"""Attributions that the form of a sentence gives, where the network read none or half of one.

Belongs here: *..., as X said.*; *quoted X as saying*; a quotation next to *X said* that nobody took; a speaker inside
another's words; a series of demands that runs past its first comma. Does not belong here: marks, layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.text.clauses import Clause, read_clause, read_inverted
from pipelines.text.cues import cue_kind, lemma
from pipelines.text.drafts import ORPHAN_WORDS, Draft, Page, trimmed
from pipelines.text.quotation import inner
from pipelines.text.spans import Span

FORM_CONFIDENCE = 0.6
_AS = re.compile(r",\s+as\s+(?=\w)")
_PUT_IT = re.compile(r"\s+(?:has\s+|had\s+|once\s+)?(?P<verb>puts?\s+it)\b")
_QUOTED = re.compile(
    r"\b(?:cited|cites|citing|quoted|quotes|quoting)\s+(?P<source>[^,;:.?!\n“”\"«»„]{2,100}?)\s+"
    r"(?P<cue>as\s+(?:saying|telling|writing))\s+(?:that\s+)?(?=\S)"
)
_GOES_ON = re.compile(
    r"\s*(?:that|whether|how|why|if|he|she|they|we|I|[“\"«„])(?!\w)|\s+to\s+(?!the\b|a\b|an\b|[A-Z]|reporters\b)"
)
_HEARERS = re.compile(
    r"\s+(?:to\s+)?(?:him|her|them|me|us|you|it|reporters|lawmakers|(?:the|a|an|his|her|my|our|their|its)\s+[\w’'-]+(?:\s+[\w’'-]+)??"
    r"|[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){0,2}?)(?=\s+(?:that|whether|if|to|how|why|he|she|they|we|I|it|there|the|a|his|her)\b)"
)
_COMPLEMENT = re.compile(r"\s+(?:that\s+)?(?=[\w“‘'\"«])")
_OPENING = re.compile(r"[\s“”\"«»„‘'`]*(?:that\s+)?")
_NEXT_CLAUSE = re.compile(r"[,;]\s+(?:and|but|so|yet|or)\s+(?!that\b)|[;:]\s|\s[–—]\s")
_SUBJECT_PRONOUN = re.compile(
    r"(?:he|she|they|we|I|there|it(?=[’']s|\s+(?:is|was|will|would|has|had|could|can|may|might)\b))\b"
)
_SUBJECT = re.compile(
    rf"{_SUBJECT_PRONOUN.pattern}|(?:the|a|an|his|her|their|its|our|my|no|this|these|those|[A-Z][\w’'-]*)\s"
)
_CLAUSAL = frozenset(["say", "insist", "claim", "admit", "deny", "argue", "warn"])
_ADDRESSING = frozenset(["tell", "warn", "assure", "ask", "promise"])
_ASKED = re.compile(r"(?:whether|if|why|how|who|what|when|where|to)\b")
_ASKING = frozenset(["ask"])
_OWN_VOICE = frozenset(["i", "we", "you", "it", "this", "that", "these", "those", "all", "no"])


def read_as_tails(page: Page, drafts: list[Draft]) -> None:
    """*The road is closed, as the mayor said*: the words before ``as`` are the mayor's."""
    for found in _AS.finditer(page.text):
        sentence = page.sentence(found.start())
        clause = _as_clause(page, found.end(), sentence.end)
        if clause is None or page.regions_over(Span(found.start(), clause.verb.end)):
            continue
        content = trimmed(page.text, Span(sentence.start, found.start()))
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
    if text[page.sentence(region.start).start : region.start].strip()[-1:] not in (
        "",
        ",",
        ":",
        ".",
        "!",
        "?",
        "”",
        '"',
    ):
        return None
    end = page.sentence(place).end if page.sentence(place).end > place else place
    line_end = text.find("\n", place)
    end = max(end, min(line_end if line_end >= 0 else len(text), place + 160))
    clause = read_clause(text, place, end) or read_inverted(text, place, end)
    if clause is None or page.words(content.start, content.end) < ORPHAN_WORDS:
        return None
    return Draft(clause.subject, clause.verb, [content], FORM_CONFIDENCE)


def read_inner_speakers(page: Page, drafts: list[Draft]) -> None:
    """Speakers inside the words of a speaker: *she said the engineer had warned that ...*."""
    for draft in [one for one in drafts if one.source is not None]:
        for span in draft.content:
            for start, end in _clauses_of(page, span):
                found = _inner(page, start, end)
                if found and not any(found.cue.overlaps(other.cue) for other in drafts):
                    drafts.append(found)


def _clauses_of(page: Page, span: Span) -> Iterator[tuple[int, int]]:
    starts = [span.start, *page.borders(span.start, span.end)]
    for start, end in zip(starts, [*starts[1:], span.end], strict=True):
        opening = _OPENING.match(page.text, start, end)
        yield opening.end() if opening else start, end


def _inner(page: Page, start: int, end: int) -> Draft | None:
    text = page.text
    clause = read_clause(text, start, end)
    if clause is None or text[clause.subject.start : clause.subject.end].lower() in _OWN_VOICE:
        return None
    verb = lemma(text[clause.verb.start : clause.verb.end].split()[-1].lower())
    place = clause.verb.end
    hearers = _HEARERS.match(text, place, end)
    if hearers and (verb in _ADDRESSING or hearers.group().split()[0] == "to"):
        place = hearers.end()
    elif verb == "tell":
        return None
    complement = _COMPLEMENT.match(text, place, end)
    if complement is None or not _is_clause(text, place, complement.end(), verb):
        return None
    ends = _NEXT_CLAUSE.search(text, complement.end(), end)
    content = trimmed(text, Span(complement.end(), ends.start() if ends else end))
    if page.words(content.start, content.end) < 2:
        return None
    return Draft(clause.subject, clause.verb, [content], FORM_CONFIDENCE)


def _is_clause(text: str, place: int, start: int, verb: str) -> bool:
    """Whether what follows a verb of speech is what was said: with *that*, or a clause of its own."""
    if "that" in text[place:start]:
        return True
    if verb in _ASKING:
        return _ASKED.match(text, start) is not None
    if verb in _ADDRESSING:
        return text.startswith("to ", start) or _SUBJECT_PRONOUN.match(text, start) is not None
    if verb in _CLAUSAL and _SUBJECT_PRONOUN.match(text, start):
        return True
    return verb == "say" and _SUBJECT.match(text, start) is not None
