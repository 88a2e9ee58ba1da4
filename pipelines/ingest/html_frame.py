"""Lines above and below the body of a page that repeat what is known of it: headline, byline, date, about the author.

Belongs here: lines at the two ends of a text that its metadata explain. Does not belong here: lines known by their own
words (`furniture`), boxes (`html_pruning`).
"""

from __future__ import annotations

import re

from pipelines.ingest.cleaning import clean_line
from pipelines.ingest.dates import parse_instant
from pipelines.ingest.fields import normalised_name
from pipelines.ingest.html_metadata import PageMetadata
from pipelines.ingest.names import author_names

MAX_LINE = 120
MAX_ABOUT_WORDS = 80
MOST_ABOUT_BLOCKS = 3
MOST_LINES = 12  # above the body
_BY = re.compile(r"by\b", re.IGNORECASE)
_QUOTATION = re.compile(r"[\"“”«»„]")
_ABOUT = re.compile(r"\s+(?:is|was|has|covers|writes|reports|joined|works|edits|lives|can be reached)\b")
_OTHER_WORDS = re.compile(
    r"\b(?!(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b|jan|feb|mar|apr|may\b|june?\b|july?\b|aug|sep"
    r"|oct|nov|dec|[ap]m\b|at\b|on\b|(?:[ecmp][sd]?t|gmt|utc|bst|cest?|cet)\b|published\b|posted\b|updated\b|last\b|first\b|date\b)[^\W\d_]{2,}",
    re.IGNORECASE,
)


def without_frame(text: str, page: PageMetadata) -> tuple[str, list[str]]:
    """The text without first lines that are headline, byline or date and last ones about the author; those dates."""
    dates: list[str] = []
    titles = {normalised_name(title) for title in page.titles} - {""}
    for _ in range(MOST_LINES):
        first, _, rest = text.partition("\n")
        line = clean_line(first)
        if not line or not rest.strip():
            break
        if is_date(line):
            dates.append(line)
        elif normalised_name(line) not in titles and not _is_byline(line, page):
            break
        text = rest.lstrip("\n")
    return _without_about(text, page.authors), dates


def _is_byline(line: str, page: PageMetadata) -> bool:
    """Whether a line is "By" and the authors, and nothing else."""
    is_short = len(line) <= MAX_LINE and _BY.match(line)
    return bool(is_short and page.authors) and set(author_names(line)) <= set(page.authors)


def is_date(line: str) -> bool:
    """Whether a line is a date and nothing else."""
    return len(line) <= MAX_LINE and not _OTHER_WORDS.search(line) and parse_instant(line) is not None


def _without_about(text: str, authors: tuple[str, ...]) -> str:
    """The text without last blocks that are an author's name, or tell who the author is."""
    blocks = text.split("\n\n")
    for _ in range(MOST_ABOUT_BLOCKS):
        if len(blocks) > 1 and any(_is_about(blocks[-1].strip(), author) for author in authors):
            blocks.pop()
    return "\n\n".join(blocks)


def _is_about(block: str, author: str) -> bool:
    if block == author:
        return True
    if not block.startswith(author) or len(block.split()) > MAX_ABOUT_WORDS or _QUOTATION.search(block):
        return False
    return " " in author and bool(_ABOUT.match(block[len(author) :]))
