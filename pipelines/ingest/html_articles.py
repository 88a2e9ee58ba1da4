"""Web pages to drafts: metadata from the markup, the body without furniture.

Belongs here: decoding a page, bounding it, choosing its body. Does not belong here: meta tags (`html_metadata`).
Nothing is fetched, no script is run.
"""

from __future__ import annotations

import re

from lxml import etree

from pipelines.ingest.cleaning import clean_text, resolve_references
from pipelines.ingest.decoding import decode_bytes
from pipelines.ingest.drafts import Draft
from pipelines.ingest.furniture import without_furniture
from pipelines.ingest.html_body import page_text
from pipelines.ingest.html_frame import without_frame
from pipelines.ingest.html_metadata import PageMetadata, page_metadata
from pipelines.ingest.html_pruning import prune_furniture
from pipelines.ingest.html_text import fragment_text, parse_html
from pipelines.ingest.limits import Limits, exceeded
from pipelines.ingest.records import Document, RefusalError

# A JSON-LD articleBody is taken where it clearly holds more than what was found on the page (its paragraph breaks are
# often lost, but behind a paywall it may be the only full text), or where it has the same words and more of the breaks.
BODY_ADVANTAGE = 1.5
_HEAD_CHARS = 2048
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,80}encoding=[\"']([\w.:-]+)", re.IGNORECASE
)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def draft_from_html(document: Document, limits: Limits) -> Draft:
    """The draft of a web page. Raises `RefusalError`: too_large, too_deep, not_text, undecodable, no_text."""
    if over := exceeded(limits, "html_bytes", len(document.content)):
        raise RefusalError("too_large", f"bytes: {over}")
    markup = decode_bytes(document.content, declared_charset(document))
    _refuse_endless_tags(markup, limits)
    root = parse_html(_DECLARATION.sub("", markup))
    if root is None:
        raise RefusalError("no_text", "a page without any content")
    _refuse_monster(root, limits)
    page = page_metadata(root)
    text, dates = _body(root, page, limits)
    if not text:
        raise RefusalError("no_text", "no article text found on the page")
    return _draft(page, text, dates)


def _draft(page: PageMetadata, text: str, dates: list[str]) -> Draft:
    return Draft(
        text=text,
        title=page.title,
        publisher=page.publisher,
        authors=page.authors,
        section=page.section,
        url=page.url,
        published=(*page.published, *dates),
        modified=page.modified,
        language=page.language,
        language_guess=page.language_guess,
    )


def declared_charset(document: Document) -> str | None:
    """What the server said, else what the page says."""
    if isinstance(served := document.metadata.get("charset"), str):
        return served
    found = _CHARSET.search(document.content[:_HEAD_CHARS])
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def _refuse_endless_tags(markup: str, limits: Limits) -> None:
    """Refuse a tag with thousands of attributes before the parser sees it: it compares each with all before."""
    for piece in markup.split("<"):
        if len(piece) > limits.html_attributes:
            tag = _QUOTED.sub("", piece).partition(">")[0]
            if over := exceeded(limits, "html_attributes", len(tag.split())):
                raise RefusalError("too_large", f"attributes of one tag: {over}")


def _refuse_monster(root: etree._Element, limits: Limits) -> None:
    """Refuse pages on whose structure extraction would take minutes or overflow the stack."""
    elements = depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        deepest = max(deepest, depth)
    if over := exceeded(limits, "html_elements", elements):
        raise RefusalError("too_large", f"elements: {over}")
    if over := exceeded(limits, "html_depth", deepest):
        raise RefusalError("too_deep", f"levels of elements: {over}")


def _body(root: etree._Element, page: PageMetadata, limits: Limits) -> tuple[str, list[str]]:
    """The body, and dates that stood in lines above it."""
    prune_furniture(root)
    if over := exceeded(limits, "text_chars", sum(map(len, root.itertext()))):
        raise RefusalError("too_large", f"characters of text on the page: {over}")
    text, dates = without_frame(without_furniture(page_text(root)), page)
    declared = (
        fragment_text(page.body)
        if page.body and "</p>" in page.body
        else resolve_references(clean_text(page.body or ""))
    )
    is_fuller = len(declared) > BODY_ADVANTAGE * len(text)
    is_clearer = declared.count("\n") > text.count("\n") and declared.split() == text.split()
    return (declared if is_fuller or is_clearer else text), dates
