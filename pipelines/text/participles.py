"""Sources of cues that are participles, or that are joined to their subject: *Asking “why?”, she*; *it's denouncing*.

Belongs here: giving such a cue the subject that the form of its sentence gives. Does not belong here: borders of a
source (`source_borders`), finite verbs (`clauses`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.text import lexicon
from pipelines.text.cues import is_speaking
from pipelines.text.drafts import Draft, Page, trimmed
from pipelines.text.quotation import inner
from pipelines.text.roles import noun_for_person
from pipelines.text.spans import Span

_JOINED = re.compile(r"(?P<subject>\b(?:he|she|it|they|we|I|you|who))\Z", re.IGNORECASE)
_DOES = re.compile(r"[’'](?:(?:s|re|m)\s+(?:[a-z]+ly\s+|now\s+|also\s+)?[a-z]+ing|(?:ve|d)\s+[a-z]+)\b")
_OPENS_SENTENCE = re.compile(
    r"[“\"‘'\s]*(?:(?:After|Before|By|Despite|In|On|When|While|Without)\s+)?(?:[a-z]+ly\s+)?\Z"
)
_DOING = re.compile(r"\w{2,}ing\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?:[^\S\n]*,[”\"’']?|(?<=,[”\"’']))[^\S\n]+(?P<subject>(?:he|she|it|they|we|I)\b|(?:[Tt]he|[Aa]n?)\s+[a-z]+"
    r"|[A-Z][\w’'-]+(?:\s+[A-Z][\w’'.-]*){0,4})(?=\s+[a-z])"
)
_SPEAKS_INSIDE = re.compile(
    r"\b(?P<source>him|her|them|me|us|(?:(?:[Tt]he|[Aa]n?)\s+[a-z]+|[A-Z][\w’'-]+(?:\s+[A-Z][\w’'.-]*){0,3}))\s+"
    r"(?P<cue>[a-z]+ing)\s*[,:]?\s*\Z"
)
_WHILE = re.compile(r"\b(?:while|when|before|after|by|without)\s+\Z", re.IGNORECASE)
_IN_RELATIVE = re.compile(r"\b(?:where|which|whom)\s+\Z")
_ARTICLES = frozenset(["a", "A", "an", "An", "the", "The"])
_CALLING = frozenset(["chanting", "crying", "hissing", "screaming", "shouting", "singing", "whispering", "yelling"])
_VOICES = frozenset(["audience", "banner", "caller", "crowd", "message", "poster", "sign", "voice"])
_REACH = 120  # characters before a quotation in which its participle and subject stand


def settle_participles(page: Page, drafts: list[Draft]) -> None:
    """Give participles and joined verbs their subjects, and quotations to the participle right before them."""
    for draft in drafts:
        home = page.sentence(draft.cue.start)
        if draft.source is None or draft.source.end <= home.start:
            draft.source = _subject_behind(page, draft, home) or draft.source
        draft.source = _main_subject(page, draft, drafts, home) or draft.source
    held = [(span, draft) for draft in drafts for span in draft.content]
    for region in page.regions:
        found = _SPEAKS_INSIDE.search(page.text, max(0, region.start - _REACH), region.start)
        if found is None or not (is_speaking(found["cue"]) or found["cue"] in _CALLING):
            continue
        cue, source = Span(*found.span("cue")), Span(*found.span("source"))
        owner = next((draft for span, draft in held if span.contains(Span(source.start, region.end))), None)
        if (
            owner is None
            or owner.cue.end > source.start
            or not _may_speak(found["source"])
            or page.regions_over(source)
        ):
            continue
        owner.content = [span for span in owner.content if span.start != source.start]  # nothing but who asks, and what
        drafts.append(Draft(source, cue, [trimmed(page.text, inner(page.text, region))], owner.confidence))
    drafts[:] = [draft for draft in drafts if draft.content]


def _may_speak(source: str) -> bool:
    """Whether a noun is a name, a person or something with writing on it."""
    noun = source.split()[-1]
    speaks = noun_for_person(noun) is not None or noun in lexicon.person_plurals() | lexicon.words("authored") | _VOICES
    return len(source.split()) == 1 or source.split()[0] not in _ARTICLES or speaks


def joined_verb(text: str, cue: Span) -> Span:
    """A cue with the apostrophe that joins it to its subject, which the network may have left out."""
    is_cut = cue.start > 0 and _DOES.match(text, cue.start - 1, cue.end) is not None
    return Span(cue.start - 1, cue.end) if is_cut else cue


def joined_subject(text: str, cue: Span) -> Span | None:
    """The subject that a cue is joined to: *it* of *It | 's denouncing*."""
    found = _JOINED.search(text, max(0, cue.start - 5), cue.start) if _DOES.match(text, cue.start, cue.end) else None
    return Span(*found.span("subject")) if found else None


def _main_subject(page: Page, draft: Draft, drafts: Sequence[Draft], home: Span) -> Span | None:
    """Who marched in *Pupils asked for help and marched past the hall - where the Tide Club met - while | chanting*."""
    source, text = draft.source, page.text
    doing = _DOING.match(text, draft.cue.start, draft.cue.end) and _WHILE.search(text, home.start, draft.cue.start)
    if not doing or source is None or not _IN_RELATIVE.search(text, home.start, source.start):
        return None
    before = [
        one.source for one in drafts if one.source and home.start <= one.source.start < one.cue.start < source.start
    ]
    return min(before, default=None)


def _subject_behind(page: Page, draft: Draft, home: Span) -> Span | None:
    """Who does what a participle at the beginning of a sentence tells: the subject behind its comma."""
    opens = _OPENS_SENTENCE.match(page.text, home.start, draft.cue.start)
    if opens is None or opens.end() != draft.cue.start or not _DOING.match(page.text, draft.cue.start, draft.cue.end):
        return None
    found = _SUBJECT.match(page.text, max(draft.cue.end, draft.content[-1].end), home.end)
    return Span(*found.span("subject")) if found else None
