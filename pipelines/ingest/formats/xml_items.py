"""A long file of XML parted into its items: out of the whole tree, or one by one where the whole cannot be had.

Belongs here: finding the items, also in a file that is cut or damaged. Does not belong here: parsing XML (`xml_tree`),
what the elements mean (`formats`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipelines.ingest.formats.source_file import SourceFile
from pipelines.ingest.records import RefusalError
from pipelines.ingest.xml_tree import ROOT, cdata_border, local_name, parse_xml, xml_text

MOST_BROKEN = 1_000  # items in one file


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a file of many, counted from 1: its element, or why it cannot be read."""

    number: int
    element: etree._Element | None
    refusal: RefusalError | None = None

    @property
    def fragment(self) -> str:
        """The item's place in the file, ``I12``."""
        return _fragment(self.number)


def _fragment(number: int) -> str:
    return f"I{number}"


def read_items(source: SourceFile, names: frozenset[str]) -> tuple[etree._Element, Iterator[Item]]:
    """The tree for what the file says of itself, and the outermost elements of these names, each entered as a part.

    Of a file that is not well-formed, or that broke the reader, each item is read by itself: the whole ones are taken,
    a broken or cut one is refused by its number. Raises `RefusalError` where there is no root element to begin with.
    """
    text = xml_text(source.whole("xml_bytes"))
    if not source.enter_whole():
        return _salvaged_head(text, names), _salvaged(source, text, names, None)
    try:
        root = parse_xml(text)
    except RefusalError as refusal:
        return _salvaged_head(text, names, refusal), _salvaged(source, text, names, refusal)
    return root, _entered(source, root, names)


def _entered(source: SourceFile, root: etree._Element, names: frozenset[str]) -> Iterator[Item]:
    for number, element in enumerate(_outermost(root, names), 1):
        if source.enter(_fragment(number)):
            yield Item(number, element)


def _outermost(root: etree._Element, names: frozenset[str]) -> Iterator[etree._Element]:
    stack = [root]
    while stack:
        element = stack.pop()
        if local_name(element) in names:
            yield element
        else:
            stack.extend(reversed(element))


def _tags(text: str, names: frozenset[str]) -> Iterator[re.Match[str]]:
    """The items' start and end tags outside CDATA sections.

    Behind the last end of a section none is looked for: one that never ends would be sought anew at each beginning.
    """
    tag = rf"<(?P<end>/?)(?:[\w.-]+:)?(?:{'|'.join(sorted(names))})(?=[\s/>])[^>]*>"
    border = cdata_border(text)
    for match in re.compile(rf"<!\[CDATA\[.*?\]\]>|{tag}", re.DOTALL).finditer(text, 0, border):
        if not match[0].startswith("<!"):
            yield match
    yield from re.compile(tag).finditer(text, border)


def _salvaged_head(text: str, names: frozenset[str], why: RefusalError | None = None) -> etree._Element:
    """What stands before the first item, closed by force; an item that is all there is gives its own refusal."""
    why = why or RefusalError("not_xml", "no items in the file")
    first = next(_tags(text, names), None)
    if first is None:
        raise why
    root = etree.fromstring(text[: first.start()].encode("utf-8", "replace"), etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
    ))  # fmt: skip
    if root is None:
        raise why
    return root


def _salvaged(source: SourceFile, text: str, names: frozenset[str], why: RefusalError | None) -> Iterator[Item]:
    """The items by their tags. Where the file is not well-formed (``why``) though all are whole, that is said last."""
    start_tag = _start_tag(text)
    number, whole, opened, broken = 0, True, -1, 0
    for match in _tags(text, names):
        if broken == MOST_BROKEN:
            yield from _broken(source, number + 1, f"after {broken:,} broken items; the rest of the file is not read")
            return
        if match["end"] and opened >= 0:
            number += 1
            if source.enter(_fragment(number)):
                item = _alone(number, text[opened : match.end()], start_tag, names)
                whole = whole and item.refusal is None
                broken += item.refusal is not None
                yield item
            opened = -1
        elif not match["end"]:
            if opened >= 0:
                number, whole, broken = number + 1, False, broken + 1
                yield from _broken(source, number, "the item does not end before the next one begins")
            opened = match.start()
    detail = why.detail if why else "the item does not end"
    if opened >= 0:
        yield from _broken(source, number + 1, f"the file is cut off inside this item; {detail}")
    elif why and whole:
        yield from _broken(source, number + 1, f"after {number} whole items: {detail}")


def _broken(source: SourceFile, number: int, detail: str) -> Iterator[Item]:
    if source.enter(_fragment(number)):
        yield Item(number, None, RefusalError("corrupt", detail))


def _start_tag(text: str) -> str:
    root = ROOT.search(text)
    return text[root.start() : text.find(">", root.end()) + 1] if root else "<root>"


def _alone(number: int, content: str, start_tag: str, names: frozenset[str]) -> Item:
    name = ROOT.match(start_tag)
    closing = f"</{name[1]}>" if name else "</root>"
    opening = start_tag[:-2] + ">" if start_tag.endswith("/>") else start_tag
    try:
        root = parse_xml(opening + content + closing)
    except RefusalError as refusal:
        return Item(number, None, refusal)
    return Item(number, next(_outermost(root, names), None))
