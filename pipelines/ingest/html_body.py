"""The body of a web page as text: found by trafilatura, written out block by block.

Belongs here: trafilatura and the layout of its result. Does not belong here: what is taken off the page before
(`html_pruning`), metadata (`html_metadata`).
"""

from __future__ import annotations

import logging
import re

from lxml import etree
from trafilatura import bare_extraction

from pipelines.ingest.records import RefusalError

_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_BLOCKS = {"p", "head", "quote", "list", "table", "ab", "code", "div", "fw", "body", "main"}
_LINES = {"item", "row"}

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports every page without a text as an error


def page_text(root: etree._Element) -> str:
    """The article's text: blocks parted by a blank line, list items and rows by a line break; empty for none.

    Whatever trafilatura raises on a hostile page refuses that page (`RefusalError` corrupt).
    """
    try:
        found = bare_extraction(root, include_comments=False)
    except Exception as error:
        raise RefusalError("corrupt", f"the page breaks the extraction: {type(error).__name__}") from error
    body = getattr(found, "body", None)
    return _written(body) if body is not None else ""


def _written(body: etree._Element) -> str:
    blocks: list[str] = [""]
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            _begin(blocks, tag)
            blocks[-1] += _SPACES.sub(" ", element.text or "")
        else:
            if tag in _BLOCKS:
                blocks.append("")
            elif tag == "cell":
                blocks[-1] += " | "
            blocks[-1] += _SPACES.sub(" ", element.tail or "")
    lines = ("\n".join(line.strip(" |") for line in block.split("\n") if line.strip(" |-")) for block in blocks)
    return "\n\n".join(block for block in lines if block)


def _begin(blocks: list[str], tag: str) -> None:
    if tag in _BLOCKS:
        blocks.append("")
    elif tag in _LINES:
        blocks[-1] += "\n- " if tag == "item" else "\n"
    elif tag == "lb":
        blocks[-1] += "\n"
