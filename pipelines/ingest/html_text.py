"""A piece of markup to plain text, block by block: for records whose text field holds HTML.

Belongs here: fragments that are all article. Does not belong here: finding the article on a page (`html_articles`).
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from pipelines.ingest.furniture import without_furniture

_BLOCKS = {
    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "tr",
    "td", "th", "table", "pre", "figure", "figcaption", "header", "footer", "dd", "dt", "dl", "body", "html",
}  # fmt: skip
_SKIPPED = {
    "script", "style", "noscript", "template", "iframe", "form", "button", "svg", "head", "title",
}  # fmt: skip
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[ \t\r\n\f]+")


def fragment_text(markup: str) -> str:
    """The text of the markup: paragraphs parted by a blank line, ``<br>`` as a line break.

    Scripts and lines that are page furniture ("Sign up for our newsletter") are left out.
    """
    root = parse_html(markup)
    if root is None:
        return ""
    blocks: list[str] = [""]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else None
        if event == "start":
            _open(blocks, element, tag)
        else:
            _close(blocks, element, tag)
    lines = ("\n".join(line.strip() for line in block.split("\n")).strip() for block in blocks)
    return without_furniture("\n\n".join(line for line in lines if line))


def _open(blocks: list[str], element: etree._Element, tag: str | None) -> None:
    if tag in _BLOCKS:
        blocks.append("")
    elif tag == "br":
        blocks[-1] += "\n"
    if tag and tag not in _SKIPPED:
        blocks[-1] += _SPACES.sub(" ", element.text or "")


def _close(blocks: list[str], element: etree._Element, tag: str | None) -> None:
    if tag in _BLOCKS:
        blocks.append("")
    blocks[-1] += _SPACES.sub(" ", element.tail or "")


def selected(element: etree._Element, path: str) -> list[object]:
    """What an XPath finds, as a list; empty where it is no set."""
    found = element.xpath(path)
    return list(found) if isinstance(found, list) else []


def elements(element: etree._Element, path: str) -> list[etree._Element]:
    """The elements that an XPath finds."""
    return [one for one in selected(element, path) if isinstance(one, etree._Element)]


def legal(text: str) -> str:
    """The text without the control characters, surrogates and noncharacters that a tree cannot hold."""
    return _ILLEGAL.sub("", text.replace("\f", " "))


def parse_html(markup: str) -> etree._Element | None:
    """The tree of a page or fragment; None where there is none. Never fetches anything."""
    if not markup.strip():
        return None
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        return document_fromstring(legal(markup).encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
