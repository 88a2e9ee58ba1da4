"""Bylines to author names, and page titles to headlines.

Belongs here: the two kinds of line that sites decorate. Does not belong here: people inside the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pipelines.ingest.cleaning import clean_line
from pipelines.ingest.fields import normalised_name, one_text

MAX_AUTHORS = 20
MAX_NAME = 100
_BY = re.compile(r"^(?:by|from|words by|text by|written by|story by|reported by)\s*:?\s+", re.IGNORECASE)
_STRONG_MARKS = re.compile(r"\s*[;|\n•·]\s*")
_WEAK_MARKS = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&|with)\s+")
_JOB = re.compile(
    r"\b(?:editor|correspondent|reporter|writer|staff|chief|journalist|columnist|contributor|bureau|producer|"
    r"analyst|critic|desk|special to)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|www\.|\S+@\S+\.\S+|^@\w+$")
# RSS: "desk@p.example (Tilda Marrow)"; mail: "Tilda Marrow <desk@p.example>".
_MAIL = re.compile(r"^\S+@\S+\s+\((?P<name>[^()]+)\)$|^(?P<before>[^<>()@]+?)\s*[<(]\S+@\S+[>)]$")
_LIST = re.compile(r"\s*[\[(]\s*['\"].*['\"]\s*,?\s*[\])]\s*$", re.DOTALL)
_LISTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
MOST_SECTION_WORDS, FEWEST_TITLE_WORDS = 3, 4
# What may part a headline from the outlet's name behind it; a colon behind the name is a part of the headline.
_OUTLET_MARK = re.compile(r"\s+[|–—·•»«:/-]+\s+|\s*[|»]\s*|:\s+")
TITLE_MARK = re.compile(r"\s+[|–—·•»«:-]+\s+|\s*[|»]\s*")


def author_names(value: object) -> tuple[str, ...]:
    """Names in their order, without repeats: out of a byline, a list, or objects with a name.

    "By Jane Marl and Tor Vell, Political Editor" gives two. Web addresses and job titles are no names.
    """
    names: list[str] = []
    for raw in _raw_names(value):
        line = _MAIL.sub(lambda mail: mail["name"] or mail["before"], clean_line(raw) or "")
        for name in _split(_BY.sub("", line)) if line else ():
            if name not in names and len(name) <= MAX_NAME and not _ADDRESS.search(name):
                names.append(name)
    return tuple(names[:MAX_AUTHORS])


def _raw_names(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return _listed(value) if _LIST.match(value) else [value]
    if isinstance(value, Mapping):
        if isinstance(names := value.get("name"), list | tuple):
            return _raw_names(names)
        text = one_text(value)
        return [text] if text else []
    if isinstance(value, list | tuple):
        return [name for item in value for name in _raw_names(item)]
    return []


def _listed(value: str) -> list[str]:
    """The names in a list that was written into a cell of a table: ``['Tilda Marrow', 'Tor Vell']``."""
    return [single or double for single, double in _LISTED.findall(value)]


def _split(line: str) -> list[str]:
    strong = [part for part in _STRONG_MARKS.split(line) if part]
    parts = strong if len(strong) > 1 else [part for part in _WEAK_MARKS.split(line) if part]
    if len(parts) == 2 and all(" " not in part for part in parts) and "," in line:
        return [line]  # "Vell, Tor": one person
    people = [part for part in parts if not _JOB.search(part)]
    return [part.strip(" ,") for part in (people or parts) if any(map(str.isalpha, part))]


def headline(title: str | None, *, publisher: str | None = None, site: str | None = None) -> str | None:
    """The title without the name of the outlet or host at its end or beginning ("... | The Velmark Post")."""
    line = clean_line(title) if title else None
    if not line:
        return None
    own = _own_keys(publisher, site)
    for mark in _OUTLET_MARK.finditer(line):
        rest = line[mark.end() :]
        if _is_own(rest, own) or _is_own(TITLE_MARK.split(rest)[0], own):  # "... | The Velmark Post | by Tilda Marrow"
            return _without_sections(line[: mark.start()].strip(), mark[0].strip()) or line
    for mark in reversed(list(TITLE_MARK.finditer(line))):
        if _is_own(line[: mark.start()], own):
            return line[mark.end() :].strip() or line
    return line


def _without_sections(title: str, mark: str) -> str:
    """What stands before the outlet's name without a short piece behind the same mark: "Port to stay | Harbour"."""
    before, found, section = title.rpartition(f" {mark} ")
    is_section = found and len(section.split()) <= MOST_SECTION_WORDS and len(before.split()) >= FEWEST_TITLE_WORDS
    return _without_sections(before.strip(), mark) if is_section else title


def is_outlet(title: str, publisher: str | None, site: str | None) -> bool:
    """Whether a line is nothing but the name of the outlet or host."""
    return _is_own(title, _own_keys(publisher, site))


def _own_keys(publisher: str | None, site: str | None) -> set[str]:
    """The names of the outlet and host, alone and with what outlets add to them, normalised."""
    labels = site.split(".") if site else []
    hosts = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    names = [name for name in (publisher, *hosts, *(one.rpartition(".")[0] for one in hosts), *labels[:1]) if name]
    plain = [re.sub(r"^the\s+", "", name, flags=re.IGNORECASE) for name in names]
    keys = {normalised_name(name) for name in (*names, *plain)}
    return {key + added for key in keys for added in ("", "news", "online")} - {"", "news", "online"}


def _is_own(part: str, own: set[str]) -> bool:
    name = normalised_name(re.sub(r"^the\s+", "", part, flags=re.IGNORECASE))
    return name in own or normalised_name(part) in own
