"""Shapes of records that need more than other names: news-please, fundus, trafilatura, GDELT's quotation graph, ninjs.

Belongs here: recognising the tool that wrote a record, and its record under names that `fields` knows. Does not belong
here: names alone (`fields`), ninjs itself (`ninjs`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipelines.ingest import ninjs

Record = Mapping[str, object]
_LINE_BREAKS = re.compile(r"\n+")


def plain_record(record: Record) -> Record:
    """The record with what its tool hides in its shape brought out; other records as they are."""
    if ninjs.is_item(record):
        return ninjs.plain_record(record)
    if text := "\n\n".join(_quotations(record.get("quotes"))):
        return {**record, "text": text}
    lines = "maintext" if "maintext" in record else "text" if _is_trafilatura(record) else ""
    if isinstance(text_of_lines := record.get(lines), str):
        # news-please and trafilatura write a paragraph a line; a blank line parts paragraphs everywhere else
        return {**record, lines: _LINE_BREAKS.sub("\n\n", text_of_lines)}
    return {**_fundus_address(record), **record}


def _is_trafilatura(record: Record) -> bool:
    return "fingerprint" in record and bool({"source-hostname", "hostname"} & set(record))


def _quotations(quotes: object) -> Iterator[str]:
    """GDELT's Global Quotation Graph: a passage an entry, the words around a quotation and the marks that it lost.

    https://blog.gdeltproject.org/announcing-the-global-quotation-graph
    """
    for entry in quotes if isinstance(quotes, list) else []:
        if isinstance(entry, Mapping) and isinstance(quote := entry.get("quote"), str) and {"pre", "post"} & set(entry):
            before, after = str(entry.get("pre") or "").strip(), str(entry.get("post") or "").strip()
            close = "" if after[:1] in (",", ".", ";", ":", "?", "!") else " "
            yield f"{before} “{quote.strip()}”{close}{after}".strip()


def _fundus_address(record: Record) -> dict[str, object]:
    """fundus keeps the address in the object ``html``."""
    page = record.get("html")
    if not isinstance(page, Mapping):
        return {}
    return {name: page[name] for name in ("requested_url", "responded_url") if page.get(name)}
