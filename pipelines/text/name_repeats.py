"""Further places of names that an article has given, and the words beside a name that belong to it.

Belongs here: finding repeated names, and given names and surnames beside them.
Does not belong here: mending what a tagger found (see ``name_repairs``).
"""

from __future__ import annotations

import re

from pipelines.text import lexicon
from pipelines.text.name_kinds import body_words, previous_word
from pipelines.text.name_spans import CAPITAL, NameSpans
from pipelines.text.names import fold
from pipelines.text.spans import EntityKind, NamedSpan, Span

_CAPITALISED = re.compile(rf"(?<![\w’'-])[{CAPITAL}][\w’'&-]*")
NEXT_WORD = re.compile(rf" ([{CAPITAL}][\w’'-]*\w)(?!\w)")


def add_repeated(kept: NameSpans) -> None:
    """Further places of the names found: whole names, and surnames of persons."""
    forms: dict[str, dict[str, EntityKind]] = {}
    for named in kept.names:
        form = kept.shown(named.span)
        _note(forms, form, named.kind)
        surname = form.rsplit(" ", 1)[-1]
        if (
            named.kind == "person"
            and " " in form
            and len(surname) > 1
            and fold(surname) not in lexicon.words("name_suffixes")
        ):
            _note(forms, surname, "person")
    lengths = {first: sorted({len(form) for form in options}, reverse=True) for first, options in forms.items()}
    text = kept.text
    for match in _CAPITALISED.finditer(text):
        first = _without_possessive(match.group())
        if first not in forms:
            continue
        start, options = match.start(), forms[first]
        for length in lengths[first]:
            kind = options.get(text[start : start + length])
            if kind is not None and not text[start + length : start + length + 1].isalnum():
                span = Span(start, start + length)
                if not kept.covered(span) and _stands_alone(kept, span):
                    kept.add(NamedSpan(with_given_name(kept, span) if kind == "person" else span, kind))
                break


def _without_possessive(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s").rstrip("'’")


def _note(forms: dict[str, dict[str, EntityKind]], form: str, kind: EntityKind) -> None:
    first = _without_possessive(re.split(r"[^\w’'&-]", form, maxsplit=1)[0])
    if len(form) > 1 and fold(form) not in lexicon.words("not_names"):
        forms.setdefault(first, {}).setdefault(form, kind)


def _stands_alone(kept: NameSpans, span: Span) -> bool:
    """Whether no capitalised word beside it makes it a part of a longer, unknown name."""
    after = NEXT_WORD.match(kept.text, span.end)
    if after and may_be_surname(after.group(1)) and not kept.covered(Span(after.start(1), after.end(1))):
        return False
    _, before = previous_word(kept.text, span.start)
    if not before[:1].isupper():
        return True
    lower = fold(before)
    if lower in lexicon.titles() or lower in lexicon.person_nouns() or lower in lexicon.given_names():
        return True
    return lower in lexicon.words("not_names")


def with_given_name(kept: NameSpans, span: Span) -> Span:
    """The span with the given name that stands right before it."""
    start, before = previous_word(kept.text, span.start)
    if not before[:1].isupper() or kept.covered(Span(start, start + len(before))):
        return span
    word = fold(before)
    known = word in lexicon.given_names() and word not in lexicon.titles()
    return Span(start, span.end) if known else span


def may_be_surname(word: str) -> bool:
    """Whether a capitalised word behind a given name can be a surname."""
    lower = fold(word)
    return not (
        lower in lexicon.words("not_names")
        or lower in lexicon.words("headline_verbs")
        or lower in body_words()
        or lower in lexicon.words("bloc")
        or lower in lexicon.person_nouns()
        or lower in lexicon.person_plurals()
    )
