"""JSON-LD of a web page: its objects, and which of them is the article of the page.

Belongs here: blocks of JSON-LD to nodes, choosing among nodes. Does not belong here: what a page says otherwise
(`html_metadata`).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from pipelines.ingest.fields import normalised_name, one_text
from pipelines.ingest.identity import canonical_url, web_address

Node = Mapping[str, object]
MAX_NODES = 2_000
_ARTICLE_TYPES = re.compile(
    r"(?:News|Report|Analysis\w*|Opinion\w*|Review\w*|Background\w*|Reportage\w*|AskPublicNews|Satirical|Scholarly|Tech)?"
    r"Article|BlogPosting|LiveBlogPosting|SocialMediaPosting|Review|Report",
)
# Properties that hold articles or posts other than the page's own.
_OTHER_ARTICLES = {"liveBlogUpdate", "itemListElement", "comment", "mentions", "isBasedOn", "citation"}
_WANTED = ("headline", "datePublished", "author", "publisher", "articleBody")
_NOISE = re.compile(
    r"^\s*(?:<!--|(?://\s*|/\*\s*)?<!\[CDATA\[(?:\s*\*/)?)|(?:-->|(?://\s*|/\*\s*)?\]\]>(?:\s*\*/)?)\s*;?\s*$"
)
_LAST_COMMA = re.compile(r",(\s*[}\]])")


def linked_nodes(root: etree._Element) -> Iterator[Node]:
    """All objects of all JSON-LD blocks, ``@graph`` and nested ones included, in document order."""
    left = MAX_NODES
    for script in root.iter("script"):
        stack = [_loads(script.text or "")] if "ld+json" in (script.get("type") or "") else []
        while stack and left:
            value = stack.pop()
            if isinstance(value, dict):
                left -= 1
                yield value
                inner = [item for name, item in value.items() if name not in _OTHER_ARTICLES]
                stack.extend(reversed([item for item in inner if isinstance(item, dict | list)]))
            elif isinstance(value, list):
                stack.extend(reversed(value))


def _loads(source: str) -> object:
    """The value of a block; what is often wrong is mended: a comma behind the last item, escaped quotation marks."""
    plain = _NOISE.sub("", _NOISE.sub("", source))
    for mended in (lambda text: text, lambda text: _LAST_COMMA.sub(r"\1", text), html.unescape):
        try:
            return json.loads(mended(plain), strict=False)
        except ValueError:
            continue
        except RecursionError:
            return None
    return None


def article_node(nodes: Iterable[Node], address: str | None, titles: Iterable[str]) -> Node:
    """The node of an article type that is of the page and says most; an empty one if there is none.

    ``address`` and ``titles`` are what the page says of itself otherwise: a node of another address is another
    article's, unless all are, and one of the same headline is the page's.
    """
    called = {normalised_name(title) for title in titles} - {""}

    def worth(node: Node) -> tuple[bool, bool, int]:
        addresses = {canonical_url(one) for one in addresses_of(node)}
        is_elsewhere = bool(address and addresses) and canonical_url(address or "") not in addresses
        is_called_so = normalised_name(one_text(node.get("headline")) or "") in called
        return not is_elsewhere, is_called_so, sum(bool(node.get(name)) for name in _WANTED)

    articles = [node for node in nodes if any(_ARTICLE_TYPES.fullmatch(kind) for kind in _types(node))]
    return max(articles, key=worth, default={})


def _types(node: Node) -> list[str]:
    stated = node.get("@type")
    kinds = stated if isinstance(stated, list) else [stated]
    return [kind.rpartition("/")[2] for kind in kinds if isinstance(kind, str)]


def addresses_of(node: Node) -> list[str]:
    """The addresses that a node gives for its page."""
    page = node.get("mainEntityOfPage")
    of_page = [page.get("@id"), page.get("url")] if isinstance(page, Mapping) else [page]
    return [address for value in (*of_page, node.get("url")) if (address := web_address(value))]


def resolved(value: object, by_id: Mapping[str, Node]) -> object:
    """The node that ``{"@id": ...}`` points at, without using the id itself as a name."""
    if isinstance(value, list):
        return [resolved(item, by_id) for item in value]
    if isinstance(value, Mapping) and "name" not in value:
        return {"name": by_id.get(str(value.get("@id")), {}).get("name")}
    return value
