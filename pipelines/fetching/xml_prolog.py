"""What an XML document begins with, before any parser that expands entities sees it.

Belongs here: the name of the root element and the refusal of declarations that bombs are made of. Does not belong here:
the rest of the document.
"""

from __future__ import annotations

import contextlib
from xml.parsers import expat

from pipelines.fetching.failures import Refused


class _Seen(Exception):
    """The root element was seen."""


def root_element(content: bytes) -> str | None:
    """The local name of the root element; None for what is no XML.

    Only the prolog is read, and nothing outside the document. Raises Refused: not_a_feed where the document declares
    entities, which can grow without bound or name files.
    """
    for encoding in (None, "iso-8859-1"):  # Latin-1 for what declares an encoding that expat does not know
        with contextlib.suppress(expat.ExpatError, ValueError, LookupError):
            return _root(content.lstrip(), expat.ParserCreate(encoding))
    return None


def _root(content: bytes, parser: expat.XMLParserType) -> str | None:
    found: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append(name.rpartition(":")[2])
        raise _Seen

    def declared(*_: object) -> None:
        raise Refused("not_a_feed", "the document declares entities of its own")

    parser.StartElementHandler = start
    parser.EntityDeclHandler = declared
    with contextlib.suppress(_Seen):
        parser.Parse(content, True)
    return found[0] if found else None
