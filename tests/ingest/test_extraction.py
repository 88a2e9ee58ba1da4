"""Articles out of several processes: as if made one by one, and what breaks a process costs its own document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from pipelines.ingest import ArticleRecord, Document, Rejected, extract_article, extraction, isolation
from pipelines.ingest.extraction import ALONE, extract_articles_apart
from pipelines.ingest.isolation import Worker
from tests.ingest.articles_for_tests import AS_OF, TEXT
from tests.ingest.mortal_reader import DEADLY, ENDLESS, SLOW
from tests.ingest.test_isolation import FLAWED

PATIENCE = 2.0  # less than three times what a slow document takes
BATCH = 4
MANY = 3 * ALONE * BATCH
BROKEN = {DEADLY: ("failed", isolation.DIED), ENDLESS: ("timed_out", "stopped after 2 seconds without an answer")}
Outcomes = list[ArticleRecord | Rejected]


@pytest.fixture
def parsers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Worker]]:
    """Two that are not started yet."""
    monkeypatch.setattr(isolation, "_COMMAND", FLAWED)
    monkeypatch.setattr(extraction, "BATCH_DOCUMENTS", BATCH)
    workers = [Worker(patience=PATIENCE), Worker(patience=PATIENCE)]
    yield workers
    for worker in workers:
        worker.close()


@pytest.fixture
def ready(parsers: list[Worker]) -> list[Worker]:
    """Two that wait for work."""
    for worker in parsers:
        worker.start()
    assert [worker._begin(isolation.START_PATIENCE) for worker in parsers] == [True, True]
    return parsers


def _documents(count: int, words: dict[int, bytes] | None = None) -> list[Document]:
    """Documents of different lengths, every ninth of them without an article; ``words`` stand in those of a number."""
    texts = [f"{number}. {TEXT * (number % 7)}".encode() if number % 9 else b" " for number in range(count)]
    for number, word in (words or {}).items():
        texts[number] = b"Here is " + word
    return [Document(f"a.txt#{number}", "text/plain", text) for number, text in enumerate(texts)]


def _dated(documents: list[Document]) -> list[tuple[Document, datetime]]:
    return [(document, AS_OF) for document in documents]


def _one_by_one(documents: list[Document]) -> Outcomes:
    """What must come out: of a document that breaks its parser a refusal, of all others what comes of them here."""
    return [
        Rejected(document.source_uri, "extract", *BROKEN[word], document.format)
        if (word := document.content.removeprefix(b"Here is ")) in BROKEN
        else extract_article(document, as_of=AS_OF)
        for document in documents
    ]


def test_two_parsers_give_what_one_by_one_gives_in_the_same_order(ready: list[Worker]) -> None:
    documents = _documents(MANY)
    outcomes = extract_articles_apart(_dated(documents), ready)
    first = next(outcomes)
    assert [worker.is_busy for worker in ready] == [True, True]
    assert [first, *outcomes] == _one_by_one(documents)


def test_a_second_parser_is_started_for_many_documents_only(parsers: list[Worker]) -> None:
    for count, are_there in ((ALONE * BATCH, [True, False]), (ALONE * BATCH + 1, [True, True])):
        assert len(list(extract_articles_apart(_dated(_documents(count)), parsers))) == count
        assert [worker._process is not None for worker in parsers] == are_there


def test_who_leaves_early_leaves_no_parser_at_work(ready: list[Worker]) -> None:
    outcomes = extract_articles_apart(_dated(_documents(MANY)), ready)
    next(outcomes)
    del outcomes
    assert [worker.is_busy for worker in ready] == [False, False]


def test_documents_that_kill_or_hang_a_parser_cost_themselves_only(ready: list[Worker]) -> None:
    documents = _documents(MANY, {0: DEADLY, 5: ENDLESS, 6: DEADLY, 7: DEADLY, MANY - 1: DEADLY})
    assert list(extract_articles_apart(_dated(documents), ready)) == _one_by_one(documents)


def test_what_a_parser_said_before_it_died_is_heard_also_when_others_are_started(
    ready: list[Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "ALONE", 1)
    documents = _documents(6 * BATCH, {0: SLOW, BATCH + 2: DEADLY, 2 * BATCH: SLOW, 3 * BATCH + 2: DEADLY})
    assert list(extract_articles_apart(_dated(documents), ready)) == _one_by_one(documents)


def test_patience_is_for_each_document_and_not_for_a_batch(ready: list[Worker]) -> None:
    documents = _documents(BATCH, dict.fromkeys(range(3), SLOW))
    assert list(extract_articles_apart(_dated(documents), ready)) == _one_by_one(documents)


@pytest.mark.parametrize(("size", "sizes"), [(10, [1] * 7), (25, [2, 2, 2, 1]), (30, [3, 3, 1]), (10**6, [4, 3])])
def test_a_batch_is_bounded_in_bytes_and_in_documents(
    monkeypatch: pytest.MonkeyPatch, size: int, sizes: list[int]
) -> None:
    monkeypatch.setattr(extraction, "BATCH_BYTES", size)
    monkeypatch.setattr(extraction, "BATCH_DOCUMENTS", BATCH)
    documents = [(Document(f"{number}", "text/plain", b"x" * 10), None) for number in range(7)]
    batches = list(extraction._batches(documents))
    assert [len(batch) for batch in batches] == sizes
    assert [one for batch in batches for one in batch] == documents


def test_no_more_is_held_than_a_batch_for_each_parser_and_a_document(
    ready: list[Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "BATCH_BYTES", 1)
    taken: list[Document] = []

    def source() -> Iterator[tuple[Document, datetime]]:
        for document, as_of in _dated(_documents(50)):
            taken.append(document)
            yield document, as_of

    held = [len(taken) - number for number, _ in enumerate(extract_articles_apart(source(), ready))]
    assert len(held) == 50
    assert max(held) == len(ready) + 1


def test_a_second_parser_that_cannot_be_started_is_done_without(
    parsers: list[Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OSError("no memory for a process")

    documents = _documents(MANY)
    monkeypatch.setattr(parsers[1], "start", fail)
    assert list(extract_articles_apart(_dated(documents), parsers)) == _one_by_one(documents)


def test_a_second_parser_that_dies_before_it_has_begun_costs_nothing(
    parsers: list[Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = _documents(MANY)
    assert len(list(extract_articles_apart(_dated(documents[:1]), parsers))) == 1
    monkeypatch.setattr(isolation, "_COMMAND", "pass  # {descriptor} {memory}")
    assert list(extract_articles_apart(_dated(documents), parsers)) == _one_by_one(documents)
