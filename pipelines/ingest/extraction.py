"""Documents to articles at arm's length: in other processes, several of them at work, the articles in order.

Belongs here: how documents are handed out and their articles taken in. Does not belong here: the processes
(`isolation`), understanding a document (`articles`). Documents go out in batches, since one at a time would have both
sides wait for each other; their articles come back one by one, so that it is known which one broke a parser.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from pipelines.ingest.isolation import SHARED, Broken, Worker
from pipelines.ingest.records import ArticleRecord, Document, Rejected

PARSERS = min(2, len(os.sched_getaffinity(0)))
BATCH_DOCUMENTS = 32
BATCH_BYTES = 1_000_000  # a larger document is a batch of its own
ALONE = 8  # batches before others join the first parser: they take a second to start
Dated = tuple[Document, datetime | None]
Outcome = ArticleRecord | Rejected


def extract_article_apart(
    document: Document, *, as_of: datetime | None = None, worker: Worker | None = None
) -> ArticleRecord | Rejected:
    """`extract_article` in another process."""
    (outcome,) = extract_articles_apart([(document, as_of)], [worker] if worker else None)
    return outcome


def extract_articles_apart(documents: Iterable[Dated], workers: Sequence[Worker] | None = None) -> Iterator[Outcome]:
    """`extract_article` of each document and its ``as_of`` in other processes, in the order of the documents.

    At most a batch for each process and one document more are held at a time.
    """
    workers = workers or SHARED.some(PARSERS)
    under_way = deque[tuple[Sequence[Dated], Worker, Iterator[Outcome]]]()
    for number, batch in enumerate(_batches(documents)):
        if number and number % ALONE == 0:
            _start(workers)
        worker = _ready(workers) or workers[0]
        under_way.append((batch, worker, worker.begin("extract", batch)))
        while under_way and not _ready(workers):
            yield from _outcomes(*under_way.popleft())
    while under_way:
        yield from _outcomes(*under_way.popleft())


def _start(workers: Sequence[Worker]) -> None:
    """Start those that are not there; what the machine has no room for is done without."""
    with suppress(OSError):
        for worker in workers:
            if not worker.is_busy:
                worker.start()


def _ready(workers: Sequence[Worker]) -> Worker | None:
    return next((worker for worker in workers if worker.is_ready), None)


def _batches(documents: Iterable[Dated]) -> Iterator[Sequence[Dated]]:
    batch, size = list[Dated](), 0
    for document, as_of in documents:
        if batch and (len(batch) == BATCH_DOCUMENTS or size + len(document.content) > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append((document, as_of))
        size += len(document.content)
    if batch:
        yield batch


def _outcomes(batch: Sequence[Dated], worker: Worker, answers: Iterator[Outcome]) -> Iterator[Outcome]:
    """The batch's outcomes; a document that breaks the process is refused, and what is behind it is sent again."""
    while batch:
        count = 0
        try:
            for outcome in answers:
                count += 1
                yield outcome
        except Broken as broken:
            document = batch[count][0]
            count += 1
            yield Rejected(document.source_uri, "extract", broken.reason, broken.detail, document.format)
        batch = batch[count:]
        answers = worker.run("extract", batch)
