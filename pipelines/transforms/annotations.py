"""Articles to quotes, mentions, dates, topics and key phrases: the spans of each article's annotation as rows.

Belongs here: rows and their ids. Does not belong here: finding spans (`pipelines.text`), anything across articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import polars as pl

from pipelines.contracts import polars_schema, table
from pipelines.text.spans import Annotation, Quote, Span, TopicScore
from pipelines.text.subjects import Subjects, find_subjects
from pipelines.text.topics import TopicModel
from pipelines.transforms.ids import digest

READING = ("core.quotes", "core.mentions", "core.dates")  # what is read in the text
TOPICAL = ("core.article_topics", "core.quote_topics", "core.article_phrases")  # what it is about
ANNOTATED = (*READING, *TOPICAL)
FEWEST_TOPICS, LEAST_SCORE = 3, 0.05  # the best three are kept, and what else may well be a topic too
MOST_QUOTE_TOPICS = 3  # of a quote the best is kept, and up to two more of that score
SEGMENT_SEPARATOR = " … "
Row = dict[str, Any]


class Annotates(Protocol):
    """What finds spans: `pipelines.text.annotator.Annotator`, or a stand-in for it."""

    def annotate(self, text: str, title: Any, published_on: Any, furniture: Any, authors: Any) -> Annotation:
        """See `pipelines.text.annotator.Annotator.annotate`."""


@dataclass(slots=True)
class _Rows:
    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in ANNOTATED})

    def frames(self) -> dict[str, pl.DataFrame]:
        return {name: pl.DataFrame(rows, schema=polars_schema(table(name))) for name, rows in self.tables.items()}


def annotate_articles(articles: pl.LazyFrame, annotator: Annotates) -> dict[str, pl.DataFrame]:
    """The tables of `ANNOTATED`, by name, from rows of core.articles; rows stand in the order of the articles.

    Reads version_id, article_id, text, title, published_at, furniture and authors.
    """
    columns = ("version_id", "article_id", "text", "title", "published_at", "furniture", "authors")
    rows = _Rows()
    for article in articles.select(columns).collect().iter_rows(named=True):
        published_on = article["published_at"].date() if article["published_at"] else None
        furniture = [Span(span["start"], span["end"]) for span in article["furniture"]]
        annotation = annotator.annotate(
            article["text"], article["title"], published_on, furniture, article["authors"] or ()
        )
        _add(rows, article, annotation)
    return rows.frames()


def _add(rows: _Rows, article: Row, annotation: Annotation) -> None:
    version, text = article["version_id"], article["text"]
    keys = {"version_id": version, "article_id": article["article_id"]}
    quotes = list(_quotes(version, text, annotation))
    rows.tables["core.quotes"].extend(keys | row for row in quotes)
    of_quotes = tuple(quote.topics for quote in annotation.quotes)
    subjects = Subjects(of_quotes, annotation.topics, annotation.phrases)
    _add_subjects(rows, keys, [row["quote_id"] for row in quotes], subjects)
    names = {chain.number: chain.name for chain in annotation.chains}
    for mention in annotation.mentions:
        rows.tables["core.mentions"].append(
            keys
            | _located("mention_id", version, text, mention.span)
            | {
                "entity_kind": mention.kind,
                "form": mention.form,
                "role": mention.role,
                "chain_id": digest("chain", version, mention.chain),
                "chain_name": names[mention.chain],
            }
        )
    for found in annotation.dates:
        values = {"value": found.value, "granularity": found.granularity}
        limits = {"date_from": found.date_from, "date_to": found.date_to, "is_contradictory": found.is_contradictory}
        rows.tables["core.dates"].append(keys | _located("date_id", version, text, found.span) | values | limits)


def label_subjects(articles: pl.DataFrame, quotes: pl.DataFrame, model: TopicModel) -> dict[str, pl.DataFrame]:
    """The tables of `TOPICAL`, by name, from rows of core.articles and their core.quotes, without reading anew.

    Equal to what `annotate_articles` gives with that model.
    """
    rows = _Rows()
    of_version = quotes.select("version_id", "quote_id", "segments").partition_by("version_id", as_dict=True)
    for version, article, text, title in articles.select("version_id", "article_id", "text", "title").iter_rows():
        found = of_version.get((version,), quotes.clear())
        reported = [" ".join(text[one["start"] : one["end"]] for one in spans) for spans in found["segments"].to_list()]
        subjects = find_subjects(model, title, text, reported)
        _add_subjects(rows, {"version_id": version, "article_id": article}, found["quote_id"].to_list(), subjects)
    found_tables = rows.frames()
    return {name: found_tables[name] for name in TOPICAL}


def _add_subjects(rows: _Rows, keys: Row, quote_ids: Sequence[str], subjects: Subjects) -> None:
    rows.tables["core.quote_topics"].extend(
        {"quote_id": quote_id} | keys | topic
        for quote_id, scores in zip(quote_ids, subjects.of_quotes, strict=True)
        for topic in _topics(scores, fewest=1, most=MOST_QUOTE_TOPICS)
    )
    topics = _topics(subjects.topics, fewest=FEWEST_TOPICS, most=len(subjects.topics))
    rows.tables["core.article_topics"].extend(keys | topic for topic in topics)
    rows.tables["core.article_phrases"].extend(
        keys | {"phrase": one.phrase, "score": one.score, "occurrence_count": one.count, "rank": rank}
        for rank, one in enumerate(subjects.phrases, 1)
    )


def _topics(scores: Sequence[TopicScore], fewest: int, most: int) -> Iterator[Row]:
    """The best topics with their ranks: at least ``fewest``, and up to ``most`` as long as they score enough."""
    for rank, topic in enumerate(scores[:most], 1):
        if rank > fewest and topic.score < LEAST_SCORE:
            break
        yield {"topic_id": topic.topic_id, "score": topic.score, "rank": rank}


def _located(id_name: str, version: str, text: str, span: Span) -> Row:
    return {
        id_name: digest(id_name, version, span.start, span.end),
        "text": text[span.start : span.end],
        "start": span.start,
        "end": span.end,
    }


def _quotes(version: str, text: str, annotation: Annotation) -> Iterator[Row]:
    ids = [_quote_id(version, quote) for quote in annotation.quotes]
    for quote_id, quote in zip(ids, annotation.quotes, strict=True):
        one, speaker = quote.attribution, quote.speaker
        source = Span(one.source[0].start, one.source[-1].end) if one.source else None
        yield {
            "quote_id": quote_id,
            "quote_kind": one.kind,
            "quote_text": SEGMENT_SEPARATOR.join(text[span.start : span.end] for span in one.content),
            "segments": [{"start": span.start, "end": span.end} for span in one.content],
            "cue_kind": quote.cue_kind,
            **_part("cue", text, one.cue),
            **_part("source", text, source),
            "said_on": quote.said_on,
            "said_on_source": quote.said_on_source,
            "medium": quote.medium,
            "parent_quote_id": None if one.parent is None else ids[one.parent],
            "confidence": one.confidence,
            "speaker_name": speaker.name,
            "speaker_kind": speaker.kind,
            "speaker_method": speaker.method,
            "speaker_confidence": speaker.confidence,
            "speaker_head": speaker.head,
            "speaker_chain_id": None if speaker.chain is None else digest("chain", version, speaker.chain),
        }


def _part(name: str, text: str, span: Span | None) -> Row:
    if span is None:
        return {f"{name}_text": None, f"{name}_start": None, f"{name}_end": None}
    return {f"{name}_text": text[span.start : span.end], f"{name}_start": span.start, f"{name}_end": span.end}


def _quote_id(version: str, quote: Quote) -> str:
    one = quote.attribution
    cue = (one.cue.start, one.cue.end) if one.cue else ()
    source = [(span.start, span.end) for span in one.source]
    return digest("quote", version, cue, [(span.start, span.end) for span in one.content], source)
