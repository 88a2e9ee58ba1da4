"""`otr annotate` and the warehouse give a speaker the same id."""

from __future__ import annotations

from typing import Any

import polars as pl

from pipelines.contracts import polars_schema, table
from pipelines.knowledge import Knowledge
from pipelines.steps.annotate_file import annotate_record
from pipelines.text.spans import Annotation, Attribution, Chain, Mention, Quote, Span, Speaker
from pipelines.transforms.annotations import annotate_articles
from pipelines.transforms.entities import resolve_entities

TEXT = "Karsovia said no. Ana Brod said yes. The ministry said maybe."


def _quote(source: Span, content: Span, speaker: Speaker) -> Quote:
    cue = Span(source.end + 1, source.end + 5)
    return Quote(Attribution((source,), cue, (content,), "indirect", 0.9), speaker, "say", None, "none", None)


class _Reader:
    """Finds a country that speaks, a person, and a body that has no chain."""

    def annotate(self, text: str, *_: Any) -> Annotation:
        country, person = Span(0, 8), Span(18, 26)
        quotes = (
            _quote(country, Span(14, 16), Speaker("Karsovia", "organisation", "metonym", 0.9, 0)),
            _quote(person, Span(32, 35), Speaker("Ana Brod", "person", "name", 0.9, 1)),
            _quote(Span(37, 49), Span(55, 60), Speaker("Finance Ministry", "organisation", "nominal", 0.5)),
        )
        mentions = (Mention(country, "place", "name", 0), Mention(person, "person", "name", 1))
        return Annotation(quotes, mentions, (Chain(0, "place", "Karsovia"), Chain(1, "person", "Ana Brod")))


def test_annotating_a_file_and_building_the_tables_give_each_speaker_one_id() -> None:
    reader: Any = _Reader()
    row = {"version_id": "v", "article_id": "a", "text": TEXT, "furniture": [], "authors": []}
    articles = pl.LazyFrame([row], schema=polars_schema(table("core.articles")))
    tables = annotate_articles(articles, reader)
    quotes = tables["core.quotes"].lazy()
    speakers = resolve_entities(tables["core.mentions"].lazy(), quotes, articles, Knowledge.load()).quote_speakers
    named = speakers.select("speaker_name", "entity_id").iter_rows()
    found = [one["speaker"] for one in annotate_record(reader, {"article_id": "a", "text": TEXT})["attributions"]]
    assert {one["name"]: one["entity_id"] for one in found} == dict(named)
    assert len({one["entity_id"] for one in found}) == 3
