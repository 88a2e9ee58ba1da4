"""Seats of government that stand for their country: "Moscow" and "Kremlin" where the article means Russia.

Belongs here: joining the names of a seat to the country that the article names.
Does not belong here: which seat belongs to which country (``lexicon``), other metonyms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from pipelines.text import lexicon
from pipelines.text.name_records import Group, Named
from pipelines.text.references import Layout

_PLACING = re.compile(
    r"\b(?:in|at|near|across|around|outside|inside|to|from|over|via|visit|visited|visits|left|leaving|reached|toward"
    r"|towards|through|throughout|of)(?: the| central| downtown)? \Z"
)


def join_seats(layout: Layout, groups: list[Group], named: Sequence[Named], speaking: Set[int]) -> None:
    """Move the names of a seat into its country's group where every one of them acts as its government.

    ``speaking`` are the offsets where the head of a source starts. A capital must speak at least once; it is a city as
    soon as the article places something in it. An institution (Kremlin) needs no such proof.
    """
    countries = {form: number for number, group in enumerate(groups) if group.kind == "place" for form in group.forms}
    seats = {seat.casefold(): country for seat, country in lexicon.seats_of_government().items()}
    by_group: dict[int, list[Named]] = {}
    for name in named:
        if name.form in seats:
            by_group.setdefault(name.group, []).append(name)
    for number, names in by_group.items():
        country = countries.get(seats[names[0].form].casefold())
        if country is None or country == number or len(names) != len(groups[number].names):
            continue
        if all(_acts(layout, name) for name in names) and any(_speaks(name, speaking) for name in names):
            groups[country].spelled_out = groups[country].shown()
            for name in names:
                groups[country].add(country, name)


def _speaks(name: Named, speaking: Set[int]) -> bool:
    return name.form in lexicon.words("bodies") or name.span.start in speaking


def _acts(layout: Layout, name: Named) -> bool:
    if _PLACING.search(layout.text, max(0, name.span.start - 24), name.span.start):
        return False
    institution = name.form in lexicon.words("bodies")
    return institution or name.possessive or layout.is_subject(name.span.start, name.span.end)
