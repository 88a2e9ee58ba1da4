"""Where a tagged name begins and ends: names that were glued together or cut short.

Belongs here: parting glued names, and widening a name by the words that belong to it.
Does not belong here: titles, articles and punctuation (``name_spans``), kinds (``name_kinds``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipelines.text import lexicon
from pipelines.text.name_kinds import body_words, previous_word
from pipelines.text.name_spans import CAPITAL, WORD, NameSpans, trim
from pipelines.text.names import fold
from pipelines.text.peoples import is_people
from pipelines.text.spans import NamedSpan, Span

_BORDER = re.compile(r" and the | [/|–—-] |,? (?:Image|Photo|Picture|Video)s?:|[\n\r]")
_PARTS = re.compile(rf"(?:(?!{_BORDER.pattern})[^\n\r])+")
_PERSON_OF_BODY = re.compile(
    rf"([{CAPITAL}][\w’'-]+(?: [{CAPITAL}][\w.’'-]*)+) (?:of|at|for|from) (?=(?:the )?[{CAPITAL}])"
)
_ADHERENTS = re.compile(rf"([{CAPITAL}]\w+s) (?:on|in|at|of|from) (?:the )?(?=[{CAPITAL}])")
_SMALL_SECOND = re.compile(r"-[a-z]{1,5}(?![\w-])")
_PARTICLE = re.compile(
    r" (?:d['’]|in ['’]t |(?:de|da|di|do|del|della|van|von|der|bin|ibn|ben|la|le|du|dos|ter|zu) (?:la |der |den |de )?)"
    rf"[{CAPITAL}][\w’'-]*\w"
)
_RUN = rf"[{CAPITAL}][\w’&-]*(?: (?:(?:of|for|the|and|de|on) ){{0,2}}[{CAPITAL}][\w’&-]*){{0,4}}"
_COMPLEMENT = re.compile(rf" of (?:the )?({_RUN})")
_REST = re.compile(rf" (?:the )?((?:\d{{1,2}}(?:st|nd|rd|th) )?{_RUN})")
_ELIDED = re.compile(r"(?<!\w)(?:(?:[DOLd]|[Dd]ell)['’]|[AaEeUu]l-)\Z")
# small words that bind the parts of a name in other languages, and those that only stand behind one of them
_LINKS = frozenset(
    ["bin", "da", "das", "de", "dei", "del", "della", "des", "di", "do", "dos", "du", "ibn", "van", "von", "zu"]
)
_BEHIND_LINKS = frozenset(["den", "der", "het", "la", "las", "le", "les", "los", "und"])
_BOUND = ("d'", "d’", "al-", "el-", "ul-")  # such a word at the start of a name
_OPEN_ENDS = ("of", "for", "&")
_OPEN_END = re.compile(r"(?: (?:of|for))+\Z")


def person_of_body(text: str, named: NamedSpan) -> tuple[NamedSpan, Span] | None:
    """``Paul Ravn of the Olmstad Times``, tagged as one name: the person, and where the rest stands."""
    match = _PERSON_OF_BODY.match(text, named.span.start, named.span.end)
    if match is None:
        return None
    words = [fold(word) for word in match.group(1).split()]
    known = words[0] in lexicon.given_names() and words[-1] not in body_words() and len(words) < 4
    if not known:
        return None
    return NamedSpan(Span(named.span.start, match.end(1)), "person"), Span(match.end(), named.span.end)


def parts(text: str, span: Span) -> Iterator[Span]:
    """The stretches of a tagged span that no line break, slash, dash between spaces or picture credit interrupts."""
    whole = not _BORDER.search(text, span.start, span.end)
    for part in [span] if whole else [Span(*found.span()) for found in _PARTS.finditer(text, span.start, span.end)]:
        end = part.end
        if text.startswith(":", end):
            words = text[part.start : end]
            credit = words.rfind(" ")
            is_credit = credit > 0 and words[credit + 1 :] in ("Image", "Photo", "Picture", "Video")
            end = part.start + credit if is_credit else end
        yield from _joined(text, Span(_behind_adherents(text, part), end))


def _behind_adherents(text: str, span: Span) -> int:
    """Where the body begins in ``Republicans on the House Budget Committee``."""
    match = _ADHERENTS.match(text, span.start, span.end)
    if match is None:
        return span.start
    word = fold(match.group(1))
    return match.end() if is_people(word) or word in lexicon.person_plurals() else span.start


def _joined(text: str, span: Span) -> Iterator[Span]:
    """``Olm Institute of Technology and Sarra State University``: two bodies; ``Bank and Trust Company`` is one."""
    at = text.find(" and ", span.start, span.end)
    sides = [text[span.start : at].split(), text[at + 5 : span.end].split()] if at > 0 else []
    if len(sides) == 2 and all(_is_whole(side) for side in sides) and fold(sides[1][0]) not in body_words():
        yield Span(span.start, at)
        yield Span(at + 5, span.end)
    else:
        yield span


def _is_whole(words: list[str]) -> bool:
    """Whether the words name a body by themselves: two or more with a word for a body, an acronym, or a country."""
    folded = [fold(word) for word in words]
    if len(words) == 1 and words[0].isupper() and 2 < len(words[0]) < 7:
        return True
    has_body = len(words) > 1 and any(word in body_words() for word in folded)
    return has_body or " ".join(folded) in lexicon.country_names()


def with_elision(text: str, span: Span) -> Span:
    """The span with the ``D’``, ``O’`` or ``al-`` right before it."""
    is_elided = text.endswith(("'", "’", "l-"), 0, span.start)
    elided = _ELIDED.search(text, max(0, span.start - 6), span.start) if is_elided else None
    return Span(elided.start(), span.end) if elided else span


def widen(kept: NameSpans) -> None:
    """Take in what the tagger cut off: ``Wong Kwok|-kin``, ``Patrizia| d'Ettorre``, ``Municipality| of Livorno``,
    ``Folha do |Porto``.
    """
    for named in list(kept.names):
        start = _start(kept, named)
        end = _person_end(kept, named) if named.kind == "person" else _body_end(kept, named)
        if end > named.span.end or start < named.span.start:
            before = kept.text[start : named.span.start].split()
            is_body = _names_body(before) and not _is_given_name(before[0])
            kept.add(NamedSpan(Span(start, max(end, named.span.end)), "organisation" if is_body else named.kind))
        elif named in kept.overlapping(named.span):  # not taken in by another
            _close(kept, named)


def _start(kept: NameSpans, named: NamedSpan) -> int:
    """Where a name begins of which only what stands behind small words of other languages was tagged.

    ``Paulo da | Costa``, ``La Voz del | Sur``; but ``Mayor | de Blasio``: a person's first word must be a given name.
    """
    start, text = named.span.start, kept.text
    at, word = (start, "de") if text.startswith(_BOUND, start) else previous_word(text, start)
    if word not in _LINKS and word not in _BEHIND_LINKS:
        return start
    links = list[str]()
    while word in _LINKS or word in _BEHIND_LINKS:
        links.append(word)
        small, (at, word) = at, previous_word(text, at)
    if _LINKS.isdisjoint(links):
        return start
    begun, words = small, list[str]()
    while word[:1].isupper() and _may_open_name(word):
        begun = at
        words.append(word)
        at, word = previous_word(text, at)
    if not words:
        return start
    return begun if named.kind != "person" or _names_body(words) or _is_given_name(words[-1]) else start


def _names_body(words: Iterable[str]) -> bool:
    return not lexicon.words("foreign_bodies").isdisjoint(map(fold, words))


def _is_given_name(word: str) -> bool:
    return fold(word.partition("-")[0]) in lexicon.given_names()


def _may_open_name(word: str) -> bool:
    folded = fold(word)
    return (
        folded.strip(".") not in lexicon.titles()
        and folded not in lexicon.person_nouns()
        and folded not in lexicon.words("sentence_starters", "prepositions", "not_names", "relative")
    )


def _close(kept: NameSpans, named: NamedSpan) -> None:
    """Cut off the ``of`` behind which a name does not go on."""
    left_open = _OPEN_END.search(kept.text, named.span.start, named.span.end)
    if left_open and left_open.start() > named.span.start:
        kept.remove(named)
        kept.add(replace(named, span=Span(named.span.start, left_open.start())))


def _person_end(kept: NameSpans, named: NamedSpan) -> int:
    text, end = kept.text, named.span.end
    words = kept.shown(named.span).split()
    second = _SMALL_SECOND.match(text, end)
    is_known = _is_given_name(words[0])
    if second and second.group()[1:] not in lexicon.words("compound_tails"):
        return second.end() if len(words) > 1 and len(words[-1]) < (4 if is_known else 6) else end
    particle = _PARTICLE.match(text, end)
    if particle and is_known and len(words) < 3:
        return particle.end()
    return end


def _body_end(kept: NameSpans, named: NamedSpan) -> int:
    """The end of ``of Livorno`` behind a word for a body, and of what a name that ends in ``of`` leaves open."""
    text, end = kept.text, named.span.end
    if named.kind != "organisation":
        return end
    last = fold(list(WORD.finditer(text, named.span.start, end))[-1].group())
    match = _REST.match(text, end) if last in _OPEN_ENDS else None
    if last in body_words() and last not in lexicon.words("corporate_suffixes"):
        match = _COMPLEMENT.match(text, end)
    if match is None or fold(match.group(1).split()[0]) in lexicon.words("not_names"):
        return end
    if any(rival.kind == "person" for rival in kept.overlapping(Span(*match.span(1)))):
        return end
    span = trim(text, Span(named.span.start, match.end()), "organisation")
    return span.end if span else end
