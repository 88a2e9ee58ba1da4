"""XML from outside to trees, safely: no entity is expanded, no file is read, nothing is fetched.

Belongs here: decoding, mending and parsing XML; parting a long file into its items. Does not belong here: what the
elements mean (`formats`, the `*_articles` modules).

Mended are the faults of real feeds that have one meaning only: HTML's named characters, ampersands that begin no
reference, control characters that XML does not allow. Everything else that is not well-formed is refused.
"""

from __future__ import annotations

import html
import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipelines.ingest.decoding import decode_bytes
from pipelines.ingest.records import Reason, RefusalError

_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*?\?>")
_ENCODING = re.compile(rb"\A\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_ENTITY_DECLARATION = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*(?::[\w.-]+)?)(?=[\s/>])")
_MENDED = re.compile(
    r"<!\[CDATA\[.*?\]\]>|&(?P<name>[A-Za-z][A-Za-z0-9]{1,30});|&(?P<ref>#[xX]?[0-9A-Fa-f]{1,7});|&", re.S
)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}
_TOO_DEEP = "excessive depth"


_FIRST_ELEMENT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE\b[^>\[]*(?:\[.*?\]\s*)?>\s*)*"
    rb"<(?:[\w.-]+:)?(?P<name>[A-Za-z_][\w.-]*)(?P<attributes>[^>]*)",
    re.DOTALL | re.IGNORECASE,
)
SNIFFED = 8192


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a file of many, counted from 1: its element, or why it cannot be read."""

    number: int
    element: etree._Element | None
    refusal: RefusalError | None = None


def first_element(head: bytes) -> tuple[str, str]:
    """The local name of the first element of a file's beginning, and its attributes as written; two empty strings."""
    found = _FIRST_ELEMENT.match(head[:SNIFFED])
    return (found["name"].decode("ascii"), found["attributes"].decode("utf-8", "replace")) if found else ("", "")


def declared_encoding(content: bytes) -> str | None:
    """The encoding that an XML declaration states."""
    found = _ENCODING.search(content[:400])
    return found[1].decode("ascii", "replace") if found else None


def xml_text(content: bytes) -> str:
    """The decoded and mended source without its declaration.

    Raises `RefusalError`: unsafe_xml, not_text, undecodable, not_xml.
    """
    text = decode_bytes(content, declared_encoding(content))
    text = _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1)
    if _ENTITY_DECLARATION.search(text):
        raise RefusalError("unsafe_xml", "the file declares entities; they are neither expanded nor read")
    if not _ROOT.search(text):
        raise RefusalError("not_xml", "no element in the file")
    return _MENDED.sub(_mend, _ILLEGAL.sub("", text))


def _mend(match: re.Match[str]) -> str:
    if match["name"]:
        if match["name"] in _XML_NAMES:
            return match[0]
        character = html.entities.html5.get(match["name"] + ";")
        return html.escape(character) if character else "&amp;" + match[0][1:]
    if match["ref"]:
        digits = match["ref"][1:]
        code = int(digits[1:], 16) if digits[:1] in "xX" else int(digits) if digits.isdecimal() else -1
        legal = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
        return match[0] if legal else "\ufffd" if code >= 0x80 else ""
    return match[0] if match[0].startswith("<") else "&amp;"


def parse_xml(text: str) -> etree._Element:
    """The root element of mended source. Raises `RefusalError`: not_xml, too_deep."""
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True, strip_cdata=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        reason: Reason = "too_deep" if _TOO_DEEP in str(error).lower() else "not_xml"
        raise RefusalError(reason, f"not well-formed: {str(error)[:200]}") from None
    if root is None:
        raise RefusalError("not_xml", "no element in the file")
    return root


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def read_items(text: str, names: frozenset[str]) -> tuple[etree._Element, Iterator[Item]]:
    """The tree without its items' text (for what the file says of itself), and the outermost elements of these names.

    Of a file that is not well-formed each item is read by itself: the whole ones are taken, a broken or cut one is
    refused by its number. Raises `RefusalError` where there is no root element to begin with.
    """
    try:
        root = parse_xml(text)
    except RefusalError as refusal:
        return _salvaged_head(text, names, refusal), _salvaged(text, names, refusal)
    return root, (Item(number, element) for number, element in enumerate(_outermost(root, names), 1))


def _outermost(root: etree._Element, names: frozenset[str]) -> Iterator[etree._Element]:
    stack = [root]
    while stack:
        element = stack.pop()
        if local_name(element) in names:
            yield element
        else:
            stack.extend(reversed(element))


def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile(
        rf"<!\[CDATA\[.*?\]\]>|<(?P<end>/?)(?:[\w.-]+:)?(?:{'|'.join(sorted(names))})(?=[\s/>])[^>]*>", re.S
    )


def _salvaged_head(text: str, names: frozenset[str], why: RefusalError) -> etree._Element:
    """What stands before the first item, closed by force; an item that is all there is gives its own refusal."""
    first = next((match for match in _pattern(names).finditer(text) if not match[0].startswith("<!")), None)
    if first is None:
        raise why
    root = etree.fromstring(text[: first.start()].encode("utf-8", "replace"), etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
    ))  # fmt: skip
    if root is None:
        raise why
    return root


def _salvaged(text: str, names: frozenset[str], why: RefusalError) -> Iterator[Item]:
    root = _ROOT.search(text)
    start_tag = text[root.start() : text.find(">", root.end()) + 1] if root else "<root>"
    number, whole, opened = 0, True, -1
    for match in _pattern(names).finditer(text):
        if match[0].startswith("<!"):
            continue
        if match["end"] and opened >= 0:
            number += 1
            item = _alone(number, text[opened : match.end()], start_tag, names)
            whole, opened = whole and item.refusal is None, -1
            yield item
        elif not match["end"]:
            if opened >= 0:
                number, whole = number + 1, False
                yield Item(number, None, RefusalError("corrupt", "the item does not end before the next one begins"))
            opened = match.start()
    if opened >= 0:
        yield Item(number + 1, None, RefusalError("corrupt", f"the file is cut off inside this item; {why.detail}"))
    elif whole:
        yield Item(number + 1, None, RefusalError("corrupt", f"after {number} whole items: {why.detail}"))


def _alone(number: int, source: str, start_tag: str, names: frozenset[str]) -> Item:
    name = _ROOT.match(start_tag)
    closing = f"</{name[1]}>" if name else "</root>"
    opening = start_tag[:-2] + ">" if start_tag.endswith("/>") else start_tag
    try:
        root = parse_xml(opening + source + closing)
    except RefusalError as refusal:
        return Item(number, None, refusal)
    return Item(number, next(_outermost(root, names), None))
