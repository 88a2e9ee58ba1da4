"""Resolving that goes on where it stopped gives what resolving all anew gives."""

from __future__ import annotations

import gc
import os
import pickle
import weakref
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipelines.knowledge import Knowledge
from pipelines.transforms import appearances, article_rows
from pipelines.transforms.entities import Resolution, resolve_entities, resolve_entities_again
from pipelines.transforms.entity_memory import EntityMemory
from pipelines.transforms.registry import Registry
from pipelines.transforms.registry_bytes import UnreadableRegistry, from_bytes, to_bytes
from tests.bench.entities import articles
from tests.transforms.rows import INGESTED, article, frame, mention, quote

Rows = list[dict[str, Any]]
TABLES = ("core.mentions", "core.quotes", "core.articles")
NOBODY = Knowledge(())


def newspaper(count: int) -> tuple[Rows, Rows, Rows]:
    """Mentions, quotes and articles: persons in full, by surname, and a body with its acronym."""
    random, names = Random(7), ("Odile Brandt", "Tom Hale", "Ivo Brandt", "Runa Eskel")
    mentions, quotes, found = Rows(), Rows(), Rows()
    for number in range(count):
        key, name = f"n{number}", random.choice(names)
        ingested = INGESTED + timedelta(hours=number)
        day = datetime(2024, 3, 1 + number % 20, tzinfo=UTC)
        found.append(article(key, publisher=f"Outlet {number % 3}", published_at=day, ingested_at=ingested))
        role = random.choice((None, "mayor", "a farmer"))
        mentions.append(mention("1", name, article=key, role=role))
        mentions.append(mention("2", name.split()[1], article=key, start=50))
        mentions.append(mention("3", "State Water Office", article=key, start=90, entity_kind="organisation"))
        mentions.append(mention("4", "SWO", article=key, start=120, entity_kind="organisation"))
        quotes.append(quote("it held", article=key, chain="2", speaker_name=name.split()[1], speaker_kind="person"))
    return mentions, quotes, found


def again(rows: tuple[Rows, Rows, Rows], memory: EntityMemory | None) -> tuple[Resolution, EntityMemory]:
    mentions, quotes, found = (frame(name, each).lazy() for name, each in zip(TABLES, rows, strict=True))
    return resolve_entities_again(mentions, quotes, found, NOBODY, (), memory)


def anew(rows: tuple[Rows, Rows, Rows]) -> Resolution:
    mentions, quotes, found = (frame(name, each).lazy() for name, each in zip(TABLES, rows, strict=True))
    return resolve_entities(mentions, quotes, found, NOBODY)


def cut(rows: tuple[Rows, Rows, Rows], count: int) -> tuple[Rows, Rows, Rows]:
    kept = {row["version_id"] for row in rows[2][:count]}
    mentions, quotes, found = ([row for row in each if row["version_id"] in kept] for each in rows)
    return mentions, quotes, found


def assert_same(one: Resolution, other: Resolution) -> None:
    for name in ("entities", "mention_entities", "quote_speakers"):
        assert_frame_equal(getattr(one, name), getattr(other, name))


def articles_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The outlets of the articles that are linked from now on."""
    read, link = list[str](), appearances.link_article

    def link_and_tell(registry: Registry, knowledge: Knowledge, scene: Any, *found: Any) -> Any:
        read.append(scene.publisher)
        return link(registry, knowledge, scene, *found)

    monkeypatch.setattr(article_rows, "link_article", link_and_tell)
    return read


def test_articles_that_come_later_are_read_alone_and_mean_what_they_would(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, memory = newspaper(40), None
    read = articles_read(monkeypatch)
    for count, new in ((10, 10), (10, 0), (25, 15), (40, 15)):
        read.clear()
        found, memory = again(cut(rows, count), EntityMemory.of(memory.frames()) if memory else None)
        assert len(read) == new
        assert_same(found, anew(cut(rows, count)))


def test_a_registry_goes_at_once_when_nobody_needs_it() -> None:
    registry, _ = from_bytes(to_bytes(Registry(NOBODY), {}), NOBODY)
    seen = weakref.ref(registry)
    gc.disable()  # it is not looked through for circles
    try:
        del registry, _
        assert seen() is None
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "change",
    [
        lambda mentions, quotes, found: (mentions[4:], quotes[1:], found[1:]),
        lambda mentions, quotes, found: ([mentions[0] | {"role": "minister"}, *mentions[1:]], quotes, found),
        lambda mentions, quotes, found: (mentions, [quotes[0] | {"speaker_name": "Hale"}, *quotes[1:]], found),
        lambda mentions, quotes, found: (mentions, quotes, [found[0] | {"publisher": "Outlet 9"}, *found[1:]]),
        lambda mentions, quotes, found: (
            mentions,
            quotes,
            [*found[:-1], found[-1] | {"ingested_at": INGESTED - timedelta(days=1)}],
        ),
    ],
    ids=["one is gone", "another role", "another speaker", "another outlet", "one comes before them"],
)
def test_where_anything_else_changed_all_is_read_anew(change: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = newspaper(12)
    _, memory = again(rows, None)
    changed = change(*rows)
    expected = anew(changed)
    read = articles_read(monkeypatch)
    found, _ = again(changed, memory)
    assert len(read) == len(changed[2])
    assert_same(found, expected)


def test_a_registry_out_of_bytes_goes_on_as_if_nothing_had_been() -> None:
    knowledge = Knowledge.load()
    every = list(articles(1500))
    through, stopped = Registry(knowledge), Registry(knowledge)
    expected, found = list[Any](), list[Any]()
    for number, (scene, one) in enumerate(every):
        if number % 100 == 50:
            stopped, _ = from_bytes(to_bytes(stopped, {}), knowledge)
        expected += [link and (link.known.entity_id, link.confidence) for link in through.read(scene, one)]
        found += [link and (link.known.entity_id, link.confidence) for link in stopped.read(scene, one)]
    assert found == expected


class _Harm:
    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.system, ("echo harm",)


@pytest.mark.parametrize("content", [b"", b"no pickle", pickle.dumps(_Harm()), pickle.dumps(len), pickle.dumps(5)])
def test_bytes_that_are_no_registry_are_refused_and_run_nothing(content: bytes) -> None:
    with pytest.raises(UnreadableRegistry):
        from_bytes(content, NOBODY)


def test_a_memory_that_cannot_be_read_costs_time_only() -> None:
    rows = newspaper(5)
    _, memory = again(rows, None)
    found, _ = again(rows, EntityMemory(memory.read, memory.chains, memory.speakers, b"broken"))
    assert_same(found, anew(rows))
    assert memory.read["seen"].dtype == pl.UInt64
