"""A newsroom's own topics in articles and quotes: core.own_topics, core.article_own_topics, core.quote_own_topics.

Belongs here: where phrases and entities of a topic occur, and which articles and quotes meet it.
Does not belong here: the file that defines the topics (see ``own_topic_file``).

An article meets a topic when its title and text together hold one entry of any_of (if it has any), every entry of
all_of and none of none_of. A quote in such an article is on the topic by its words where they hold an entry of any_of,
or of all_of where the topic has no any_of; otherwise by its article, if the title has such an entry or two places of
the text do: an article that merely touches a topic does not lend it to its quotes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from pipelines.contracts import polars_schema, table
from pipelines.text.stemming import stem
from pipelines.transforms.ids import name_key
from pipelines.transforms.own_topic_file import Condition, OwnTopic, Stems, stems

Row = dict[str, Any]
Span = tuple[int, int]
IN_TITLE: Span = (-1, -1)
Found = Mapping[Any, Sequence[Span]]  # where each phrase (its stems) and entity (its key) of an article occurs
_WORD = re.compile(r"\w+")
_WIKIDATA_ID = re.compile(r"Q[1-9]\d*")


@dataclass(frozen=True, slots=True)
class OwnTopicSources:
    """The tables that own topics are found in, by what they hold."""

    articles: pl.LazyFrame
    quotes: pl.LazyFrame
    mentions: pl.LazyFrame
    mention_entities: pl.LazyFrame
    entities: pl.LazyFrame


def label_own_topics(topics: Sequence[OwnTopic], sources: OwnTopicSources) -> dict[str, pl.DataFrame]:
    """The three tables by name; without topics all are empty. Reads every version of every article."""
    rows: dict[str, list[Row]] = {"core.own_topics": [], "core.article_own_topics": [], "core.quote_own_topics": []}
    for topic in sorted(topics, key=lambda one: one.topic_id):
        rows["core.own_topics"].append({"topic_id": topic.topic_id, "name": topic.name, "definition": topic.definition})
    if topics:
        _label(topics, sources, rows)
    return {name: pl.DataFrame(found, schema=polars_schema(table(name))) for name, found in rows.items()}


def _label(topics: Sequence[OwnTopic], sources: OwnTopicSources, rows: dict[str, list[Row]]) -> None:
    wanted = [_Wanted(topic) for topic in sorted(topics, key=lambda one: one.topic_id)]
    finder = _PhraseFinder(phrase for topic in wanted for phrase in topic.phrases)
    mentions = _mentions_of({key for topic in wanted for key in topic.entities}, sources)
    columns = ("version_id", "article_id", "title", "text")
    articles = sources.articles.select(columns).unique("version_id").sort("version_id").collect()
    met: dict[str, list[tuple[_Wanted, Found]]] = {}
    for version, article, title, text in articles.iter_rows():
        found = finder.find(title, text)
        found.update(mentions.get(version, {}))
        for topic in wanted if found else ():
            if count := topic.count(found):
                keys = {"version_id": version, "article_id": article, "topic_id": topic.topic_id}
                rows["core.article_own_topics"].append(keys | {"match_count": count})
                met.setdefault(version, []).append((topic, found))
    rows["core.quote_own_topics"].extend(_quote_rows(met, sources.quotes))


def _quote_rows(met: Mapping[str, list[tuple[_Wanted, Found]]], quotes: pl.LazyFrame) -> Iterable[Row]:
    columns = ("quote_id", "version_id", "article_id", "segments")
    versions = pl.Series("version_id", list(met), dtype=pl.String).implode()
    told = quotes.select(columns).filter(pl.col("version_id").is_in(versions)).unique("quote_id").sort("quote_id")
    for quote, version, article, segments in told.collect().iter_rows():
        for topic, found in met[version]:
            count = topic.count_within(found, [(span["start"], span["end"]) for span in segments])
            if not count and not topic.is_central(found):
                continue
            keys = {"quote_id": quote, "version_id": version, "article_id": article, "topic_id": topic.topic_id}
            yield keys | {"matched_in": "words" if count else "article", "match_count": count}


@dataclass(frozen=True)
class _Keys:
    """A condition ready to be looked up: stems of its phrases, keys of its entities."""

    keys: tuple[Any, ...]

    @classmethod
    def of(cls, condition: Condition) -> _Keys:
        return cls((*(stems(phrase) for phrase in condition.phrases), *map(_entity_key, condition.entities)))


@dataclass(frozen=True)
class _Wanted:
    """A topic ready to be looked up."""

    topic: OwnTopic
    conditions: dict[str, _Keys] = field(init=False)

    def __post_init__(self) -> None:
        topic = self.topic
        found = {"any": _Keys.of(topic.any_of), "all": _Keys.of(topic.all_of), "none": _Keys.of(topic.none_of)}
        object.__setattr__(self, "conditions", found)

    @property
    def topic_id(self) -> str:
        return self.topic.topic_id

    @property
    def phrases(self) -> list[Stems]:
        return [key for one in self.conditions.values() for key in one.keys if isinstance(key, tuple)]

    @property
    def entities(self) -> list[str]:
        return [key for one in self.conditions.values() for key in one.keys if isinstance(key, str)]

    def count(self, found: Found) -> int:
        """Occurrences that speak for the topic; 0 where the article does not meet it."""
        wanted = self.conditions
        if any(key in found for key in wanted["none"].keys) or not all(key in found for key in wanted["all"].keys):
            return 0
        if wanted["any"].keys and not any(key in found for key in wanted["any"].keys):
            return 0
        return len({span for key in (*wanted["any"].keys, *wanted["all"].keys) for span in _places(key, found)})

    def count_within(self, found: Found, segments: Sequence[Span]) -> int:
        """Occurrences inside the segments of an entry of any_of, or of all_of where there is no any_of."""
        spans = self._deciding_spans(found)
        return sum(any(low <= start and end <= high for low, high in segments) for start, end in spans)

    def is_central(self, found: Found) -> bool:
        """Whether an entry of those stands in the title or at two places of the text."""
        spans = self._deciding_spans(found)
        return IN_TITLE in spans or len(spans) > 1

    def _deciding_spans(self, found: Found) -> set[Span]:
        deciding = self.conditions["any"].keys or self.conditions["all"].keys
        return {span for key in deciding for span in found.get(key, ())}


def _places(key: Any, found: Found) -> Iterable[Any]:
    """The spans of an entry; a title has no offsets, so that each entry in it is a place of its own."""
    return ((key, span) if span == IN_TITLE else span for span in found.get(key, ()))


class _PhraseFinder:
    """Finds phrases by the stems of their words."""

    def __init__(self, phrases: Iterable[Stems]) -> None:
        self._by_first: defaultdict[str, list[Stems]] = defaultdict(list)
        for phrase in sorted(set(phrases)):
            self._by_first[phrase[0]].append(phrase)
        self._starts: dict[str, bool] = {}  # whether a word, as it stands in texts, can begin a phrase

    def find(self, title: str | None, text: str) -> dict[Any, list[Span]]:
        """Where each phrase stands: half-open offsets into the text, ``IN_TITLE`` for one in the title."""
        found: dict[Any, list[Span]] = {}
        if not self._by_first:
            return found
        self._collect(text, found)
        in_title: dict[Any, list[Span]] = {}
        self._collect(title or "", in_title)
        for phrase in in_title:
            found.setdefault(phrase, []).append(IN_TITLE)
        return found

    def _collect(self, text: str, found: dict[Any, list[Span]]) -> None:
        words = list(_WORD.finditer(text))
        for place, word in enumerate(words):
            if not self._begins(word.group()):
                continue
            for phrase in self._by_first[stem(word.group().lower())]:
                following = words[place : place + len(phrase)]
                if tuple(stem(one.group().lower()) for one in following) == phrase:
                    found.setdefault(phrase, []).append((word.start(), following[-1].end()))

    def _begins(self, word: str) -> bool:
        known = self._starts.get(word)
        if known is None:
            known = self._starts[word] = stem(word.lower()) in self._by_first
        return known


def _entity_key(written: str) -> str:
    return written if _WIKIDATA_ID.fullmatch(written) else name_key(written)


def _mentions_of(keys: set[str], sources: OwnTopicSources) -> dict[str, dict[str, list[Span]]]:
    """By version, where the entities of these keys are mentioned, under whatever name."""
    found: dict[str, dict[str, list[Span]]] = {}
    by_entity: defaultdict[str, set[str]] = defaultdict(set)
    columns = ("entity_id", "name", "aliases", "wikidata_id")
    for entity, name, aliases, wikidata_id in sources.entities.select(columns).collect().iter_rows() if keys else ():
        names = {name_key(name), *(name_key(alias["name"]) for alias in aliases), wikidata_id}
        by_entity[entity] |= keys & names
    wanted = pl.Series("entity_id", [entity for entity in by_entity if by_entity[entity]], dtype=pl.String).implode()
    links = sources.mention_entities.filter(pl.col("entity_id").is_in(wanted)).select("mention_id", "entity_id")
    mentions = sources.mentions.select("mention_id", "version_id", "start", "end").join(links, on="mention_id")
    rows = mentions.select("version_id", "entity_id", "start", "end").unique().sort("version_id", "start", "end")
    for version, entity, start, end in rows.collect().iter_rows():
        for key in by_entity[entity]:
            found.setdefault(version, {}).setdefault(key, []).append((start, end))
    return found
