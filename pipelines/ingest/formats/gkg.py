"""GDELT's Global Knowledge Graph 2.1: a table without a header. It holds addresses and no text: each row is link_only.

Belongs here: GKG files as GDELT serves them. Does not belong here: its quotation graph, which has passages of the text
(`record_shapes`). Columns: http://data.gdeltproject.org/documentation/GDELT-Global_Knowledge_Graph_Codebook-V2.1.pdf
"""

from __future__ import annotations

import re

from pipelines.ingest.formats.source_file import Found, SourceFile
from pipelines.ingest.records import RefusalError
from pipelines.ingest.streams import split_lines

SUFFIXES = (".gkg",)
COLUMNS = 27
ADDRESS, DAY = 4, 1
MAX_ADDRESS = 500
_TITLE = re.compile(r"<PAGE_TITLE>(.*?)</PAGE_TITLE>")
_ROW = re.compile(rb"^\d{14}-T?\d+\t\d{14}\t")


def read(source: SourceFile) -> Found:
    """A refusal for each row, with its address, date and title."""
    for number, line in split_lines(source.chunks(), source.limits.document_bytes):
        if (line is None or line.strip()) and source.enter(f"R{number}"):
            yield _refusal(line).at(f"{source.uri}#R{number}", "read")


def _refusal(line: bytes | None) -> RefusalError:
    cells = (line or b"").decode("utf-8", "replace").split("\t")
    if len(cells) != COLUMNS:
        return RefusalError("malformed_row", f"{len(cells)} cells where the codebook has {COLUMNS}")
    title = _TITLE.search(cells[-1])
    words = [cells[ADDRESS], cells[DAY], title[1] if title else ""]
    return RefusalError("link_only", " | ".join(word[:MAX_ADDRESS] for word in words if word))


def sniff(head: bytes) -> bool:
    """Whether the bytes begin as a GKG 2.1 file does."""
    return bool(_ROW.match(head))
