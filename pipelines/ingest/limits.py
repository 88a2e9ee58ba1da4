"""How much the ingest layer takes: every bound in one place, and the one function that applies them.

Belongs here: sizes. Does not belong here: what is done with a document that is too large (`records.RefusalError`).
There is no time limit: time depends on the machine, so the bounds on size and structure are set such that the slowest
page under them takes seconds.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds, inclusive.

    ``document_bytes``: one document, line or row. ``html_bytes``, ``html_elements``, ``html_depth``: one web page.
    ``html_attributes``: one tag.
    ``file_bytes``: a file that is read whole (``.json``, ``.parquet.gz``). ``text_chars``: an article's text.
    ``expansion_ratio``: decompressed to compressed bytes, looked at beyond ``expansion_bytes`` decompressed bytes.
    """

    document_bytes: int = 16_000_000
    html_bytes: int = 6_000_000
    html_elements: int = 30_000
    html_depth: int = 5_000
    html_attributes: int = 5_000
    file_bytes: int = 64_000_000
    text_chars: int = 2_000_000
    expansion_ratio: int = 200
    expansion_bytes: int = 32_000_000


def exceeded(limits: Limits, name: str, size: int) -> str | None:
    """Words that name the limit where ``size`` is beyond it, else None."""
    limit: int = getattr(limits, name)
    return f"{size:,} is over the limit {name} = {limit:,}" if size > limit else None
