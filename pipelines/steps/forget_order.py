"""Orders to forget: what they mean here, what they would remove, and removing it.

Belongs here: from an address, an id or a person to tombstones; the order of what is done.
Does not belong here: part files (see ``forgetting``), the file of tombstones (see ``forgotten_file``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl

from pipelines.ingest.identity import article_id, web_address
from pipelines.settings import Settings
from pipelines.steps.forgetting import obey, take_out
from pipelines.steps.forgotten_file import write_tombstones
from pipelines.steps.gating import RunContext, TableReport
from pipelines.steps.redacting import Removed
from pipelines.steps.resolving import publish_entities, publish_own_topics, publish_stories
from pipelines.steps.serving import serve
from pipelines.transforms.ids import name_key
from pipelines.transforms.name_forms import PERSON, read_person
from pipelines.transforms.tombstones import Tombstone, Tombstones, name_digest, read_tombstones
from pipelines.warehouse.lake import Lake

_PRONOUNS = frozenset(["he", "she", "they", "it", "i", "we", "you", "who", "him", "her", "them"])


class OrderRefused(ValueError):
    """An order that cannot be carried out. The message says why."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be forgotten: addresses and ids of articles, ids of entities, and why (kept beside it)."""

    urls: Sequence[str] = ()
    article_ids: Sequence[str] = ()
    entity_ids: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an order comes to: tombstones that are not there yet, and what would be removed.

    ``names`` are hidden in every article to come; ``shared`` are borne by somebody else too, and are hidden only in the
    articles that are here. ``absent`` are the addresses of articles that are not here.
    """

    lines: tuple[Tombstone, ...]
    removed: Removed
    names: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """An entity to forget: its id, and its full names by whether somebody else bears them too."""

    entity_id: str
    own_names: tuple[str, ...]
    shared_names: tuple[str, ...]


def plan_order(settings: Settings, order: Order, now: datetime) -> Plan:
    """What an order comes to; nothing is changed.

    Raises:
        OrderRefused: an address is none, or an id is not in the lake.
        BadTombstones: the file of tombstones cannot be used.
    """
    lake, known = Lake(settings.lake), read_tombstones(settings.forgotten)
    articles, absent = _articles(lake, order, known)
    wanted = [("article", article) for article in articles]
    people = [_person(lake, entity) for entity in order.entity_ids if not _is_known(known, "entity", entity)]
    for person in people:
        wanted += _keys_of(lake, person)
    there = {(line.kind, line.key) for line in known}
    instant = now.isoformat(timespec="seconds")
    note = " ".join(order.note.split())
    lines = [Tombstone(instant, kind, key, note) for kind, key in dict.fromkeys(wanted) if (kind, key) not in there]
    removed = take_out(lake, Tombstones.of([*known, *lines]), write=False)
    known_documents = {key for kind, key in there if kind == "document"}
    documents = sorted(removed.documents - known_documents)
    lines += [Tombstone(instant, "document", document, note) for document in documents]
    own = sorted({name for person in people for name in person.own_names})
    shared = sorted({name for person in people for name in person.shared_names})
    return Plan(tuple(lines), removed, tuple(own), tuple(shared), tuple(absent))


def carry_out(settings: Settings, plan: Plan, run: RunContext) -> list[TableReport]:
    """Write the tombstones down, take out what is forgotten, and serve what is left.

    The tombstones come first: whatever happens after, the next call or the next run does the rest. Reports of tables
    whose checks failed mean that the file in place still shows what was there before.
    """
    lake = Lake(settings.lake)
    write_tombstones(settings.forgotten, plan.lines)
    run = replace(run, tombstones=Tombstones.of(read_tombstones(settings.forgotten)))
    obey(lake, run.tombstones)
    reports = publish_entities(lake, run, settings.knowledge, settings.curation)
    reports += publish_stories(lake, run)
    reports += publish_own_topics(lake, run, settings.topics_file)
    if settings.warehouse.exists() and not any(report.failed for report in reports):
        serve(settings, run.now)
    return reports


def _is_known(known: Sequence[Tombstone], kind: str, key: str) -> bool:
    return any((line.kind, line.key) == (kind, key) for line in known)


def _articles(lake: Lake, order: Order, known: Sequence[Tombstone]) -> tuple[list[str], list[str]]:
    """The ids of the articles to forget, and the addresses of those that are not in the lake."""
    there = set(lake.scan("core.articles").select("article_id").unique().collect()["article_id"])
    found, absent = [], []
    for url in order.urls:
        if web_address(url) is None:
            raise OrderRefused(f"{url!r} is not the address of an article; it begins with http:// or https://")
        found.append(article_id(url, "", None))
        if found[-1] not in there and not _is_known(known, "article", found[-1]):
            absent.append(url)
    for one in order.article_ids:
        if one not in there and not _is_known(known, "article", one):
            raise OrderRefused(f"there is no article {one!r}; article_id stands in every mart of quotes")
        found.append(one)
    return found, absent


def _person(lake: Lake, entity_id: str) -> Person:
    entities = lake.scan("core.entities").collect()
    found = entities.filter(pl.col("entity_id") == entity_id)
    if found.is_empty():
        raise OrderRefused(f"there is no entity {entity_id!r}; `otr who NAME` shows the ids of a name")
    row = found.row(0, named=True)
    names = [row["name"], *(alias["name"] for alias in row["aliases"])]
    full = set(_full_names(names, row["entity_kind"])) or {row["name"]}
    others = entities.filter(pl.col("entity_id") != entity_id)
    taken = {name_key(name) for name in others["name"]}
    taken |= {name_key(alias["name"]) for aliases in others["aliases"] for alias in aliases}
    shared = {name for name in full if name_key(name) in taken}
    return Person(entity_id, tuple(sorted(full - shared)), tuple(sorted(shared)))


def _full_names(names: Sequence[str], kind: str) -> Iterator[str]:
    """The names that alone tell who it is, without titles: a surname does not."""
    for name in names:
        if kind != PERSON:
            yield from [name] * (len(name.split()) > 1)
        elif (form := read_person(name)).given and form.surname:
            yield form.shown


def _keys_of(lake: Lake, person: Person) -> Iterator[tuple[str, str]]:
    """Kind and key of the tombstones of a person: the entity, its names, and what it is called in each article."""
    yield "entity", person.entity_id
    yield from (("name", name_digest(name)) for name in person.own_names)
    called = pl.concat([_mentioned(lake, person), _spoken(lake, person)]).drop_nulls().unique()
    for article, words in called.sort("article_id", "name").collect().iter_rows():
        if words.lower() not in _PRONOUNS:
            yield "name_in_article", name_digest(words, article)


def _mentioned(lake: Lake, person: Person) -> pl.LazyFrame:
    """By article, the names of the person's chains, surnames alone among them, and what else mentions the person.

    All of them are needed where a crash has taken the mentions out already, but not yet the names in the text.
    """
    links = lake.scan("core.mention_entities").filter(pl.col("entity_id") == person.entity_id)
    mentions = lake.scan("core.mentions").join(links, on="mention_id")
    name = pl.coalesce("chain_name", pl.when(pl.col("form") != "pronoun").then("text"))
    surname = pl.when(pl.col("entity_kind") == PERSON).then(pl.col("chain_name").str.extract(r"(\S+)$"))
    written = pl.when(pl.col("form") == "name").then("text")
    return pl.concat([mentions.select("article_id", name=one) for one in (name, surname, written)])


def _spoken(lake: Lake, person: Person) -> pl.LazyFrame:
    links = lake.scan("core.quote_speakers").filter(pl.col("entity_id") == person.entity_id).select("quote_id")
    quotes = lake.scan("core.quotes").join(links, on="quote_id")
    return quotes.select("article_id", name=pl.coalesce("speaker_name", "source_text"))
