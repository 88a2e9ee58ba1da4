"""Page furniture out of a page's tree, before its body is looked for: boxes that sit in an article without being of it.

Belongs here: elements known by their role, class or shape. Does not belong here: lines known by their words
(`furniture`), menus and sidebars around the article (trafilatura leaves them out).

Three things tell furniture: its role (a dialog), words of its class or id (``newsletter-box``), and its shape (a link
around whole paragraphs is a card that leads to another article, and so is an article with a linked heading beside that
of the page; a few words around a field to fill in are a form; nothing but dates is a date line). An element that holds
most of the page's paragraphs is never taken for furniture, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lxml import etree

from pipelines.ingest.html_text import elements, legal, selected

MOST = 0.5  # of the page's paragraphs
_DROPPED = ("script", "style", "svg", "template", "iframe", "object", "canvas", "button", "select", "input", "dialog")
_ROLES = {"dialog", "alertdialog", "navigation", "search", "complementary", "menu", "tooltip"}
_BLOCKS = {"p", "div", "section", "article", "ul", "ol", "h2", "h3", "h4", "h5"}
# Words of classes and ids, parted at hyphens, underscores, colons, spaces and capitals.
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_NAMES = re.compile(
    r"\b(?:"
    r"newsletter|news letter|sign ?up|subscri(?:be|ption) (?:box|form|banner|promo|cta|widget|prompt)|opt in"
    r"|cookie|consent|gdpr|paywall (?:prompt|banner|overlay)|modal|pop ?up|overlay"
    r"|related|recommend(?:ed|ations?)?|most (?:read|popular|viewed|shared)|trending|read (?:more|next|also)|also read"
    r"|more (?:stories|news|from|on|like)|you may (?:also )?like|up next|outbrain|taboola|zergnet|mgid"
    r"|author (?:\w+ ){0,3}(?:bio|biography)|(?:bio|biography) (?:box|author)|about (?:the )?author|authors? bio"
    r"|comments?(?: (?:section|area|list|form|widget|thread|container|wrapper))?|disqus|livefyre|viafoura|coral talk"
    r"|share (?:bar|buttons?|tools?|links?|this|icons?)|social (?:share|sharing|links?|icons?|buttons?|media links?)"
    r"|advert(?:s|isement|isements|ising)?|ad (?:slot|unit|container|wrapper|label|placeholder)|dfp|sponsored"
    r"|promo(?:tion|s)?|call to action|in ?line promo|teaser|breadcrumbs?|skip link"
    r"|image caption|img ?box\w*|photo caption|picture caption|media caption|caption text|wp caption|credit line"
    r"|video (?:player|playlist|caption)|gallery caption|tag (?:list|cloud)|article tags|post tags"
    r")\b"
)
MOST_NAME_CHARS = 500
MOST_LOOKED_AT = 100  # times, forms, articles: the way through each may lead through the whole page
MOST_FORM_WORDS, MOST_LABEL_CHARS = 60, 200
_QUOTATION = re.compile(r"[\"“”«»„]")
_DATE_LINE_TAGS = ("p", "div", "span", "li", "small")
_DATE_LABELS = re.compile(
    r"(?:\s|[|•·,:()–-]|\b(?:first|last|latest|published|posted|updated?|modified|edited|created|on|at|by|date)\b)*",
    re.IGNORECASE,
)
_SELF_ONLY = re.compile(
    r"^(?:caption|credit|credits|byline|dateline|timestamp|date|pubdate|datetime|imgcaption|imagecaption)$"
)


def prune_furniture(root: etree._Element) -> None:
    """Take the furniture out of a page's tree, in place. The text behind an element stays."""
    paragraphs = sum(1 for _ in root.iter("p"))
    for element in [*_date_lines(root), *_forms(root), *_other_articles(root), *_furniture(root)]:
        if element.getparent() is not None and _is_small(element, paragraphs):
            _drop(element)


def _furniture(root: etree._Element) -> Iterator[etree._Element]:
    body = root.find("body")
    for element in (body if body is not None else root).iterdescendants():
        tag = element.tag
        if isinstance(tag, str) and (
            tag in _DROPPED
            or element.get("role") in _ROLES
            or element.get("hidden") is not None
            or _is_card(element)
            or _is_named_furniture(element)
        ):
            yield element


def _date_lines(root: etree._Element) -> Iterator[etree._Element]:
    """The elements around a time that say nothing but what happened then to the page: "Published ... Updated ..."."""
    for time in islice(root.iter("time"), MOST_LOOKED_AT):
        parent = time.getparent()
        if parent is not None and parent.tag in _DATE_LINE_TAGS:
            words = "".join(map(str, selected(parent, ".//text()[not(ancestor::time)]")))
            if _DATE_LABELS.fullmatch(words[:MOST_LABEL_CHARS]):
                yield parent


def _forms(root: etree._Element) -> Iterator[etree._Element]:
    """The boxes around fields to fill in, as long as they hold few words and no quotation."""
    for form in islice([*root.iter("form"), *elements(root, "//input[@type='email']")], MOST_LOOKED_AT):
        box = form
        while (outer := box.getparent()) is not None and outer.tag in ("div", "section", "aside", "form"):
            text = "".join(map(str, outer.itertext()))
            if len(text.split()) > MOST_FORM_WORDS or _QUOTATION.search(text):
                break
            box = outer
        if box is not form:
            yield box


def _other_articles(root: etree._Element) -> Iterator[etree._Element]:
    """Articles with a linked heading that are neither around nor inside that of the headline."""
    own = elements(root, "//article[.//h1]")
    if not own:
        return
    kept = {*own[0].iterancestors(), *own[0].iter()}
    for other in islice(root.iter("article"), MOST_LOOKED_AT):
        if other not in kept and elements(other, ".//h2//a | .//h3//a | .//h4//a | .//a//h2 | .//a//h3 | .//a//h4"):
            yield other


def _is_card(element: etree._Element) -> bool:
    """A link around paragraphs or headings leads to another article; one around a picture or words does not."""
    return element.tag == "a" and any(inner.tag in _BLOCKS for inner in element.iterdescendants())


def _is_named_furniture(element: etree._Element) -> bool:
    if element.tag in ("body", "main", "article", "html"):
        return False
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    if named == " ":
        return False
    return _is_furnitures_name(named[:MOST_NAME_CHARS])


@lru_cache(maxsize=4096)  # a page names hundreds of elements alike, and a site's pages do
def _is_furnitures_name(named: str) -> bool:
    words = " ".join(_WORDS.findall(named)).lower()
    return bool(_NAMES.search(words) or _SELF_ONLY.match(words))


def _is_small(element: etree._Element, paragraphs: int) -> bool:
    return element.tag in _DROPPED or sum(1 for _ in element.iter("p")) <= MOST * paragraphs


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    tail, before = element.tail or "", element.getprevious()
    if tail and before is not None:
        before.tail = legal((before.tail or "") + tail)
    elif tail:
        parent.text = legal((parent.text or "") + tail)
    parent.remove(element)
