"""A reader that dies or hangs on certain records: `pipelines.ingest.worker` with a flaw, for tests.

Started in place of it: ``python -c "from tests.ingest.mortal_reader import main; main(3, 10**9)"``.
"""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from pipelines.ingest import worker
from pipelines.ingest.formats import jsonl, warc

DEADLY, ENDLESS = b"the word that kills", b"the word that hangs"


def main(descriptor: int, memory: int) -> None:
    """Answer jobs, as `worker.main` does, until one of the words comes by."""
    for module, name in ((warc, "_document"), (jsonl, "_line")):
        setattr(module, name, _flawed(getattr(module, name)))
    worker.main(descriptor, memory)


def _flawed(read: Any) -> Any:
    def reading(*arguments: Any) -> Any:
        record = arguments[-1] or b""
        if DEADLY in record:
            os.kill(os.getpid(), signal.SIGKILL)
        if ENDLESS in record:
            time.sleep(600)
        return read(*arguments)

    return reading
