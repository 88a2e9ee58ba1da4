"""Byline and dates as a page shows them to its readers: for pages that do not state them for machines.

Belongs here: finding the elements that show them. Does not belong here: meta tags and JSON-LD (`html_metadata`), what
a date or a byline means (`dates`, `names`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from pipelines.ingest.cleaning import clean_line
from pipelines.ingest.html_text import elements
from pipelines.ingest.names import author_names

# Where the time stands that readers see: with the headline, else in an article, else in the main part of the page.
_TIMES = (
    "//article[.//h1]//time[@datetime]",
    "//h1/..//time[@datetime]",
    "//h1/../..//time[@datetime]",
    "//article//time[@datetime]",
    "//main//time[@datetime]",
)
_PUBLISHED = re.compile(r"(?:first\s+)?(?:published|posted)\b(?:\s+(?:on|at)\b)?\s*:?\s*", re.IGNORECASE)
_AFTER_DATE = re.compile(r"(?:last\s*)?(?:updated|modified|edited)|[•|]|\d+\s+min", re.IGNORECASE)
_UPDATED = re.compile(r"updated|modified|edited", re.IGNORECASE)
_LINES = ("span", "div", "p", "time", "li", "small", "a", "address", "strong", "b", "em", "h2", "h3", "h4", "h5", "h6")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_DATE_NAMES = {"date", "datetime", "dateline", "timestamp", "published", "posted", "pubdate"}
_AUTHOR_NAMES = {"byline", "author", "authors", "bylines"}
_BY = re.compile(r"^by\s*:?\s+\w", re.IGNORECASE)
_PERSON = re.compile(
    r"^[^\W\d_a-z][\w.'’-]*"
    r"(?: (?:[^\W\d_a-z][\w.'’-]*|de|da|di|del|della|dos|la|le|van|von|der|den|ten|bin|al|el|y)){1,4}$"
)
_AFTER_NAMES = re.compile(
    r"\s*(?:[|•·]|\b(?:published|posted|updated|last updated)\b"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.? \d|\d).*$",
    re.IGNORECASE,
)
_BREAK = " | "
MAX_DATE_LINE = 120
MAX_BYLINE = 120
MOST_EVENTS, MOST_CHARS = 200, 1_000  # of an element; a byline or a date has few, and elements lie in each other
MOST_TIMES = 5


def shown_times(root: etree._Element) -> Iterator[str]:
    """The machine-readable times near the headline, those that tell of a change left out; the best first."""
    for path in _TIMES:
        times = elements(root, path)[:MOST_TIMES]
        yield from [one.get("datetime") or "" for one in times if not _tells_of_change(one)][:1]


def _tells_of_change(time: etree._Element) -> bool:
    """Whether a time is labelled as that of an update: by its class, or by the words before it."""
    parent, before = time.getparent(), time.getprevious()
    label = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    words = f"{label} {time.get('class') or ''} {time.get('itemprop') or ''} {(time.text or '').strip()}"
    return bool(_UPDATED.search(words)) and not _PUBLISHED.search(words)


def written_dates(root: etree._Element) -> Iterator[str]:
    """What stands on lines such as "Published Jun 05, 2026 • 3 minute read", then what the markup calls a date."""
    for element in root.iter(*_LINES):
        if _PUBLISHED.match((element.text or "").lstrip()):
            line = _PUBLISHED.sub("", _content(element)[:MAX_DATE_LINE], count=1)
            yield _AFTER_DATE.split(line)[0]
    for element in root.iter(*_LINES):
        if _is_named(element, _DATE_NAMES) and 0 < len(line := _content(element)) <= MAX_DATE_LINE:
            yield _AFTER_DATE.split(line)[0]


def shown_authors(root: etree._Element) -> tuple[str, ...]:
    """The names of the first byline behind the headline, else of the first one: "By Tilda Marrow and Tor Vell"."""
    first: tuple[str, ...] = ()
    is_behind = False
    for element in root.iter("h1", *_LINES):
        if element.tag == "h1":
            is_behind = True
        elif names := _names_in(element):
            if is_behind:
                return names
            first = first or names
    return first


def _names_in(element: etree._Element) -> tuple[str, ...]:
    is_named = _is_named(element, _AUTHOR_NAMES)
    if not is_named and not _BY.match((element.text or "").lstrip() + " x"):
        return ()
    line = _content(element)
    if len(line) > MAX_BYLINE or not (is_named or _BY.match(line)):
        return ()
    return tuple(name for name in author_names(_AFTER_NAMES.split(line)[0]) if _PERSON.match(name))


def _is_named(element: etree._Element, names: set[str]) -> bool:
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return named != " " and any(word.lower() in names for word in _WORDS.findall(named[:MOST_CHARS]))


def _content(element: etree._Element) -> str:
    """The element's words on one line, its line breaks as a mark; of a large element its beginning."""
    pieces: list[str] = []
    for event, inner in islice(etree.iterwalk(element, events=("start", "end")), MOST_EVENTS):
        if event == "start":
            pieces.append(_BREAK if inner.tag == "br" else inner.text or "")
        elif inner is not element:
            pieces.append(inner.tail or "")
    return clean_line("".join(pieces)[:MOST_CHARS]) or ""
