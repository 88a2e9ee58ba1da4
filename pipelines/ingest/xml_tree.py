"""XML from outside to trees, safely: no entity is expanded, no file is read, nothing is fetched.

Belongs here: decoding, mending and parsing XML. Does not belong here: parting a long file into its items
(`formats.xml_items`), what the elements mean (`formats`, the `*_articles` modules).

Mended are the faults of real feeds that have one meaning only: HTML's named characters, ampersands that begin no
reference, control characters that XML does not allow. Everything else that is not well-formed is refused.
"""

from __future__ import annotations

import html
import html.entities
import re

from lxml import etree

from pipelines.ingest.decoding import decode_bytes
from pipelines.ingest.records import Reason, RefusalError

_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*?\?>")
_ENCODING = re.compile(rb"\A\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_ENTITY_DECLARATION = re.compile(r"<!ENTITY\b", re.IGNORECASE)
ROOT = re.compile(r"<([A-Za-z_][\w.-]*(?::[\w.-]+)?)(?=[\s/>])")
_REFERENCE = r"&(?P<name>[A-Za-z][A-Za-z0-9]{1,30});|&(?P<ref>#[xX]?[0-9A-Fa-f]{1,7});|&"
_MENDED = re.compile(rf"<!\[CDATA\[.*?\]\]>|{_REFERENCE}", re.DOTALL)
_MENDED_PLAIN = re.compile(_REFERENCE)
_CDATA_END = "]]>"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}
_TOO_DEEP = "excessive depth"
MOST_PREFIXES = 20
_UNDECLARED = "Namespace prefix"
_PREFIX_DECLARED = re.compile(r"\sxmlns:([\w.-]+)\s*=")
_PREFIX_USED = re.compile(r"<([A-Za-z_][\w.-]{0,40}):[A-Za-z_]|(?<=\s)([A-Za-z_][\w.-]{0,40}):[\w.-]+\s*=\s*[\"']")
NAMESPACES = {  # of the prefixes whose elements are read
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}


_FIRST_ELEMENT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE\b[^>\[]*(?:\[.*?\]\s*)?>\s*)*"
    rb"<(?:[\w.-]+:)?(?P<name>[A-Za-z_][\w.-]*)(?P<attributes>[^>]*)",
    re.DOTALL | re.IGNORECASE,
)
SNIFFED = 8192


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
    text = text.removeprefix("\ufeff")
    text = _DECLARATION.sub("", text[max(0, text.find("<?xml ", 0, SNIFFED)) :], count=1)  # servers print before it
    if _ENTITY_DECLARATION.search(text):
        raise RefusalError("unsafe_xml", "the file declares entities; they are neither expanded nor read")
    if not ROOT.search(text):
        raise RefusalError("not_xml", "no element in the file")
    text = _ILLEGAL.sub("", text)
    border = cdata_border(text)
    return _MENDED.sub(_mend, text[:border]) + _MENDED_PLAIN.sub(_mend, text[border:])


def cdata_border(text: str) -> int:
    """Where the last CDATA section ends; one that begins behind it has no end, which were else sought at each anew."""
    return text.rfind(_CDATA_END) + len(_CDATA_END) if _CDATA_END in text else 0


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
    """The root element of mended source, whatever prefixes it leaves undeclared.

    Raises `RefusalError`: not_xml, too_deep.
    """
    try:
        return _parsed(text)
    except RefusalError as refusal:
        if _UNDECLARED not in refusal.detail:
            raise
    return _parsed(_with_prefixes(text))


def _with_prefixes(text: str) -> str:
    """The source with every prefix of an element or attribute declared in the root, unless there are too many."""
    root = ROOT.search(text)
    if root is None:
        return text
    declared = set(_PREFIX_DECLARED.findall(text))
    used = {match[1] or match[2] for match in _PREFIX_USED.finditer(text)} - declared - {"xml", "xmlns"}
    if len(used) > MOST_PREFIXES:
        return text
    names = (f' xmlns:{prefix}="{NAMESPACES.get(prefix, "urn:undeclared:" + prefix)}"' for prefix in sorted(used))
    return text[: root.end()] + "".join(names) + text[root.end() :]


def _parsed(text: str) -> etree._Element:
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
