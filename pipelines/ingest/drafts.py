"""A draft: what a reader of one media type found in a document, as it stands there, before it is cleaned and checked.

Belongs here: the shape that `text_articles`, `record_articles` and `html_articles` hand to `articles`, and how named
fields fill it. Does not belong here: the cleaning and checking (`articles`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.ingest.fields import FieldReader, one_text
from pipelines.ingest.identity import host, web_address
from pipelines.ingest.names import author_names

_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Draft:
    """Raw values. ``published`` and ``modified`` list candidates, best first.

    ``language_guess`` is a declaration that templates often get wrong (the ``lang`` of a page): detection wins over it.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    url: str | None = None
    published: tuple[object, ...] = ()
    modified: tuple[object, ...] = ()
    language: str | None = None
    language_guess: str | None = None


def draft_from_fields(reader: FieldReader, text: str) -> Draft:
    """A draft with this text and whatever else the fields hold."""
    return Draft(
        text=text,
        title=reader.line("title"),
        publisher=_publisher(reader),
        authors=next((names for value in reader.values("authors") if (names := author_names(value))), ()),
        section=reader.line("section"),
        url=next((address for value in reader.values("url") if (address := web_address(one_text(value)))), None),
        published=tuple(reader.values("published")),
        modified=tuple(reader.values("modified")),
        language=reader.line("language"),
    )


def _publisher(reader: FieldReader) -> str | None:
    """The outlet's name; of an address or a bare domain, the host without ``www.``."""
    name = reader.line("publisher")
    address = web_address(name)
    if name is None or address:
        return host(address)
    return name.removeprefix("www.") if _DOMAIN.fullmatch(name) else name
