"""What the words of a role say: office, body, region, whether it is over.

Belongs here: reading one role text ("former Texas governor", "the NATO secretary general").
Does not belong here: who holds the office (``people``, ``offices``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.knowledge.base_facts import DATA, read_rows, word_list
from pipelines.knowledge.folding import fold_name
from pipelines.knowledge.us_states import ABBREVIATIONS, STATES

_MOST_WORDS = 8
_SPLIT = re.compile(r"[^\s,;()/–—]+|[,;()/–—]")
_POSSESSIVE = re.compile(r"['’]s?$")
_REGIONAL = frozenset({"senator", "representative", "governor", "mayor"})


@dataclass(frozen=True, slots=True)
class Role:
    """What a role text says. ``office`` is None where it names none that the base knows.

    ``bodies`` and ``regions`` are what it belongs to; ``is_other`` says that it belongs to something that the base
    does not know (a company, a club). ``is_firm``: the words alone tell a public office. ``is_title``: the office
    begins with a capital letter. ``is_neutral``: says nothing against any office-holder ("politician").
    """

    office: str | None
    bodies: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    is_firm: bool = False
    is_title: bool = False
    is_former: bool = False
    is_early: bool = False
    is_other: bool = False
    is_neutral: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class _Office:
    name: str
    is_firm: bool = False
    body: str = ""  # the only body that has it


def _read_offices() -> dict[str, _Office]:
    rows = read_rows(DATA / "offices.csv", ("phrase", "office", "is_firm", "body"))
    return {fold_name(row["phrase"]): _Office(row["office"], bool(row["is_firm"]), row["body"]) for row in rows}


class RoleReader:
    """Reads role texts. ``bodies`` maps folded names, demonyms and metonyms to canonical names of bodies."""

    def __init__(self, bodies: Mapping[str, frozenset[str]]) -> None:
        self._bodies = dict(bodies)
        self._offices = _read_offices()
        self._read: dict[str, Role] = {}

    def learn(self, role: str, body: str) -> None:
        """Know a role and a body that the user's file names."""
        if body and fold_name(body) not in self._bodies:
            self._bodies[fold_name(body)] = frozenset({body})
        if self._parse(role).office is None:
            self._offices[fold_name(role)] = _Office(fold_name(role))

    def read(self, text: str) -> Role:
        """What a role text says; the same text is read once."""
        if text not in self._read:
            self._read[text] = self._parse(text)
        return self._read[text]

    def _parse(self, text: str) -> Role:
        words = _words(text)
        found = self._find_office(words)
        if found is None:
            return self._without_office(words)
        start, end, office = found
        before, after = words[:start], words[end:]
        bodies, regions, strange = self._belongs(_until_comma(after), behind=True)
        if not bodies and not regions:
            front, front_regions, front_strange = self._belongs(before, behind=False)
            bodies, regions, strange = front, front_regions, strange or front_strange
        if office.body and not bodies:
            bodies = frozenset({office.body})
        return Role(
            office.name,
            bodies,
            regions,
            office.is_firm,
            is_title=words[start].text[:1].isupper(),
            is_former=_says(before, word_list("former")),
            is_early=_says((*before, *after[:1]), word_list("early")),
            is_other=strange and not bodies and not regions,
        )

    def _without_office(self, words: Sequence[_Word]) -> Role:
        _, regions, _ = self._belongs(words, behind=False)
        former = _says(words, word_list("former"))
        return Role(None, regions=regions, is_former=former, is_neutral=bool(regions) or _is_neutral(words))

    def _find_office(self, words: Sequence[_Word]) -> tuple[int, int, _Office] | None:
        """The office that is the head of the phrase: the longest phrase before a preposition, at its end."""
        inside = self._inside_bodies(words)
        for start in range(len(words)):
            before = words[start - 1].folded if start else ""
            if start - 1 not in inside and (before in word_list("breaks") or before == ","):
                return None
            for end in range(min(len(words), start + _MOST_WORDS), start, -1):
                office = self._offices.get(" ".join(word.folded for word in words[start:end]))
                if office and _ends_phrase(words, end):
                    return start, end, office
        return None

    def _inside_bodies(self, words: Sequence[_Word]) -> frozenset[int]:
        """Where the words stand that are parts of names of several words: "of" in "Bank of England"."""
        found: set[int] = set()
        at = 0
        while at < len(words):
            size = self._longest(words, at)[0]
            found.update(range(at, at + size) if size > 1 else ())
            at += size or 1
        return frozenset(found)

    def _belongs(self, words: Sequence[_Word], behind: bool) -> tuple[frozenset[str], frozenset[str], bool]:
        """Bodies and regions in words, and whether something else stands there that the office may belong to."""
        bodies: set[str] = set()
        regions: set[str] = set()
        strange = False
        at = 0
        while at < len(words):
            size, body, region = self._longest(words, at)
            bodies |= body
            regions |= region
            if not size:
                word = words[at]
                proper = word.text[:1].isupper() or (behind and at > 0)
                strange |= (
                    proper and word.folded not in word_list("plain") | word_list("breaks") and word.folded[:1].isalpha()
                )
            at += size or 1
        return frozenset(bodies), frozenset(regions), strange

    def _longest(self, words: Sequence[_Word], at: int) -> tuple[int, frozenset[str], frozenset[str]]:
        for end in range(min(len(words), at + _MOST_WORDS), at, -1):
            phrase = " ".join(word.folded for word in words[at:end])
            body = self._bodies.get(phrase, frozenset())
            region = _REGIONS.get(phrase, frozenset())
            if at and end == at + 1 and words[at - 1].folded in ("d", "r", "i") and phrase in ABBREVIATIONS:
                region = frozenset({fold_name(ABBREVIATIONS[phrase])})
            if body or region:
                return end - at, body, region
        return 0, frozenset(), frozenset()


_REGIONS = {fold_name(name): frozenset({fold_name(name)}) for name in STATES.values()}
_REGIONS |= {name: frozenset({name}) for name in ("london", "kyiv", "moscow")}


def is_regional(office: str | None) -> bool:
    """Whether holders of an office are told apart by the region that they are elected in."""
    return office in _REGIONAL


def _ends_phrase(words: Sequence[_Word], end: int) -> bool:
    if words[end - 1].text.endswith(("'s", "’s")):
        return False
    if end == len(words) or not words[end].folded[:1].isalnum():
        return True
    return words[end].folded in word_list("breaks") | word_list("early")


def _is_neutral(words: Sequence[_Word]) -> bool:
    heads = {word.folded for word in words} | {word.folded.removesuffix("s") for word in words}
    return not heads or not heads.isdisjoint(word_list("neutral"))


def _words(text: str) -> list[_Word]:
    """The words of a role, a compound with a hyphen as its parts; "the" and "a" at the front are left out."""
    found = []
    for token in _SPLIT.findall(text):
        bare = _POSSESSIVE.sub("", token)
        parts = [token] if not bare.count("-") else token.split("-")
        for part in parts:
            folded = fold_name(_POSSESSIVE.sub("", part)) if part[:1].isalnum() else part
            found.append(_Word(part, folded))
    while found and found[0].folded in ("the", "a", "an"):
        found.pop(0)
    return found


def _says(words: Sequence[_Word], wanted: frozenset[str]) -> bool:
    return any(word.folded in wanted for word in words)


def _until_comma(words: Sequence[_Word]) -> Sequence[_Word]:
    for at, word in enumerate(words):
        if word.folded in (",", ";", "–", "—"):
            return words[:at]
    return words
