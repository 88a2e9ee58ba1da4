"""`otr annotate` and the warehouse give a speaker the same id."""

from __future__ import annotations

import polars as pl

from pipelines.ingest import Document, extract_article
from pipelines.ingest.records import ArticleRecord
from pipelines.steps.annotate_file import annotate_record
from pipelines.text.annotator import Annotator
from pipelines.transforms.annotations import annotate_articles
from pipelines.transforms.entities import resolve_entities

TEXT = (
    "Velmark will not reopen the border with Karsovia, Foreign Minister Irena Zelko said.\n\n"
    "Karsovia said it regretted the decision. Officials in Karsovia fear for trade, and Karsovia warned of delays.\n\n"
    "“We are ready to talk,” she added. The Finance Ministry said the cost was small."
)


def test_annotating_a_file_and_building_the_tables_give_a_speaker_one_id() -> None:
    annotator = Annotator.load()
    article = extract_article(Document("a.txt", "text/plain", TEXT.encode()))
    assert isinstance(article, ArticleRecord)
    keys = {"version_id": article.version_id, "article_id": article.article_id}
    rows = pl.LazyFrame(
        [keys | {"text": TEXT, "title": None, "published_at": None, "furniture": []}],
        schema_overrides={
            "title": pl.String,
            "published_at": pl.Datetime("us", "UTC"),
            "furniture": pl.List(pl.Struct({"start": pl.Int64, "end": pl.Int64})),
        },
    )
    tables = annotate_articles(rows, annotator)
    _, _, speakers = resolve_entities(tables["core.mentions"].lazy(), tables["core.quotes"].lazy(), rows)
    in_tables = set(speakers.collect()["entity_id"].drop_nulls())
    record = annotate_record(annotator, {"article_id": "a", "text": TEXT})
    in_file = {one["speaker"]["entity_id"] for one in record["attributions"]} - {None}
    assert in_file == in_tables
    assert len(in_file) >= 2
