"""Where the words that name a source begin and end.

Belongs here: taking in the role before a name and the apposition behind it. Does not belong here: finding a source,
or telling who it is (see ``speakers``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipelines.text import lexicon
from pipelines.text.drafts import Draft, Page, trimmed
from pipelines.text.roles import noun_for_person, read_before
from pipelines.text.spans import Span

_BETWEEN = re.compile(r", *(?P<word>[\w’'-]+)[^\n“”\"«»„;:?!]{0,200}, *")
_CHUNK = re.compile(r", *(?P<word>[\w’'-]+)[^\n,“”\"«»„;:?!()]*")
_RELATIVE = frozenset(["who", "whose", "which"])
_ADVERB = re.compile(r"(?<=[\w)]),? (?:today|yesterday|tonight|also|later|earlier|recently|then|now|again)\Z")
_TIMES = frozenset(["today", "yesterday", "tonight"])
_BEFORE_TIME = re.compile(
    r"(?P<name>[^\W\d_a-z][\w’'&.-]*(?: (?:(?:of|the|and|de|for) ){0,2}[^\W\d_a-z][\w’'&.-]*){0,5})"
    r"(?:,? \([^()\n]{1,60}\))?,? \Z"
)
_SUBJECT_REACH = 200  # characters before a word of time
_OWN_SUBJECT = re.compile(
    r"\b(?P<subject>[Hh]e|[Ss]he|[Tt]hey|[Ww]e|I) "
    r"(?:(?:then|also|later|now|once|again|just|even|still|\w+ly|has|have|had) )*\Z"
)
_PARTICIPLE = re.compile(r"\b[a-z]+ed\Z")
_AGE = re.compile(r"\d{1,3}")
# According to her deputy|, Tomasz Zielin,| the vote will be close: the deputy's name where a whole clause follows
_NAMED_DEPUTY = re.compile(
    r", (?P<name>[^\W\d_a-z][\w’'.-]*(?: (?:(?:van|von|der|de|da|di|del|la|bin|al) ){0,2}[^\W\d_a-z][\w’'.-]*){1,3}), "
    r"(?P<clause>[^\n,;:]+)(?P<end>[,;:]?)"
)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does|do)\b")
_RELATED = re.compile(r"\b(?:who|whose|which|that)\b")
_NAME_CUT_AT_A_HYPHEN = re.compile(r"(?P<given>\b[^\W\d_a-z][\w’']*[ \u00a0])?\b[^\W\d_a-z][\w’']*-\Z")


def widen_sources(page: Page, drafts: Sequence[Draft]) -> None:
    """Give every source the role before its name and the apposition behind it, where the network stopped short.

    *coach* Ana Brod; Ilse Varn*, who keeps the lighthouse,* said; said Edvin Marsh*, 81, a retired smith*.
    """
    cues = sorted(draft.cue.start for draft in drafts)
    beside: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.source is not None:
            beside.setdefault(draft.source.start, []).append(draft)
    for draft in drafts:
        if draft.source is not None:
            draft.source = _behind_cue(page, draft, draft.source, beside[draft.source.start])
            _take_name(page, draft, draft.source)
            draft.source = _before_time(page, _own_subject(page, draft, draft.source), draft.cue)
            draft.source = _whole_name(page, _without_adverb(page.text, draft.source, draft.cue))
            start, end = _start(page, draft, draft.source), _end(page, draft, draft.source, cues)
            widened = Span(start, end)
            if not any(widened.overlaps(span) and not span.contains(widened) for span in draft.content):
                draft.source = widened


def _behind_cue(page: Page, draft: Draft, source: Span, beside: Sequence[Draft]) -> Span:
    """A source without whoever reports it: *She said | Hurley told her*. ``beside`` have one that begins there too."""
    for other in beside:
        if other is draft or not other.source or not source.contains(other.cue):
            continue
        rest = trimmed(page.text, Span(other.cue.end, source.end))
        says = page.text[other.source.end : other.cue.end].split() in (["said"], ["says"])
        is_beside = not page.text[rest.end : draft.cue.start].strip() and draft.cue.start >= rest.end
        if says and is_beside and 0 < page.words(rest.start, rest.end) < 5:
            return rest
    return source


def _take_name(page: Page, draft: Draft, source: Span) -> None:
    """Give *according to her deputy, Tomasz Zielin, the vote ...* the name that was read as part of the words.

    *According to his lawyer, Ivo Brand, a baker, fled* has the name of who fled: no clause of its own follows it.
    """
    text = page.text
    found = _NAMED_DEPUTY.match(text, source.end, page.sentence(source.start).end)
    if found is None or not text[draft.cue.start : draft.cue.end].lower().startswith("according to"):
        return
    words = text[source.start : source.end].lower().split()
    is_one = words[:2] == ["one", "of"] or noun_for_person(words[-1]) is not None
    clause = found["clause"]
    is_clause = not found["end"] or bool(_FINITE.search(clause) and not _RELATED.search(clause))
    name = Span(*found.span("name"))
    if not is_one or not is_clause:
        return
    for place, span in enumerate(draft.content):
        if name.start >= span.start > source.end or span.start == found.start("clause"):
            draft.content[place] = Span(found.start("clause"), span.end)
            draft.source = Span(source.start, name.end)


def _own_subject(page: Page, draft: Draft, source: Span) -> Span:
    """The pronoun right before a verb is its subject, whoever was read: *She said | he then announced: "..."*."""
    found = _OWN_SUBJECT.search(page.text, page.sentence(draft.cue.start).start, draft.cue.start)
    subject = Span(*found.span("subject")) if found else source
    return source if any(subject.overlaps(span) for span in (source, *draft.content)) else subject


def _whole_name(page: Page, source: Span) -> Span:
    """A source that begins within a double name has all of it: *Saoirse Okafor-* Lind."""
    text = page.text
    if not text[source.start].isupper() or text[source.start - 1 : source.start] != "-":
        return source
    found = _NAME_CUT_AT_A_HYPHEN.search(text, page.sentence(source.start).start, source.start)
    if found is None:
        return source
    opens = (found["given"] or "").strip().lower() in lexicon.words("not_names", "sentence_starters")
    return Span(found.end("given") if opens else found.start(), source.end)


def _without_adverb(text: str, source: Span, cue: Span) -> Span:
    """A source before its cue without the word that tells when or how often: *Fjord Energy | today announced*."""
    found = _ADVERB.search(text, source.start, source.end) if source.end <= cue.start else None
    found = None if found and _PARTICIPLE.search(text, source.start, found.start()) else found  # figures released today
    return Span(source.start, found.start()) if found else source


def _before_time(page: Page, source: Span, cue: Span) -> Span:
    """The subject that a word of time parts from its cue, where only that word was read: *Fjord (FJD) | today said*."""
    text = page.text
    if source.end > cue.start or text[source.start : source.end].lower() not in _TIMES:
        return source
    low = max(page.sentence(source.start).start, source.start - _SUBJECT_REACH)
    subject = _BEFORE_TIME.search(text, low, source.start)
    return Span(*subject.span("name")) if subject else source


def _start(page: Page, draft: Draft, source: Span) -> int:
    text = page.text
    if not text[source.start].isupper() or source.start <= page.sentence(source.start).start:
        return source.start
    before = read_before(text, source.start)
    plural = before.role is not None and before.role.text.split()[-1].lower() in lexicon.person_plurals()
    pronoun = text[source.start : source.end].lower() in lexicon.words("first_person")
    return source.start if plural or pronoun or draft.cue.overlaps(Span(before.start, source.start)) else before.start


def _end(page: Page, draft: Draft, source: Span, cues: Sequence[int]) -> int:
    text = page.text
    if source.end < draft.cue.start:
        apposition = _BETWEEN.fullmatch(text, source.end, draft.cue.start)
        known = apposition is not None and (_may_open(apposition["word"]) or _is_made(page, source, apposition["word"]))
        return text.rindex(",", source.end, draft.cue.start) if known else source.end
    if source.start < draft.cue.end or not page.words(source.start, source.end):
        return source.end
    return _apposition_end(page, source, cues)


def _apposition_end(page: Page, source: Span, cues: Sequence[int]) -> int:
    """The end of the appositions behind a source that follows its cue; a relative clause runs to the sentence's end."""
    limit = page.sentence(source.start).end
    end, relative = source.end, False
    while end < limit and (chunk := _CHUNK.match(page.text, end, limit)) is not None:
        word = chunk["word"].lower()
        relative = relative or word in _RELATIVE
        if not (relative or _may_open(word)):
            break
        end = chunk.end()
    if bisect_left(cues, source.end) < bisect_left(cues, end):
        return source.end
    return end - 1 if page.text[end - 1] in ". " and end > source.end else end


def _is_made(page: Page, source: Span, word: str) -> bool:
    """Whether a phrase tells how a document came about: *the study, published in May, suggests*."""
    head = page.text[source.start : source.end].split()[-1].lower()
    return word.endswith("ed") and head in lexicon.words("surveys", "authored")


def _may_open(word: str) -> bool:
    """Whether a phrase between commas that begins with this word says who the source is."""
    lower = word.lower()
    return lower in _RELATIVE or lower in lexicon.words("apposition_openers") or _AGE.fullmatch(word) is not None
