"""What kind of thing the words that name a speaker are about: the head of a source.

Belongs here: the head of one noun phrase: a name, a pronoun, a noun, somebody's campaign, a document.
Does not belong here: who in the article it means (see ``pronouns``, ``nominals``, ``speakers``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipelines.text import lexicon
from pipelines.text.head_offices import HEAD_OF, is_double_office, office_bearer, officer_of_body
from pipelines.text.head_records import Head, is_several, may_be_body
from pipelines.text.roles import noun_for_person
from pipelines.text.source_words import NamedPlace, Word, named_behind_clause, read_words, until_participle
from pipelines.text.spans import Span
from pipelines.text.word_kinds import is_behind_noun, is_paper, noun_kind, pronoun_kind

LISTED = re.compile(
    r"(?: of (?:[A-Z][\w.]+ ?){1,2}(?<! ))?(?: ?\([^()]*\))?"
    r"(?:, (?:[A-Z]\w*\.? ){0,3}|,? (?:and|or|&) (?:(?!(?:of|for|to|with|by|at|from) )[\w’'.-]+ ){0,4})"
)


def find_head(text: str, source: Span, names: Sequence[NamedPlace]) -> Head:
    """The head of the noun phrase that a source span holds. ``names`` are those inside it, in text order."""
    words = read_words(text, source, names)
    if not words:
        return Head("other", source)
    if HEAD_OF.fullmatch(text, source.start, source.end):
        return Head("person", source, word="head", definite=True)
    return _Phrase(text, words, names).head()


class _Phrase:
    """One source, read word by word."""

    def __init__(self, text: str, words: list[Word], names: Sequence[NamedPlace]) -> None:
        self.text = text
        self.words = words
        self.names = names

    def head(self) -> Head:
        first = self.words[0]
        if first.name is None:
            pronoun = self._pronoun(first)
            if pronoun:
                return pronoun
        segments = self._segments()
        head = self._segment_head(segments[0])
        one_person = head.kind == "person" and first.lower in ("one", "another")
        if first.name is None and first.lower in lexicon.words("indefinite") and not one_person:
            noun = self._counted(segments[0]) if head.kind != "name" else ""
            head = Head("people", Span(first.start, self.words[-1].end), word=first.lower, noun=noun)
        if len(segments) > 1 and may_be_body(head) and (body := self._apposed_body(segments[1])):
            return body
        if len(segments) > 1 and (head.kind in ("person", "people", "other") or head.word in ("another", "one")):
            is_one = first.lower == "another" or [word.lower for word in self.words[:2]] == ["one", "of"]
            return self._appositive(segments[1:], replace(head, kind="person") if is_one else head) or head
        if len(segments) == 2 and self._may_employ(head) and segments[1][-1].name is not None:
            return self._appositive(segments[1:], head) or head
        return head

    def _may_employ(self, head: Head) -> bool:
        """Whether the first words are a body's, as in ``Bank of Velmark’s expert for rates, Maria Olt``."""
        return head.kind == "body" or (head.name is not None and self.names[head.name].kind == "organisation")

    def _counted(self, segment: list[Word]) -> str:
        """The noun that an indefinite word counts: ``three people``, ``some of the voters``."""
        cut = self._first_preposition(segment)
        if cut == 1 and len(segment) > 2 and segment[1].lower == "of":
            segment = segment[2:]
            cut = self._first_preposition(segment)
        nouns = [word.lower for word in segment[:cut] if word.name is None and noun_kind(word.lower) != "other"]
        return nouns[-1] if nouns else self.words[0].lower

    def _pronoun(self, first: Word) -> Head | None:
        kind = pronoun_kind(first.lower)
        if kind is None:
            return None
        span = Span(first.start, first.end)
        if len(self.words) == 1 or first.lower not in ("his", "her", "their", "its", "my", "our", "whose"):
            return Head(kind, span)
        rest = _Phrase(self.text, self.words[1:], self.names)
        head = rest.head()
        if head.kind in ("name",):
            return head
        if kind == "relative":
            return replace(head, kind="people" if head.kind == "people" else "other")
        return replace(head, owner=span)

    def _segments(self) -> list[list[Word]]:
        """The words between top-level commas, without brackets and relative clauses."""
        segments: list[list[Word]] = [[]]
        depth = 0
        for at, word in enumerate(self.words):
            if word.lower in ("(", "[") and word.name is None:
                depth += 1
            elif word.lower in (")", "]") and word.name is None:
                depth = max(0, depth - 1)
            elif depth:
                continue
            elif word.name is None and word.lower in (",", ";", ":", "—", "–"):
                segments.append([])
            elif word.name is None and at and word.lower in ("who", "that", "which", "whose", "whom"):
                segments.append(named_behind_clause(self.words, at))
                break
            else:
                segments[-1].append(word)
        return [segment for segment in segments if segment] or [self.words]

    def _appositive(self, segments: list[list[Word]], head: Head) -> Head | None:
        """``a lawyer from Velmark, Maria Olt``: the person that the segment behind the comma names."""
        for segment in segments[:2]:
            if segment[0].name is None and segment[0].lower in lexicon.words("prepositions"):
                break
            inner = self._segment_head(segment)
            is_person = inner.name is not None and self.names[inner.name].kind == "person"
            if inner.kind == "name" and is_person and (not is_several(head) or inner.more):
                return replace(inner, appositive=True)
        return None

    def _apposed_body(self, segment: list[Word]) -> Head | None:
        """``his employer, Nordsee Tankers``, ``the buyer, the fund Northgate``: the body that the apposition names."""
        prepositions = lexicon.words("prepositions")
        named = next((at for at, word in enumerate(segment) if word.name is not None), 0)
        is_open = any(word.lower in prepositions or word.lower in ("to", "and") for word in segment[:named])
        words = segment if is_open else segment[named:]
        number = words[0].name
        if number is None or {word.name for word in words} != {number} or self.names[number].kind != "organisation":
            return None
        return Head("name", self.names[number].span, name=number, appositive=True)

    def _segment_head(self, segment: list[Word]) -> Head:
        span = Span(segment[0].start, segment[-1].end)
        cut = self._first_preposition(segment)
        front = segment[:cut] or segment
        named = [word.name for word in front if word.name is not None]
        find_bearer = office_bearer if front[-1].name is None else officer_of_body
        late = find_bearer(self.text, segment, cut, self.names)
        if late is not None:
            return Head("name", self.names[late].span, name=late)
        if named:
            return self._front_with_name(front, segment, span)
        return self._noun(front, segment[cut:], span)

    def _first_preposition(self, segment: list[Word]) -> int:
        prepositions = lexicon.words("prepositions")
        for at, word in enumerate(segment):
            if at and word.name is None and (word.lower in prepositions or word.lower == "to"):
                return at
        return len(segment)

    def _front_with_name(self, front: list[Word], segment: list[Word], span: Span) -> Head:
        conjunction = next(
            (at for at, word in enumerate(front) if at and word.name is None and word.lower in ("and", "&", "or")), None
        )
        if conjunction is not None:
            first = self._segment_head(front[:conjunction])
            named = front[-1].name
            if first.kind == "person" and named is not None and is_double_office(front, named):
                return Head("name", self.names[named].span, name=named)
            if first.kind in ("name", "body", "bloc"):
                return replace(first, more=True)
            if first.kind != "other" or conjunction + 1 >= len(front):
                return replace(first, more=first.kind == "people")
            return self._segment_head(front[conjunction + 1 :])
        last = max(at for at, word in enumerate(front) if word.name is not None)
        number = front[last].name
        verb = next((at for at in range(1, last) if front[at].name is None and self._is_headline_verb(front[at])), None)
        if verb is not None:
            return self._segment_head(front[:verb])
        nothing = lexicon.words("post_nominals") | {"s", "'s", "’s"}
        rest = [word for word in front[last + 1 :] if word.lower not in nothing]
        if number is None or not rest:
            number = number or 0
            if front[0].lower in ("a", "an") and front[0].name is None and self.names[number].kind == "organisation":
                return Head("other", span, word=front[-1].lower)
            return Head("name", self.names[number].span, name=number, more=self._followed_by_name(number))
        return self._owned(rest, number, front, span)

    def _followed_by_name(self, number: int) -> bool:
        """Whether the next name of the source is listed beside this one."""
        if number + 1 >= len(self.names):
            return False
        between = self.text[self.names[number].span.end : self.names[number + 1].span.start]
        return (
            bool(LISTED.fullmatch(between)) and " and " in self.text[self.names[number].span.end : self.words[-1].end]
        )

    def _owned(self, rest: list[Word], number: int, front: list[Word], span: Span) -> Head:
        """A name with a noun behind it: ``the Okun campaign``, ``Velmark's envoys``, ``a Velmark Times report``."""
        is_bloc = len(rest) == 1 and rest[0].lower in lexicon.words("bloc")
        if self._is_headline_verb(rest[0]) and not is_bloc:
            first = next(word.name for word in front if word.name is not None)
            return Head("name", self.names[first].span, name=first)
        head = self._noun(rest, [], span)
        if (
            head.kind == "people"
            and head.word in lexicon.words("representatives")
            and self.names[number].kind != "person"
        ):
            return replace(head, kind="delegates", name=number)
        owner = self.names[number].kind
        if (
            head.kind == "person"
            and owner != "person"
            and front[0].lower not in ("a", "an")
            and not self._is_possessive(number)
        ):
            return replace(head, span=Span(front[0].start, rest[-1].end), definite=front[0].lower in ("the", "this"))
        if head.kind in ("authored", "bloc") and not self._is_possessive(number):
            owners = [word.name for word in front if word.name is not None and self._is_possessive(word.name)]
            number = owners[0] if owners else number
        return replace(head, name=number)

    def _is_headline_verb(self, word: Word) -> bool:
        return word.lower in lexicon.words("headline_verbs") and self.text[word.start].isupper()

    def _is_possessive(self, number: int) -> bool:
        return self.text.startswith(("'s", "’s"), self.names[number].span.end)

    def _noun(self, front: list[Word], tail: list[Word], span: Span) -> Head:
        """The head of a phrase whose head is a common noun."""
        if len(front) > 1 and is_behind_noun(front[-1].lower) and noun_kind(front[-2].lower) != "other":
            tail = tail if front[-1].lower in lexicon.words("authoring") else []
            front = front[:-1]
        word = front[-1].lower
        place = Span(front[0].start, front[-1].end)
        definite = front[0].lower in ("the", "this", "that")
        head = Head(noun_kind(word), place, word=word, definite=definite)
        if head.kind == "person" and is_paper([self.text[one.start : one.end] for one in front]):
            head = replace(head, kind="other")
        if (
            head.kind == "other"
            and len(front) > 1
            and noun_for_person(front[-2].lower)
            and word in ("general", "elect")
        ):
            head = replace(head, kind="person", word=front[-2].lower)
        if not tail:
            return head
        if head.kind in ("authored", "survey"):
            return self._written_by(head, tail)
        if head.kind == "people" and word in lexicon.words("representatives") and tail[0].lower == "of":
            inner = self._segment_head(tail[1:]) if len(tail) > 1 else head
            if inner.kind == "name" and inner.name is not None and self.names[inner.name].kind != "person":
                return replace(head, kind="delegates", name=inner.name)
        return replace(head, definite=definite and tail[0].lower == "of")

    def _written_by(self, head: Head, tail: list[Word]) -> Head:
        at = next((i for i, word in enumerate(tail) if word.lower in ("by", "from", "of") and word.name is None), None)
        if at is None or at + 1 >= len(tail):
            return head
        inner = self._segment_head(until_participle(tail[at + 1 :]))
        if inner.kind != "name" or inner.name is None:
            return head
        if head.kind == "survey":
            is_body = self.names[inner.name].kind == "organisation" and tail[at].lower != "from"
            is_by = self.names[inner.name].kind == "person" and tail[at].lower == "by"
            return replace(head, kind="authored", name=inner.name) if is_body or is_by else head
        return replace(head, name=inner.name)
