"""``source/*.md`` -> articles: front matter, marked text, reprints and corrections resolved.

Belongs here: reading the one place where the sample is written. Does not belong here: what it is turned into.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipelines.demo.markup import MarkedText, parse_markup
from pipelines.demo.outlets import OUTLETS, Outlet

FRONT_MATTER = re.compile(r"^---\n(.*?)^---\n", re.M | re.S)
KINDS = ("person", "organisation", "unnamed", "none")
Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class GoldSpeaker:
    """Who stands behind a source: ``names`` holds every name that counts as right, the canonical one first."""

    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A version of a sample article. ``speakers`` is keyed by attribution number; empty when it carries no gold."""

    slug: str
    outlet: Outlet
    title: str
    published: datetime
    modified: datetime | None
    authors: tuple[str, ...]
    section: str | None
    language: str
    marked: MarkedText
    speakers: dict[int, GoldSpeaker]
    reprint_of: str | None

    @property
    def text(self) -> str:
        """The body as the reader sees it, paragraphs parted by an empty line, without the title."""
        return self.marked.text

    @property
    def url(self) -> str:
        """The address: the same for all versions of an article."""
        return f"https://{self.outlet.domain}/{self.published:%Y/%m}/{self.slug}"


def read_articles(folder: Path) -> list[Article]:
    """All articles of the folder's ``.md`` files, oldest first. Raises ValueError on an unknown field or reference."""
    entries = [entry for path in sorted(folder.glob("*.md")) for entry in _entries(path.read_text(encoding="utf-8"))]
    originals = {dict(fields)["slug"]: body for fields, body in entries if "version_of" not in dict(fields)}
    articles = [_article(fields, body, originals) for fields, body in entries]
    return sorted(articles, key=lambda article: (article.modified or article.published, article.slug))


def _entries(text: str) -> list[tuple[Fields, str]]:
    """Front matter and body of each article in a storyline."""
    parts = FRONT_MATTER.split(text)[1:]
    return [(_fields(head), body.strip()) for head, body in zip(parts[::2], parts[1::2], strict=True)]


def _fields(head: str) -> Fields:
    """The ``key: value`` lines; ``speaker`` may come several times."""
    pairs = [line.partition(": ") for line in head.strip().splitlines()]
    return [(key, value.strip()) for key, _, value in pairs]


def _article(fields: Fields, body: str, originals: dict[str, str]) -> Article:
    field = dict(fields)
    outlet = OUTLETS[field["outlet"]]
    modified = field.get("modified")
    return Article(
        slug=field["slug"],
        outlet=outlet,
        title=field["title"],
        published=datetime.fromisoformat(field["published"]),
        modified=datetime.fromisoformat(modified) if modified else None,
        authors=tuple(name for name in field.get("authors", "").split(", ") if name),
        section=field.get("section"),
        language=field.get("language", "en"),
        marked=_marked(field, body, originals),
        speakers=dict(pair for key, value in fields if key == "speaker" for pair in _speakers(value)),
        reprint_of=field.get("reprint"),
    )


def _marked(field: dict[str, str], body: str, originals: dict[str, str]) -> MarkedText:
    """The text of the article. A reprint or a correction starts from another's text and carries no gold of its own."""
    base = field.get("reprint") or field.get("version_of")
    if base is None:
        return parse_markup(body)
    text = parse_markup(originals[base]).text
    if "paragraphs" in field:
        text = "\n\n".join(text.split("\n\n")[: int(field["paragraphs"])])
    if "replace" in field:
        old, _, new = field["replace"].partition(" => ")
        if old not in text:
            raise ValueError(f"{base} does not contain {old!r}")
        text = text.replace(old, new)
    return MarkedText("\n\n".join(part for part in (text, body) if part), (), ())


def _speakers(value: str) -> list[tuple[int, GoldSpeaker]]:
    """``1 2 = Gwendolyn Abara`` or ``3 = organisation: VelRail | Velmark Rail`` or ``4 = none``."""
    numbers, _, who = value.partition(" = ")
    kind, colon, names = who.partition(": ")
    if not colon:
        kind, names = ("none", "") if who == "none" else ("person", who)
    if kind not in KINDS:
        raise ValueError(f"unknown kind of speaker: {value}")
    speaker = GoldSpeaker(kind, tuple(name.strip() for name in names.split("|") if name.strip()))
    return [(int(number), speaker) for number in numbers.split()]
