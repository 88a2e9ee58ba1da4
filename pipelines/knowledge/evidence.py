"""What roles and days say for and against a person.

Belongs here: weighing the role texts and days of an article against one person's terms.
Does not belong here: choosing between people (``people``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.knowledge.bodies import Bodies
from pipelines.knowledge.periods import first_day, last_day, shifted
from pipelines.knowledge.records import Days, Person, Term
from pipelines.knowledge.role_words import Role, RoleReader, is_regional

_YEAR = 366
_EARLY = 200  # days before a term on which somebody may be called by it: elected, designated, misdated
_GRACE = 60  # days that a newspaper may be early or late with a title
_LATEST_ONLY = 15 * _YEAR  # what the latest term alone says of a lawmaker's earlier ones
_BEFORE, _AFTER = 3 * _YEAR, 12 * _YEAR  # when a prominent person is named without any office
_LATE = 40 * _YEAR  # office-holders are called by their title long after
# Offices whose holders any reader of the news knows by name alone.
_PROMINENT = frozenset(
    {"president", "prime minister", "chancellor", "monarch", "supreme leader", "pope", "secretary-general", "head",
     "director-general", "managing director", "chair", "high representative", "vice president", "crown prince",
     "secretary of state", "foreign minister", "high commissioner", "executive director"}
)  # fmt: skip
# What "the head of", "the chief of" and "the leader of" a body may mean.
_TOP = _PROMINENT - {"vice president", "secretary of state", "foreign minister", "crown prince", "high representative"}
_TITLES = frozenset({"president", "vice president", "chancellor", "governor", "speaker", "monarch"})
_LAWMAKERS = frozenset({"senator", "representative", "speaker"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against one person.

    ``strong``: a role agrees in office and body. ``bare``: it agrees in an office and names no body. ``timely``: such
    an office is public by its words or its capital letter, and was held then (or, "former", not long before).
    ``against``: roles that fit no term. ``conflicts``: a role says the same office elsewhere. ``days_fit``: nobody's
    life is too short for it. ``dated``: the days are known. ``is_known``: in a prominent office, or some years from it.
    """

    strong: bool
    bare: bool
    timely: bool
    against: int
    conflicts: bool
    days_fit: bool
    dated: bool
    in_term: bool
    near_term: bool
    is_prominent: bool
    is_known: bool

    @property
    def rank(self) -> int:
        """How the person compares with others of the name."""
        return 8 * self.strong + 4 * self.in_term + 2 * self.timely + self.bare


class Weigher:
    """Weighs roles and days."""

    def __init__(self, bodies: Bodies, reader: RoleReader) -> None:
        self._bodies = bodies
        self._reader = reader

    def weigh(self, person: Person, texts: Sequence[str], on: Days | None) -> Evidence:
        """What role texts and the first and last day of publication say about a person."""
        roles = _with_regions([self._reader.read(text) for text in texts])
        agreeing = [(role, term) for role in roles for term in person.terms if self._same_office(role, term)]
        placed = [pair for pair in agreeing if self._same_body(*pair)]
        strong = [pair for pair in placed if _days_agree(*pair, on)]
        bare = [pair for pair in agreeing if _is_bare(pair[0]) and _days_agree(*pair, on)]
        telling = {id(role) for role, _ in (*strong, *bare)}
        elsewhere = [
            role
            for role in roles
            if id(role) not in telling and not role.is_former and any(role is one for one, _ in agreeing)
        ]
        against = sum(1 for role in roles if id(role) not in telling and not role.is_neutral and not role.is_former)
        terms = [term for _, term in (*strong, *bare)] or list(person.terms)
        prominent = [term for term in person.terms if person.own or self.office_of(term).office in _PROMINENT]
        return Evidence(
            strong=bool(strong),
            bare=bool(bare),
            timely=any(_is_telling(role) and _timely(role, term, on) for role, term in bare),
            against=against,
            conflicts=len(elsewhere) > 0 and len(elsewhere) >= len({id(role) for role, _ in strong}),
            days_fit=on is None or _life_fits(person, on, bool(strong)),
            dated=on is not None,
            in_term=any(_in_term(term, on) for term in terms),
            near_term=any(_in_term(term, on, _BEFORE, _AFTER) for term in person.terms),
            is_prominent=bool(prominent),
            is_known=any(_in_term(term, on, _BEFORE, _AFTER) for term in prominent),
        )

    def office_of(self, term: Term) -> Role:
        """A term's own role, read as articles' roles are."""
        return self._reader.read(term.role)

    def _same_office(self, role: Role, term: Term) -> bool:
        mine = self.office_of(term).office
        if role.office == "head":
            return mine in _TOP and bool(role.bodies)
        return role.office is not None and role.office == mine and mine != "other office"

    def _same_body(self, role: Role, term: Term) -> bool:
        own = self.office_of(term)
        if is_regional(own.office) and own.regions:
            if role.regions or not role.bodies:
                return bool(role.regions & own.regions)
            return own.office in _LAWMAKERS and bool(role.bodies & self._bodies.wider(term.body))
        return bool(role.bodies & self._bodies.wider(term.body)) or (not term.body and _is_bare(role))


def _with_regions(roles: Sequence[Role]) -> list[Role]:
    """Roles with the region that another role of the same person gives alone ("Sen.", "D-Vt.")."""
    regions = frozenset(region for role in roles if role.office is None for region in role.regions)
    return [
        replace(role, regions=regions) if regions and is_regional(role.office) and _is_bare(role) else role
        for role in roles
    ]


def _is_bare(role: Role) -> bool:
    """Whether a role names an office and nothing that it belongs to."""
    return not role.bodies and not role.regions and not role.is_other


def _days_agree(role: Role, term: Term, on: Days | None) -> bool:
    """Whether somebody could be called so at the time: not before the term, and "former" not within it."""
    if on is None:
        return True
    first, last = on
    if role.is_former:
        return last >= first_day(term.end_on or term.known_on or term.start_on)
    early = _LATEST_ONLY if _is_latest_only(term) else _EARLY * (2 if role.is_early else 1)
    return last >= shifted(first_day(term.start_on), -early) and first <= shifted(last_day(term.end_on), _LATE)


def _is_latest_only(term: Term) -> bool:
    """Whether the base may know a lawmaker's latest term only."""
    return bool(term.known_on) and term.role.startswith(("senator ", "representative "))


def _is_telling(role: Role) -> bool:
    return role.is_firm or (role.is_title and role.office in _TITLES)


def _timely(role: Role, term: Term, on: Days | None) -> bool:
    if role.is_former and role.office not in _LAWMAKERS:
        return on is not None and on[0] <= shifted(last_day(term.end_on), _AFTER)
    return _in_term(term, on)


def _life_fits(person: Person, on: Days, strong: bool) -> bool:
    """Whether all days lie in the years in which this person may have been in the news."""
    begin = min(first_day(term.start_on) for term in person.terms)
    end = max(last_day(term.end_on) for term in person.terms)
    before, after = (25, 40) if strong else (10, 25)
    return on[0] >= shifted(begin, -before * _YEAR) and on[1] <= shifted(end, after * _YEAR)


def _in_term(term: Term, on: Days | None, before: int = _GRACE, after: int = _GRACE) -> bool:
    if on is None:
        return False
    return on[1] >= shifted(first_day(term.start_on), -before) and on[0] <= shifted(last_day(term.end_on), after)
