"""How much the ingest layer takes: every bound in one place, and the one function that applies them.

Belongs here: sizes. Does not belong here: what is done with a document that is too large (`records.RefusalError`).
Time depends on the machine, so the bounds on size and structure are set such that the slowest page under them takes
seconds; what takes longer all the same is stopped from outside (`isolation`). (Prose takes about a second for every
6,000 words, however long it is.)
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds, inclusive.

    ``document_bytes``: one document, line or row. ``html_bytes``, ``html_elements``, ``html_depth``: one web page
    (browsers stop at 512 levels).
    ``html_attributes``: one tag.
    ``file_bytes``: a file that is read whole (``.json``, Parquet in an archive). ``xml_bytes``: a feed or another file
    of XML. ``text_chars``: an article's text.
    ``expansion_ratio``: decompressed to compressed bytes, looked at beyond ``expansion_bytes`` decompressed bytes.
    ``archive_members``: of one archive. ``archive_depth``: archives within archives.
    """

    document_bytes: int = 16_000_000
    html_bytes: int = 6_000_000
    html_elements: int = 30_000
    html_depth: int = 500
    html_attributes: int = 5_000
    file_bytes: int = 64_000_000
    xml_bytes: int = 32_000_000
    text_chars: int = 2_000_000
    expansion_ratio: int = 200
    expansion_bytes: int = 32_000_000
    archive_members: int = 100_000
    archive_depth: int = 3


@dataclass(frozen=True, slots=True)
class ProseLimits:
    """What a long text must be to count as prose (`prose.refusal_of`).

    A text of up to ``free_chars`` characters is not looked at: reading it takes seconds whatever it is. Beyond that,
    at least half of it must stand in words of at most ``word_chars`` characters, in stretches of at most
    ``stretch_words`` words between two ends of sentences or lines, and in blocks of ``block_words`` words of which at
    least the share ``distinct_share`` differ. Beyond ``language_chars`` at least half of the blocks must hold the share
    ``common_share`` of the commonest English words.

    Measured on 23,000 articles (Reuters-21578, PolNeAR, Wikinews, presidential addresses, 45 newspapers' pages, tables
    of figures included): the longest has 33,672 characters; the longest stretch is of 401 words; blocks have 29% or
    more different words, and articles of 200 words or more in English 16% or more of the commonest ones.
    """

    free_chars: int = 12_000
    word_chars: int = 100
    stretch_words: int = 2_000
    block_words: int = 1_000
    distinct_share: float = 0.03
    language_chars: int = 100_000
    common_share: float = 0.05


def exceeded(limits: Limits, name: str, size: int) -> str | None:
    """Words that name the limit where ``size`` is beyond it, else None."""
    limit: int = getattr(limits, name)
    return f"{size:,} is over the limit {name} = {limit:,}" if size > limit else None
