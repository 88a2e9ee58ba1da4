"""A reader that dies, hangs or dawdles on certain words: `pipelines.ingest.worker` with a flaw, for tests.

Started in place of it: ``python -c "from tests.ingest.mortal_reader import main; main(3, 10**9)"``.
"""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from pipelines.ingest import worker
from pipelines.ingest.formats import gkg, json_file, json_pieces, jsonl, parquet, table, warc, xml_items

DEADLY, ENDLESS, SLOW = b"the word that kills", b"the word that hangs", b"the word that takes time"
SECONDS = 0.8  # that it takes
FLAWED = (
    (warc, "_document"), (jsonl, "_line"), (table, "_row"), (gkg, "_refusal"), (parquet, "_values"),
    (parquet, "_record"), (json_file, "parse_json"), (json_file, "_record"), (json_pieces, "_decoded"),
    (xml_items, "parse_xml"), (worker, "extract_article"),
)  # fmt: skip


def main(descriptor: int, memory: int) -> None:
    """Answer jobs, as `worker.main` does, until one of the words comes by."""
    for module, name in FLAWED:
        setattr(module, name, _flawed(getattr(module, name)))
    worker.main(descriptor, memory)


def _flawed(read: Any) -> Any:
    def reading(*arguments: Any, **named: Any) -> Any:
        if (record := _words(*arguments)) and DEADLY in record:
            os.kill(os.getpid(), signal.SIGKILL)
        if record and ENDLESS in record:
            time.sleep(600)
        if record and SLOW in record:
            time.sleep(SECONDS)
        return read(*arguments, **named)

    return reading


def _words(*arguments: Any) -> bytes:
    """What a reading function looks at: its last argument, or text from a place on up to the end of an object."""
    *before, last = arguments
    if isinstance(last, int):
        return str(before[-1])[last:].partition("}")[0].encode()
    if hasattr(last, "to_pylist"):
        return str(last.to_pylist()).encode()
    return last if isinstance(last, bytes) else str(last).encode()
