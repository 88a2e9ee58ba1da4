"""What kind of entity a name is: person, organisation, place.

Belongs here: settling one kind for all places of one form in an article.
Does not belong here: where names begin and end (``name_spans``, ``name_repairs``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from pipelines.text import lexicon
from pipelines.text.firms import is_introduced_as_firm, is_joined_word
from pipelines.text.name_spans import is_label, person_core
from pipelines.text.names import fold
from pipelines.text.peoples import is_people
from pipelines.text.roles import noun_for_person, read_leading
from pipelines.text.spans import EntityKind, NamedSpan, Span

_PREVIOUS_WORD = re.compile(r"(?:^|(?<=[^\w.’'-]))([\w’'-]+\.?)[ \u00a0]\Z")
_BEFORE_COMMA = re.compile(r"([\w’'-]+), \Z")
_PERSON_BEHIND = re.compile(
    r"(?:, \d{1,3},|,? "
    r"(?:who|said|says|told|tells|wrote|asked|asks|added|argued|warned|spoke|thinks|believes|is|was|has)\b)"
)
_PRESS = re.compile(r"\w{3,}(?:news|pedia|corp|media)")
_ACRONYMS = re.compile(r"[A-Z]{2,6}s")
_BEHIND_DATELINE = re.compile(r"(?:, [\w.’' ,]{1,40})?(?: \([\w ]{2,20}\))? ?[–—-]{1,2} ?(?=[A-Z\d“\"«])")
_NOUN_BEHIND = re.compile(r"(?:['’]s)?[ -]\w")


def previous_word(text: str, start: int) -> tuple[int, str]:
    """Where the word begins that only a space parts from a place, and the word; empty where none stands there."""
    if not text.endswith((" ", "\u00a0"), 0, start):
        return start, ""
    low = max(0, start - 24)
    at = text.rfind(" ", low, start - 1) + 1
    if at and text[at : start - 1].isalnum():
        return at, text[at : start - 1]
    found = _PREVIOUS_WORD.search(text, low, start)
    return (found.start(1), found.group(1)) if found else (start, "")


def is_introduced_as_person(text: str, start: int) -> bool:
    """Whether a title or a noun for one person stands right before: ``the founder, |Ana Church``, ``Governor |Olt``."""
    apposed = _BEFORE_COMMA.search(text, max(0, start - 24), start) if text.endswith(", ", 0, start) else None
    word = fold(apposed.group(1) if apposed else previous_word(text, start)[1])
    return noun_for_person(word) is not None and word not in lexicon.words("owners")


def _is_introduced(text: str, span: Span, words: Sequence[str] = ()) -> bool:
    """Whether a name that begins with a given name is introduced as a person's, whatever its last word also means."""
    words = words or fold(text[span.start : span.end]).split()
    is_shaped = 1 < len(words) < 4 and words[0] in lexicon.given_names() and all(word.isalpha() for word in words)
    return is_shaped and is_introduced_as_person(text, span.start)


@cache
def body_words() -> frozenset[str]:
    """Words that end names of organisations."""
    return lexicon.words("organisation_designators", "organisation", "corporate_suffixes")


def settle_kinds(text: str, names: Sequence[NamedSpan]) -> list[NamedSpan]:
    """One kind for one form: titles, given names and words for bodies decide, then the majority."""
    forms = [fold(text[named.span.start : named.span.end]) for named in names]
    votes: dict[str, Counter[EntityKind]] = {}
    for named, form in zip(names, forms, strict=True):
        kind = _certain_kind(text, named, form)
        votes.setdefault(form, Counter())[kind or named.kind] += 20 if kind else 1
    shown = [text[named.span.start : named.span.end] for named in names]
    acronyms = {form for form, words in zip(forms, shown, strict=True) if words.isupper()}
    acronyms -= {form for form, words in zip(forms, shown, strict=True) if not words.isupper()}
    introduced = {
        form.split()[-1] for named, form in zip(names, forms, strict=True) if _is_introduced(text, named.span)
    }
    bodies = {word for word in body_words() & introduced if not re.search(rf"\bthe {word}\b", text, re.IGNORECASE)}
    no_surnames = _country_words() | (body_words() - bodies) | acronyms
    for form, counts in list(votes.items()):
        words = form.split()
        is_surname = words[-1] in votes and words[-1] not in no_surnames
        if len(words) > 1 and is_surname and counts.most_common(1)[0][0] == "person":
            votes[words[-1]]["person"] += 50 + votes[words[-1]].pop("other", 0)
    for form, counts in votes.items():
        words = form.split()
        may_be_person = len(words) > 1 and words[-1] not in no_surnames and not _minor(words)
        if may_be_person and votes.get(words[-1], counts)["person"] >= 20:
            counts["person"] += 10
    _name_storms(votes)
    _doubt_persons(text, names, forms, votes)
    settled = {form: max(counts, key=lambda kind: (counts[kind], kind == "person")) for form, counts in votes.items()}
    surnames = {form.split()[-1] for form, kind in settled.items() if kind == "person" and "-" not in form}
    settled.update((form, "other") for form in settled if _is_pair(form, surnames))
    return [_relabelled(text, named, settled[form]) for named, form in zip(names, forms, strict=True)]


def _name_storms(votes: dict[str, Counter[EntityKind]]) -> None:
    """A storm's bare name is the storm (``Cyclone Orla``, then ``Orla``) unless a person has the word."""
    full = [form.split() for form in votes if " " in form]
    storms = {words[-1] for words in full if words[0] in lexicon.words("storms")}
    persons = {word for words in full if words[0] not in lexicon.words("storms") for word in (words[0], words[-1])}
    for form in (storms - persons) & votes.keys():
        votes[form].clear()
        votes[form]["event"] = 1


def _is_pair(form: str, surnames: set[str]) -> bool:
    """Whether a word is two surnames of the article (``the Okun-Lind ticket``)."""
    halves = form.split("-")
    return " " not in form and len(halves) == 2 and all(half in surnames for half in halves)


def _doubt_persons(
    text: str, names: Sequence[NamedSpan], forms: Sequence[str], votes: dict[str, Counter[EntityKind]]
) -> None:
    """A lone word that nothing shows to be a person is a place if the article says "the", "in" or "near" before it."""
    shown_person: set[str] = set()
    shown_place: Counter[str] = Counter()
    for named, form in zip(names, forms, strict=True):
        if " " not in form and 0 < votes[form]["person"] < 20:
            if form in lexicon.given_names() or _is_shown_person(text, named.span):
                shown_person.add(form)
            shown_place[form] += _is_shown_place(text, named.span)
    for form, count in shown_place.items():
        if form in shown_person:
            continue
        if count:
            votes[form]["place"] += votes[form]["person"]
            votes[form]["person"] = 0
        elif len(votes[form]) > 1:
            votes[form]["person"] -= 1


def _is_shown_person(text: str, span: Span) -> bool:
    if _PERSON_BEHIND.match(text, span.end) or text.endswith((" said ", " says ", " told "), 0, span.start):
        return True
    word = fold(previous_word(text, span.start)[1])
    return word in lexicon.titles() or word in lexicon.person_nouns() or word in lexicon.words("role_modifiers")


def _is_shown_place(text: str, span: Span) -> bool:
    word = fold(previous_word(text, span.start)[1])
    if word == "the":
        return not _NOUN_BEHIND.match(text, span.end)
    return word in ("in", "at", "near", "across", "river", "lake", "lower", "upper")


def _relabelled(text: str, named: NamedSpan, kind: EntityKind) -> NamedSpan:
    is_whole = kind != "person" or named.kind == "person" or _is_introduced(text, named.span)
    return NamedSpan(named.span if is_whole else person_core(text, named.span), kind)


def _certain_kind(text: str, named: NamedSpan, form: str) -> EntityKind | None:
    words = form.split()
    title = fold(previous_word(text, named.span.start)[1])
    if title in lexicon.words("courtesy"):
        return "person"
    if form in lexicon.words("club_words") and named.kind == "person":
        return "organisation"
    if named.kind == "person" and is_joined_word(text[named.span.start : named.span.end]):
        return "organisation"
    if _is_dateline(text, named.span):
        return "place"
    is_paper = title in lexicon.words("press_nouns") and noun_for_person(title) is None  # the newspaper Al Sabah
    if is_paper and named.kind != "place":
        return "organisation"
    if form in lexicon.words("bodies"):
        return "organisation"
    if _is_introduced(text, named.span, words):
        return "person"
    thing = _thing_kind(named.kind, words)
    if thing:
        return thing
    if form in lexicon.demonyms() or form.rstrip("s") in lexicon.demonyms():
        return "place" if form == "us" else "other"
    if named.kind in ("person", "organisation", "place") and words[-1] in lexicon.words("event_designators"):
        return "event" if len(words) > 1 or form in ("olympics", "paralympics", "hajj") else None
    if form in _country_words() or (
        len(words) > 1 and words[-1] in _country_words() and words[0] in ("n", "s", "north", "south")
    ):
        return "place"
    if len(words) > 1 and words[0] in ("river", "lake", "mount") and named.kind == "person":
        return "place"
    if len(words) > 1 and words[-1] in lexicon.words("facility_designators") and named.kind != "other":
        return "place"
    if named.kind == "person" and _PRESS.fullmatch(form):
        return "organisation"
    if len(words) > 1 and words[-1] in body_words():
        return "organisation" if named.kind in ("person", "organisation") else None
    shown = text[named.span.start : named.span.end]
    if named.kind != "person" and len(words) in (2, 3) and not _minor(words) and "&" not in form:
        role = read_leading(text, named.span.start, named.span.end)
        if role and role.text[0] in "Tt" and words[-1] not in _country_words():
            return "person"
    if named.kind in ("person", "other") and len(words) == 1 and is_introduced_as_firm(text, named.span, form, title):
        return "organisation"
    if named.kind == "person" and title in lexicon.words("body_introducers"):  # the charity |Warm House
        return "organisation"
    if named.kind == "person" and _ACRONYMS.fullmatch(shown):
        return "other"
    is_short = named.kind == "person" and shown.isupper() and len(words) == 1 and 1 < len(form) < 7
    if is_short and not is_label(text, named.span):
        return "organisation"
    if (
        named.kind in ("organisation", "place", "other")
        and 1 < len(words) < 5
        and words[0] in lexicon.given_names()
        and "&" not in form
        and (named.kind != "place" or noun_for_person(title))
    ):
        return (
            "person"
            if shown.replace(" ", "").replace("-", "").replace(".", "").isalpha() and not _minor(words)
            else None
        )
    return None


def _is_dateline(text: str, span: Span) -> bool:
    """Whether a name in capitals says where an article was written: ``RIVERTON (Agency) - The dam holds.``"""
    opens = text[span.start - 1 : span.start] in ("", "\n") and len(span) > 4 and text[span.start : span.end].isupper()
    return opens and _BEHIND_DATELINE.match(text, span.end) is not None


def _thing_kind(kind: EntityKind, words: list[str]) -> EntityKind | None:
    """What a name is that its own words show to be no person: a storm, a treaty, a slogan (``Case for Okun``)."""
    if len(words) > 1 and words[0] in lexicon.words("storms"):
        return "event"
    if len(words) > 1 and words[-1] in lexicon.words("thing_designators") and kind != "event":
        return "other"
    if kind != "person":
        return None
    if "&" in words:
        return "organisation"
    joint = next((at for at, word in enumerate(words) if at and word in ("of", "for", "against")), None)
    if joint is None:
        return "other" if words[-1].endswith(("care", "gate", "ism")) and len(words[-1]) > 7 else None
    several = any(words[joint - 1] in known for known in (lexicon.person_plurals(), body_words()))
    several = several or is_people(words[joint - 1])
    return "organisation" if several else "other"


def _minor(words: list[str]) -> bool:
    return any(word in ("of", "the", "and", "for") for word in words)


@cache
def _country_words() -> frozenset[str]:
    return lexicon.country_names() | {"korea", "america"}
