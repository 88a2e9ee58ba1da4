"""Whether a text credits a news agency, and which.

Belongs here: datelines, credit lines and bylines. Does not belong here: stories.

A credit is *clear* when its form or its name leaves no doubt, and *possible* when the name could be another's: then it
takes other outlets that carry the same text to tell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.transforms.ids import name_key

# Names that do not say what they are. "... News Agency", "... Press Association" and the like need no list.
AGENCIES = (
    "AAP", "AFP", "Agence France-Presse", "Agencia EFE", "Agerpres", "Anadolu", "ANI", "ANSA", "AP", "APA",
    "Associated Press", "Belga", "BelTA", "Bernama", "BNS", "BTA", "Canadian Press", "ČTK", "CTK",
    "Deutsche Presse-Agentur", "dpa", "EFE", "IANS", "Interfax", "Interfax-Ukraine", "IRNA", "Itar-Tass", "ITAR-TASS",
    "Jiji Press", "KUNA", "Kyodo", "Lusa", "MTI", "NTB", "PAP", "PA Media", "Press Trust of India", "PTI", "Reuter",
    "Reuters", "RIA Novosti", "Ritzau", "Tanjug", "TASS", "Tass", "Ukrinform", "UNIAN", "United Press International",
    "UPI", "Xinhua", "Yonhap",
)  # fmt: skip
_LISTED = frozenset(spelling for name in AGENCIES for spelling in (name, name.upper()))
_SAYS_SO = re.compile(
    r"\b(?:(?:News|Press|Information|Telegraph(?:ic)?)[ -]Agency|Press[ -]Association|(?:News|Wire)[ -]Service|Newswire"
    r"|Presse-?[Aa]gentur|Nachrichtenagentur)\b"
)
_ABBREVIATION = re.compile(r"[A-Z][A-Z.&-]{1,6}")
_HEAD_LINES, _TAIL_LINES, _HEAD_LENGTH = 3, 3, 160

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^()\n]{1,80}?)[\s,.]*[(/](?P<agency>[^()/\n]{2,40})"
    r"(?:\)\s*(?:[-–—―:]|$)|/\s*(?:[-–—―:.]|$))"
)
_PLACE = re.compile(rf"[^\W\d_a-z]{{3}}[^a-z]*(?:$|[\s,.])|.*\b(?:{_MONTH}\.? \d{{1,2}}|\d{{1,2}}\.? {_MONTH})\b")
_LINE = re.compile(
    r"\W*(?:(?:by|source|credit|via|from|copyright|with (?:material|reporting|files) from|(?:19|20)\d\d)\b\W*)*"
    r"(?P<agency>[^\n,;:|]{2,40}?)(?:\W*\b(?:19|20)\d\d)?\W*",
    re.IGNORECASE,
)
_LAST_WORDS = re.compile(r"[.!?”\"'’»]\s*[—–―(/\[-]+\s*(?P<agency>[^()/\n—–―.,]{2,40}?)\s*[)/\]]?\s*$")
_REPORTED = re.compile(r"\W*reporting by\b.{3,200}\bediting by\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit to a news agency. ``agencies`` are its names as `name_key` gives them, without repeats."""

    agencies: tuple[str, ...] = ()
    is_clear: bool = False


def find_credit(text: str, authors: Iterable[str]) -> Credit:
    """The agencies that the first and last lines of a text, or its byline, credit."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    ends = lines if len(lines) <= _HEAD_LINES + _TAIL_LINES else lines[:_HEAD_LINES] + lines[-_TAIL_LINES:]
    clear = [name for line in lines[:_HEAD_LINES] for name in _in_dateline(line)]
    clear += [name for line in ends for name in _in_line(line)]
    clear += [name for author in authors if is_agency(author) for name in [author]]
    possible = [name for line in lines[:_HEAD_LINES] for name in _in_bracket(line)]
    possible += [author for author in authors if _ABBREVIATION.fullmatch(author.strip())]
    is_clear = bool(clear) or any(_REPORTED.match(line) for line in ends)
    return Credit(tuple(dict.fromkeys(name_key(name) for name in clear + possible)), is_clear)


def is_agency(name: str) -> bool:
    """Whether a name says by itself, or is known, to be a news agency's."""
    plain = name.strip().removeprefix("The ").removeprefix("the ")
    return plain in _LISTED or bool(_SAYS_SO.search(plain.title() if plain.isupper() else plain))


def names_publisher(credit: Credit, publisher: str | None) -> bool:
    """Whether a credit names the outlet, in full or by its initials."""
    if not publisher:
        return False
    key = name_key(publisher)
    initials = "".join(word[0] for word in key.split())
    return key in credit.agencies or (len(initials) > 1 and initials in credit.agencies)


def _in_dateline(line: str) -> list[str]:
    """ALDRA, Jan. 3 (VPA) - ..., WASHINGTON (AP) — ..., Aldra, January 3. /VPA/."""
    found = _DATELINE.match(line[:_HEAD_LENGTH])
    if found is None:
        return []
    agency = found["agency"].strip()
    looks_so = bool(_ABBREVIATION.fullmatch(agency)) and bool(_PLACE.match(_plain(found["place"])))
    return [agency] if looks_so or is_agency(agency) else []


def _in_bracket(line: str) -> list[str]:
    found = _DATELINE.match(line[:_HEAD_LENGTH])
    return [found["agency"].strip()] if found and found["agency"][:1].isupper() else []


def _in_line(line: str) -> list[str]:
    """A line that is nothing but a credit, or a last sentence with one behind it."""
    whole = _LINE.fullmatch(line) if len(line) <= 100 else None
    found = [whole, _LAST_WORDS.search(line[-80:])]
    return [match["agency"].strip() for match in found if match and is_agency(match["agency"].strip(" \"'.-–—"))]


def _plain(words: str) -> str:
    """Without accents, which ``[a-z]`` would miss."""
    return "".join(mark for mark in unicodedata.normalize("NFKD", words) if not unicodedata.combining(mark))
