"""Tagged names that name nobody and nothing: common words, peoples, families, bare titles.

Belongs here: dropping such a name. Does not belong here: cutting a name (``name_spans``), its kind (``name_kinds``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.text import lexicon
from pipelines.text.names import fold
from pipelines.text.peoples import is_people
from pipelines.text.spans import NamedSpan, Span
from pipelines.text.title_case import small_words

SMALL_WORD = re.compile(r"(?<![\w’'-])[a-z]{3,}(?![\w’'])")


def without_refused(text: str, names: Sequence[NamedSpan], sources: Sequence[Span]) -> list[NamedSpan]:
    """The names without those that are no entity. ``sources`` are the spans that name who speaks."""
    refusals = _Refusals(text, names, sources)
    return [named for named in names if not refusals.refuses(named)]


class _Refusals:
    """What one article tells: its small words, the surnames of its persons, where its sources start."""

    def __init__(self, text: str, names: Sequence[NamedSpan], sources: Sequence[Span]) -> None:
        self._text = text
        self._small = small_words(text)
        self._starts = {source.start for source in sources}
        persons = (text[named.span.start : named.span.end] for named in names if named.kind == "person")
        self._surnames = frozenset(fold(shown.rsplit(" ", 1)[-1]) for shown in persons if " " in shown)

    def refuses(self, named: NamedSpan) -> bool:
        """Whether the name is no entity."""
        if self._is_common(named) or self._is_of_office(named) or self._is_several(named):
            return True
        return self._is_opening_noun(named) or (named.kind == "person" and self._is_title(named))

    def _shown(self, named: NamedSpan) -> str:
        return self._text[named.span.start : named.span.end]

    def _is_common(self, named: NamedSpan) -> bool:
        """A word that the article also writes small, a function word, an abbreviated thing."""
        shown = self._shown(named)
        small = shown.lower()
        is_small = len(small) > 2 and small in self._small and small not in lexicon.given_names()
        if is_small and (named.span.start not in self._starts or self._is_plural(shown)):
            return True
        if small in lexicon.words("not_names") and not (shown.isupper() and len(shown) > 2):
            return True
        return small in lexicon.words("acronyms_of_things") and named.kind != "person"

    def _is_plural(self, shown: str) -> bool:
        is_plural = shown[0].isupper() and shown.endswith("s") and not shown.endswith("ss")
        return is_plural and fold(shown) not in self._surnames

    def _is_of_office(self, named: NamedSpan) -> bool:
        """The state in ``Secretary of State``."""
        return self._text[max(0, named.span.start - 13) : named.span.start].lower() == "secretary of "

    def _is_several(self, named: NamedSpan) -> bool:
        """A people, a family (``the Karstens``)."""
        form = fold(self._shown(named))
        if form in self._surnames:
            return False
        describes = named.kind == "other" or "-" in form or (named.kind == "person" and form.endswith("s"))
        if describes and is_people(form):
            return True
        return self._is_family(named, form)

    def _is_family(self, named: NamedSpan, form: str) -> bool:
        stem = form.removesuffix("es")
        single = stem if stem in self._surnames else form.removesuffix("s")
        before = self._text[max(0, named.span.start - 4) : named.span.start].lower()
        return single != form and single in self._surnames and (before == "the " or named.kind == "person")

    def _is_opening_noun(self, named: NamedSpan) -> bool:
        """A lone noun for a person that has its capital only from the start of its line ("Lawmaker urges calm")."""
        form = fold(self._shown(named))
        opens = self._text[max(0, named.span.start - 1) : named.span.start] in ("", "\n")
        is_noun = form in lexicon.person_nouns() and form not in lexicon.given_names()
        return opens and is_noun and form not in self._surnames

    def _is_title(self, named: NamedSpan) -> bool:
        """A bare title without a name: ``the Pastor``, ``Sr.``."""
        form = fold(self._shown(named))
        before = self._text[max(0, named.span.start - 4) : named.span.start].lower()
        if before == "the " and form in lexicon.person_nouns():
            return True
        is_title = (
            form in lexicon.titles() or form in lexicon.words("name_suffixes") or form in lexicon.person_plurals()
        )
        return is_title and form not in lexicon.given_names() and form not in self._surnames
