"""Two people of one full name: when what articles say of them cannot be true of one person.

Belongs here: reading roles for that, and the judgement. Two articles speak of one person unless it is plain that they
do not: other outlets, and either lines of work that hardly meet, or offices in different countries.
Does not belong here: names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.text import lexicon
from pipelines.text.names import fold
from pipelines.text.roles import head_noun

_OFFICE = "office"
_EVERYDAY_WORDS = (
    "farmer nurse teacher driver student fisherman firefighter carpenter electrician plumber mechanic baker gardener "
    "waitress waiter hairdresser cleaner janitor miner beekeeper farmhand skipper grocer florist blacksmith trucker "
    "receptionist bartender shopkeeper paramedic midwife pensioner lorry-driver bus-driver schoolteacher pupil"
)
_SPORT_WORDS = (
    "footballer goalkeeper striker midfielder defender batsman bowler swimmer cyclist skier sprinter jockey racer "
    "quarterback pitcher golfer gymnast wrestler"
)
_EVERYDAY, _SPORT = frozenset(_EVERYDAY_WORDS.split()), frozenset(_SPORT_WORDS.split())
_NO_OFFICE = frozenset({"deputy", "member", "delegate"})  # of whom? a farmer may be a member of much
_MINISTERS = frozenset({"minister", "premier", "chancellor", "governor"})
_HEADS = frozenset({"president", "minister", "premier", "chancellor", "mp", "lawmaker"})
_PAST = re.compile(r"\b(?:former|ex|retired|one-time|turned)\b|\bex-", re.IGNORECASE)
_OWNER = re.compile(r"^(?:the )?(.+?)[’']s? ")


@dataclass(slots=True)
class Traits:
    """Role nouns with their counts, lines of work, countries of office and outlets of one person in articles.

    Of most persons there is hardly anything to note: frozen, the empty sets of all are one.
    """

    heads: Counter[str] = field(default_factory=Counter)
    work: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()

    def add(self, roles: Iterable[str], publisher: str | None) -> None:
        """Note what an article says."""
        for role in roles:
            head, work, country = _read_role(role)
            self.heads.update(filter(None, (head,)))
            self.work = _with(self.work, filter(None, (work,)))
            self.countries = _with(self.countries, filter(None, (country,)))
        if publisher is not None:
            self.publishers = _with(self.publishers, (publisher,))

    def merge(self, other: Traits) -> None:
        """Note what is known of the other as known of this person."""
        self.heads.update(other.heads)
        self.work = _with(self.work, other.work)
        self.countries = _with(self.countries, other.countries)
        self.publishers = _with(self.publishers, other.publishers)

    @property
    def holds_office(self) -> bool:
        """Whether an article gives an office of state, held at present."""
        return _OFFICE in self.work

    def contradict(self, other: Traits) -> bool:
        """Whether the two can hardly be one person."""
        if not self.publishers or not other.publishers or self.publishers & other.publishers:
            return False
        if self.work and other.work and not self.work & other.work and _OFFICE in self.work | other.work:
            return True
        return len(self.countries) == 1 == len(other.countries) and self.countries != other.countries


def _with(words: frozenset[str], more: Iterable[str]) -> frozenset[str]:
    added = frozenset(more)
    return words if added <= words else words | added


@lru_cache(1 << 14)
def _read_role(role: str) -> tuple[str | None, str | None, str | None]:
    """The head noun of a role; its line of work if it is held at present; the country of which it is an office."""
    words = [fold(word) for word in role.split()]
    head = head_noun(words)
    if head is None or _PAST.search(role):
        return head, None, None
    country = _country(role, words) if head in _HEADS else None
    if country or head in _MINISTERS or head in lexicon.words("lawmakers") - _NO_OFFICE:
        return head, _OFFICE, country
    return head, ("everyday" if head in _EVERYDAY else "sport" if head in _SPORT else None), None


def _country(role: str, words: list[str]) -> str | None:
    owner = _OWNER.match(role)
    if owner and owner.group(1).lower() in lexicon.country_names():
        return owner.group(1).lower()
    found = {lexicon.demonyms()[word].lower() for word in words if word in lexicon.demonyms()}
    return found.pop() if len(found) == 1 else None
