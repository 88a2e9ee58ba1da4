"""The headline of a web page, out of the wordings that it gives: JSON-LD, OpenGraph, headings, the window's title.

Belongs here: which wording is the headline. Does not belong here: the outlet's name at its end (`names`), reading the
markup (`html_metadata`).

JSON-LD's wording is what the newsroom's own system calls the article, and comes first. It is doubted where it is cut
off, or is a copy of the window's title, or is one of two that it gives, and the page has a better one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.ingest.cleaning import clean_line
from pipelines.ingest.fields import normalised_name, one_text
from pipelines.ingest.names import TITLE_MARK, headline, is_outlet

FEWEST_LETTERS = 12  # that a wording must share with a longer one from the beginning, to be that one cut off
_CUT = ("...", "…")
_TAG = re.compile(r"</?(?:a|abbr|b|br|cite|em|i|mark|q|s|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wordings:
    """What a page calls its article, as it stands there. ``linked_name`` and ``alternative`` are JSON-LD's other names.

    ``shared`` are OpenGraph's and other meta tags', the best first; ``headings`` those of the first level, in order.
    """

    linked: str | None = None
    linked_name: str | None = None
    alternative: str | None = None
    shared: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    window: str | None = None


def wording(value: object) -> str | None:
    """A value of metadata as a line, without the tags that some write into it."""
    line = clean_line(one_text(value) or "")
    return clean_line(_TAG.sub("", line)) if line else None


def page_titles(found: Wordings, publisher: str | None, site: str | None) -> list[str]:
    """All wordings of the headline without outlet and section, the best first; empty where there is none."""
    headings = _ordered(found, publisher, site)
    plain = {normalised_name(heading): heading for heading in headings}
    shared, linked = found.shared, found.linked
    best = [*shared[:1], linked, *shared[1:]] if _is_doubtful(found, headings) else [linked, *shared]
    raw = [*best, *headings, found.window]
    own = (headline(title, publisher=publisher, site=site) for title in raw)
    titles = list(dict.fromkeys(_without_section(title, plain) for title in own if title))
    return list(dict.fromkeys(_whole(title, titles) for title in titles))


def _ordered(found: Wordings, publisher: str | None, site: str | None) -> list[str]:
    """The headings, without the outlet's name; those first that the window's title or OpenGraph has too, by length."""
    others = [normalised_name(title) for title in (*found.shared, found.window or "")]
    headings = [heading for heading in found.headings if heading and not is_outlet(heading, publisher, site)]
    return sorted(
        headings, key=lambda heading: -len(heading) * any(normalised_name(heading) in other for other in others)
    )


def _is_doubtful(found: Wordings, headings: list[str]) -> bool:
    """Whether OpenGraph and readers agree, and JSON-LD copies the window's title, or has another wording too."""
    if not found.shared or normalised_name(found.shared[0]) not in map(normalised_name, headings):
        return False
    if found.alternative and normalised_name(found.alternative) == normalised_name(found.shared[0]):
        return True
    linked, window = normalised_name(found.linked or ""), normalised_name(found.window or "")
    has_outlet = normalised_name(found.linked_name or "") == window and window.startswith(linked)
    return bool(linked) and (linked == window or has_outlet)


def _without_section(title: str, headings: dict[str, str]) -> str:
    """The title without what follows a mark, where what stands before it is longer and a heading of the page.

    A heading behind a colon ("The Velmark Post: Hallmere port to stay open") is the title as well.
    """
    label, colon, rest = title.partition(": ")
    if colon and len(rest) > len(label) and normalised_name(rest) in headings:
        return rest
    for mark in TITLE_MARK.finditer(title):
        is_longer = mark.start() > len(title) - mark.end()
        if is_longer and normalised_name(title[: mark.start()]) in headings:
            return title[: mark.start()].strip()
    return title


def _whole(title: str, titles: list[str]) -> str:
    """The longer wording that begins with this one, where this one ends in dots that stand for the rest."""
    return next((longer for longer in _longer(title, titles)), title)


def _longer(title: str, titles: list[str]) -> Iterator[str]:
    stem = next((title[: -len(dots)].rstrip() for dots in _CUT if title.endswith(dots)), "")
    if len(stem) >= FEWEST_LETTERS:
        yield from (other for other in titles if len(other) > len(title) and other.startswith(stem))
