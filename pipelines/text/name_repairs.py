"""The names of one article from the spans of an imperfect tagger.

Belongs here: adding names that the tagger missed, joining and cutting what it broke or glued, the order of steps.
Does not belong here: what is no entity (``name_refusals``), which names belong to one entity (``name_groups``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial

from pipelines.text import lexicon
from pipelines.text.name_edges import parts, person_of_body, widen, with_elision
from pipelines.text.name_headlines import cut_headlines
from pipelines.text.name_kinds import body_words, settle_kinds
from pipelines.text.name_offices import may_hold_office, part_office
from pipelines.text.name_refusals import SMALL_WORD, without_refused
from pipelines.text.name_repeats import NEXT_WORD, add_repeated, may_be_surname, with_given_name
from pipelines.text.name_spans import CAPITAL, WORD, NameSpans, is_label, is_title, person_core, trim
from pipelines.text.names import fold
from pipelines.text.roles import noun_for_person
from pipelines.text.spans import EntityKind, NamedSpan, Span

_BRACKETED = re.compile(rf"\[([{CAPITAL}][^\[\]\n]{{1,60}})\] ?([{CAPITAL}][\w-]*\w)")
_NICKNAMED = re.compile(
    rf"(?<!\w)([{CAPITAL}][\w’'-]+(?: [A-Z]\.)?) [\"“'‘(]{{1,2}}[{CAPITAL}]\w+[\"”'’)]{{1,2}},? ([{CAPITAL}][\w’'-]*\w)"
)
_NAME_SHAPED = re.compile(
    rf"[{CAPITAL}][\w’'&.-]*"
    r"(?: (?!and the )(?:(?:de|da|do|del|van|von|der|bin|al|la|of|and|for|the|on) ){0,2}"
    rf"[{CAPITAL}][\w’'&.-]*){{0,8}}"
)
_TITLES = re.compile(
    r"\b(?:(?:M(?:rs?|s|me|iss)|Dr|Sens?|Reps?|Gov|Lt|Gen|Col|Capt|Sgt|Maj|Adm|Prof)\.? ){1,3}(?=[A-Z])"
)
_SURNAME = re.compile(rf"[{CAPITAL}][\w’'-]*\w(?: (?:[A-Z]\. )?[{CAPITAL}][\w’'-]*\w){{0,2}}")
_OF_BODY = re.compile(r",? (?:of|at|from|with) ")
_OWNER = re.compile(r"(?:['’]s|s['’]) (?:\w+ ){0,3}\Z")
_OPENING = re.compile(r"(?:^|[\n.?!:•]|[.?!][\"”’')\]]{1,2})[ \u00a0\t\"“‘'(\[]*\Z")
_MINOR_WORDS = re.compile(r"\b(?:the|and|for|with|from|into|over)\b")


def repair_names(
    text: str, names: Sequence[NamedSpan], sources: Sequence[Span] = (), ignore: Sequence[Span] = ()
) -> tuple[NamedSpan, ...]:
    """The names of an article, mended: disjoint, in text order, without titles, articles and possessive endings.

    ``sources`` are the spans that name who speaks: a source that is shaped like a name is one.
    ``ignore`` are spans of page furniture: names in them are dropped.
    """
    kept = NameSpans(text, ignore)
    for named in names:
        for piece in _pieces(text, named):
            kept.add(piece)
    for match in _NICKNAMED.finditer(text):
        if fold(match.group(1)).split()[0] in lexicon.given_names():
            kept.add(NamedSpan(Span(*match.span()), "person"))
    _add_bracketed(kept)
    _add_titled(kept)
    _add_labels(kept, sources)
    _add_sources(kept, sources)
    widen(kept)
    _extend_persons(kept)
    kept.replace_all(settle_kinds(text, kept.names))
    cut_headlines(kept)
    kept.replace_all(without_refused(text, kept.names, sources))
    add_repeated(kept)
    return tuple(kept.names)


def _pieces(text: str, named: NamedSpan) -> Iterator[NamedSpan]:
    """The trimmed parts of one tagged span: none crosses a line break, and names that are glued together are parted."""
    for part in _without_offices(text, named):
        kind = _kind_by_end(text, part.span, part.kind)
        span = trim(text, with_elision(text, part.span), kind)
        if span is None:
            continue
        if kind == "other" and SMALL_WORD.search(_MINOR_WORDS.sub("", text[span.start : span.end])):
            continue
        yield from _unglued(text, NamedSpan(span, kind))


def _without_offices(text: str, named: NamedSpan) -> Iterator[NamedSpan]:
    for part in parts(text, named.span):
        if may_hold_office(text, part):
            yield from part_office(text, NamedSpan(trim(text, part, "other") or part, named.kind))
        else:
            yield NamedSpan(part, named.kind)


def _kind_by_end(text: str, span: Span, kind: EntityKind) -> EntityKind:
    """A tagged person whose last word ends names of bodies only (``Tide Health Initiative``) is a body."""
    words = text[span.start : span.end].split() if kind == "person" else []
    return "organisation" if len(words) > 2 and fold(words[-1]) in _plain_body_words() else kind


@cache
def _plain_body_words() -> frozenset[str]:
    return body_words() - lexicon.words("organisation", "bloc")


def _unglued(text: str, named: NamedSpan) -> Iterator[NamedSpan]:
    """``the Velmark Parliament Maria Olt`` is a body and a person; ``NATO Allies`` is NATO."""
    if named.kind not in ("organisation", "person") or text[named.span.start : named.span.end].isalnum():
        yield named
        return
    glued = person_of_body(text, named)
    if glued:
        yield glued[0]
        body = trim(text, glued[1], "organisation")
        if body:
            yield NamedSpan(body, "organisation")
        return
    found = [match.span() for match in WORD.finditer(text, named.span.start, named.span.end)]
    if named.kind == "person" or len(found) < 2:
        yield named
        return
    words = [fold(text[start:end]) for start, end in found]
    if _ends_in_person(text, named.span, words):
        body = trim(text, Span(found[0][0], found[-3][1]), "organisation")
        if body:
            yield NamedSpan(body, "organisation")
        yield NamedSpan(Span(found[-2][0], found[-1][1]), "person")
        return
    last = len(words)
    if any(word in ("of", "for") for word in words):
        yield named
        return
    while last > 1 and (words[last - 1] in lexicon.person_plurals() or words[last - 1] in lexicon.person_nouns()):
        last -= 1
    yield replace(named, span=Span(named.span.start, found[last - 1][1]))


def _ends_in_person(text: str, span: Span, words: list[str]) -> bool:
    """Whether two words for a person follow a body or its possessive: ``the Tide Bank Ana Brod``, ``the Courier’s``."""
    if len(words) < 3 or words[-1] in body_words():
        return False
    owner = words[-3].endswith(("'s", "s'"))
    if words[-2] in lexicon.given_names():
        return owner or any(word in body_words() for word in words[:-2])
    surname = text[span.start : span.end].rsplit(" ", 1)[-1]
    speaks = rf"(?<=[a-z,.”\"] ){re.escape(surname)}(?=,? (?:said|says|wrote|writes|told|added|argued)\b)"
    return owner and re.search(speaks, text) is not None


def _add_bracketed(kept: NameSpans) -> None:
    for match in _BRACKETED.finditer(kept.text):
        words = list(WORD.finditer(kept.text, match.start(1), match.end(1)))
        start = match.start(2) if is_title(fold(words[-1].group())) else words[-1].start()
        for rival in kept.overlapping(Span(start, match.end(2))):
            kept.remove(rival)
        kept.add(NamedSpan(Span(start, match.end(2)), "person"))


def _add_titled(kept: NameSpans) -> None:
    for match in _TITLES.finditer(kept.text):
        surname = _SURNAME.match(kept.text, match.end())
        if surname and not kept.covered(Span(match.end(), match.end() + 1)):
            span = trim(kept.text, Span(match.end(), surname.end()), "person")
            if span:
                kept.add(NamedSpan(span, "person"))


def _add_labels(kept: NameSpans, sources: Iterable[Span]) -> None:
    """The label of a transcript's turn, without its title, names a person unless it is a noun (``REPORTER:``).

    It names a body where the text speaks of it with an article: *LEDGER: And the bridge?* in a talk with the Ledger.
    """
    for source in sources:
        span = trim(kept.text, source, "person") if is_label(kept.text, source) else None
        if span is None or len(span) < 2 or _is_common(kept.shown(span)) or noun_for_person(fold(kept.shown(span))):
            continue
        is_paper = re.search(rf"\b[Tt]he {re.escape(kept.shown(span).title())}\b", kept.text) is not None
        for rival in kept.overlapping(source):
            kept.remove(rival)
        kept.add(NamedSpan(span, "organisation" if is_paper else "person"))


def _add_sources(kept: NameSpans, sources: Iterable[Span]) -> None:
    """A source that is nothing but capitalised words is a name, and so is the part of it before a comma."""
    only_opens = cache(partial(_only_opens, kept.text))
    for source in sources:
        comma = kept.text.find(",", source.start, source.end)
        end = comma if comma > 0 else source.end
        span = trim(kept.text, Span(source.start, end), "other")
        match = _NAME_SHAPED.fullmatch(kept.text, span.start, span.end) if span else None
        if span is None or match is None:
            continue
        kind = _kind_of_source(kept, Span(source.start, end), span)
        if may_hold_office(kept.text, span) and part_office(kept.text, NamedSpan(span, kind)) != [
            NamedSpan(span, kind)
        ]:
            continue  # the tagged names say what else is in it
        if kept.covered(span) and (kind != "organisation" or _holds_person(kept, span)):
            continue
        if kind == "person":
            span = person_core(kept.text, span)
        if not _is_common(kept.shown(span)) and not (kind == "person" and only_opens(kept.shown(span))):
            kept.add(NamedSpan(span, kind))


def _holds_person(kept: NameSpans, span: Span) -> bool:
    """Whether the body is only somebody's: ``Ana Brod of the Tide Bank``, ``the Courier’s Brod``, ``Brod Campaign``."""
    text = kept.text
    return any(
        _OF_BODY.match(text, rival.span.end)
        or _OWNER.search(text, 0, rival.span.start)
        or fold(text[rival.span.end : span.end].strip()) in lexicon.words("bloc")
        for rival in kept.overlapping(span)
        if rival.kind == "person"
    )


def _kind_of_source(kept: NameSpans, source: Span, span: Span) -> EntityKind:
    shown = kept.shown(span)
    words = fold(shown).split()
    article = kept.text[source.start : source.start + 4].lower() == "the "
    acronym = shown.isupper() and 1 < len(shown) < 7
    return "organisation" if article or acronym or words[-1] in body_words() else "person"


def _only_opens(text: str, shown: str) -> bool:
    """Whether a lone word has its capital only where a sentence begins: ``Networks said``, untagged, are no person."""
    if " " in shown or fold(shown) in lexicon.given_names():
        return False
    same = re.finditer(rf"(?<![\w’'-]){re.escape(shown)}(?![\w-])", text)
    return all(_OPENING.search(text, max(0, one.start() - 6), one.start()) for one in same)


def _is_common(name: str) -> bool:
    """Whether the last word is a common noun, or every word is common."""
    words = [fold(word) for word in name.split()]
    last = words[-1]
    nouns = lexicon.words("surveys", "authored")
    if (
        last in lexicon.person_plurals()
        or last in lexicon.person_nouns()
        or last.rstrip("s") in lexicon.demonyms()
        or last in nouns
    ):
        return True
    common = lexicon.words("not_names", "indefinite", "first_person")
    return all(word in common or word in body_words() for word in words)


def _extend_persons(kept: NameSpans) -> None:
    """Take in a given name before a surname, and a surname behind a lone given name."""
    given = lexicon.given_names()
    for named in [named for named in kept.names if named.kind == "person"]:
        span = with_given_name(kept, named.span)
        after = NEXT_WORD.match(kept.text, span.end)
        if after and " " not in kept.shown(span) and fold(kept.shown(span)) in given and may_be_surname(after.group(1)):
            follower = trim(kept.text, Span(after.start(1), after.end(1)), "other")
            if follower and not kept.covered(follower):
                span = Span(span.start, follower.end)
        if span != named.span:
            kept.add(replace(named, span=span))
