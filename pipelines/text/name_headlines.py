"""Names in headlines, where capitals glue a name to the words around it.

Belongs here: cutting such a name down to what the rest of the article knows.
Does not belong here: names in running text (see ``name_repairs``), which lines are headlines (see ``title_case``).
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from pipelines.text import lexicon
from pipelines.text.name_kinds import body_words
from pipelines.text.name_spans import WORD, NameSpans, trim
from pipelines.text.names import fold
from pipelines.text.spans import EntityKind, NamedSpan, Span
from pipelines.text.title_case import Titles

_MOST_WORDS = 16  # of a tagged name that are looked at
_SHOWN = re.compile(r"\S")
_SENTENCE_END = (".", "!", "?", "…", ".”", '."', "!”", "?”", ".»", ":")


def cut_headlines(kept: NameSpans) -> None:
    """Cut glued names down to the names that the body of the text knows.

    A line in title case gives no name of its own: what the running text does not attest is dropped.
    """
    titles = Titles(kept.text)
    _cut_titles(kept, titles)
    body: Counter[str] = Counter(kept.shown(named.span) for named in kept.names)
    surnames = {
        kept.shown(named.span).split()[-1]
        for named in kept.names
        if named.kind == "person" and body[kept.shown(named.span)] > 1
    }
    kinds = {kept.shown(named.span): named.kind for named in kept.names}
    for named in list(kept.names):
        shown = kept.shown(named.span)
        if titles.holds(named.span.start) or " " not in shown or body[shown] > 1:
            continue
        span = _known_part(kept, named.span, body, surnames) if _in_headline(kept.text, named.span.start) else None
        if span and span != named.span:
            kept.remove(named)
            kept.add(NamedSpan(span, kinds.get(kept.shown(span), "person")))


def _cut_titles(kept: NameSpans, titles: Titles) -> None:
    inside = [named for named in kept.names if titles.holds(named.span.start)]
    if not inside:
        return
    known = _Known(titles, {fold(kept.shown(one.span)): one.kind for one in kept.names if one not in inside})
    for named in inside:
        kept.remove(named)
        span = _known_words(kept, named.span, known)
        if span:
            kept.add(NamedSpan(span, known.kind(fold(kept.shown(span))) or named.kind))


class _Known:
    """What the running text names. ``kinds``: the folded names that the tagger found there."""

    def __init__(self, titles: Titles, kinds: dict[str, EntityKind]) -> None:
        self.titles = titles
        self._kinds = kinds
        persons = [form.split() for form, kind in kinds.items() if kind == "person"]
        self.surnames = {words[-1] for words in persons}
        self._givens = {words[0] for words in persons} & lexicon.given_names().keys()

    def kind(self, form: str) -> EntityKind | None:
        """The kind of a folded name, None where the running text gives none."""
        words = form.split()
        is_person = words[-1] in self.surnames and (words[0] in lexicon.given_names() or len(words) == 1)
        return self._kinds.get(form) or ("person" if is_person or form in self._givens else None)

    def names(self, shown: str) -> bool:
        """Whether the tagger or the knowledge base knows the name."""
        form = fold(shown)
        known = form in self._kinds or form in self.surnames or form in self._givens or form in lexicon.public_names()
        return known or form in lexicon.country_names() or form in lexicon.words("bodies")

    def attests(self, shown: str) -> bool:
        """Whether the running text has the words as a name that the tagger missed."""
        is_noun = self.titles.is_common(shown) or fold(shown) in body_words()
        return not is_noun and self.titles.is_attested(shown)

    def may_be_given(self, shown: str) -> bool:
        """Whether a word can be the given name before a surname."""
        return fold(shown) in lexicon.given_names() or not self.titles.is_common(shown)


def _known_words(kept: NameSpans, span: Span, known: _Known) -> Span | None:
    """The longest known part, else the longest attested one; with the given name before a surname."""
    found = islice(WORD.finditer(kept.text, span.start, span.end), _MOST_WORDS)
    words = [match.span() for match in found]
    options = [(first, last) for first in range(len(words)) for last in range(first, len(words))]
    options.sort(key=lambda option: (option[0] - option[1], option[0]))
    for is_known in (known.names, known.attests):
        for first, last in options:
            part = trim(kept.text, Span(words[first][0], words[last][1]), "other")
            if part is None or not is_known(kept.shown(part)):
                continue
            is_surname = fold(kept.shown(part)) in known.surnames
            while is_surname and first and known.may_be_given(kept.text[slice(*words[first - 1])]):
                first -= 1
                part = Span(words[first][0], part.end)
            follows = fold(kept.text[slice(*words[last + 1])]) if last + 1 < len(words) else ""
            return Span(part.start, words[last + 1][1]) if follows in lexicon.words("generations") else part
    return None


def _in_headline(text: str, offset: int) -> bool:
    """Whether the line is short and ends without an end of sentence, or is the first and mostly capitalised."""
    low = text.rfind("\n", 0, offset) + 1
    high = text.find("\n", offset)
    high = high if high >= 0 else len(text)
    if high - low > 160:
        return False
    line = text[low:high].strip()
    words = line.split()
    capitalised = sum(word[:1].isupper() for word in words)
    return not line.endswith(_SENTENCE_END) or (_is_first_line(text, low) and capitalised * 10 > len(words) * 6)


def _is_first_line(text: str, start: int) -> bool:
    shown = _SHOWN.search(text)
    return shown is None or shown.start() >= start


def _known_part(kept: NameSpans, span: Span, body: Counter[str], surnames: set[str]) -> Span | None:
    words = [match.span() for match in WORD.finditer(kept.text, span.start, span.end)]
    last = fold(kept.text[slice(*words[-1])])
    if last in body_words() or last in lexicon.words("generations"):
        return None
    options = [Span(words[0][0], words[at][1]) for at in range(len(words) - 2, -1, -1)]
    if fold(kept.text[slice(*words[0])]) in lexicon.given_names():
        options.pop()
    else:
        options += [Span(words[at][0], words[-1][1]) for at in range(1, len(words))]
    for option in options:
        part = trim(kept.text, option, "other")
        if part and (kept.shown(part) in body or kept.shown(part) in surnames):
            return part
    return None
