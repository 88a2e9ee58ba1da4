"""Annotations of articles as rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from pipelines.contracts import conform, table
from pipelines.text.spans import (
    Annotation,
    Attribution,
    Chain,
    KeyPhrase,
    Mention,
    Quote,
    Span,
    Speaker,
    TimeExpression,
    TopicScore,
)
from pipelines.transforms.annotations import ANNOTATED, annotate_articles
from tests.transforms.rows import article, frame

TEXT = "“We will — at last — rebuild,” Orla Venn said on Monday. “It is late, as Sven warned.” Nobody disagreed."
MONDAY = date(2024, 3, 4)


def at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def scored(*codes_and_scores: Any) -> Iterator[TopicScore]:
    for code, score in zip(codes_and_scores[::2], codes_and_scores[1::2], strict=True):
        yield TopicScore(f"medtop:{code}000000", code, score)


def annotation() -> Annotation:
    venn = Speaker("Orla Venn", "person", "name", 0.9, chain=0)
    split = Attribution(
        (at("Orla Venn"),), at("said"), (at("We will — at last — rebuild,"), at("It is late")), "direct", 0.8
    )
    nested = Attribution((at("Sven"),), at("warned"), (at("It is late"),), "indirect", 0.7, parent=0)
    bare = Attribution((), None, (at("Nobody disagreed"),), "indirect", 0.6)
    return Annotation(
        quotes=(
            Quote(
                split,
                venn,
                "say",
                MONDAY,
                "text",
                "interview",
                tuple(scored("04", 0.4, "06", 0.3, "07", 0.2, "11", 0.1)),
            ),
            Quote(
                nested,
                Speaker("Sven", "person", "name", 0.8, chain=1),
                "warn",
                None,
                "none",
                None,
                tuple(scored("04", 0.96, "06", 0.04)),
            ),
            Quote(bare, Speaker(None, "none", "none", 0.5), "none", None, "none", None),
        ),
        mentions=(
            Mention(at("Orla Venn"), "person", "name", 0, role="engineer"),
            Mention(at("Sven"), "person", "name", 1),
            Mention(at("We"), "person", "pronoun", 0),
            Mention(at("Nobody"), "person", "nominal", 2),
        ),
        chains=(Chain(0, "person", "Orla Venn"), Chain(1, "person", "Sven"), Chain(2, "person", None)),
        dates=(TimeExpression(at("Monday"), "2024-03-04", "day", MONDAY, MONDAY),),
        topics=(TopicScore("medtop:04000000", "economy", 0.9), TopicScore("medtop:06000000", "environment", 0.4)),
        phrases=(KeyPhrase("old bridge", 1.0, 3), KeyPhrase("river", 0.4, 2)),
    )


class StandIn:
    """Gives the handmade annotation for the handmade text, nothing for others, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def annotate(self, text: str, title: Any, published_on: Any, furniture: Any, authors: Any = ()) -> Annotation:
        self.asked.append((text, title, published_on, furniture))
        return annotation() if text == TEXT else Annotation()


def annotated(*rows: dict[str, Any]) -> dict[str, pl.DataFrame]:
    given = rows or (article("a", text=TEXT),)
    return annotate_articles(frame("core.articles", list(given)).lazy(), StandIn())


@pytest.mark.parametrize("name", ANNOTATED)
def test_rows_obey_the_contract(name: str) -> None:
    for tables in (annotated(), annotated(article("a", text="Nothing."))):
        assert conform(tables[name], table(name)).equals(tables[name])


@pytest.mark.parametrize("name", ["core.mentions", "core.dates"])
def test_the_text_of_a_span_is_what_its_offsets_hold(name: str) -> None:
    rows = annotated()[name]
    assert rows.height > 0
    assert all(TEXT[row["start"] : row["end"]] == row["text"] for row in rows.iter_rows(named=True))


def test_cue_source_and_segments_are_what_their_offsets_hold() -> None:
    for row in annotated()["core.quotes"].iter_rows(named=True):
        segments = [TEXT[span["start"] : span["end"]] for span in row["segments"]]
        assert row["quote_text"] == " … ".join(segments)
        for part in ("cue", "source"):
            start, end = row[f"{part}_start"], row[f"{part}_end"]
            assert row[f"{part}_text"] == (None if start is None else TEXT[start:end])


def test_a_quote_inside_another_points_to_it() -> None:
    quotes = annotated()["core.quotes"]
    assert quotes["parent_quote_id"].to_list() == [None, quotes["quote_id"][0], None]


def test_a_quote_without_cue_and_source_has_none() -> None:
    row = annotated()["core.quotes"].row(2, named=True)
    parts = [f"{part}_{field}" for part in ("cue", "source") for field in ("text", "start", "end")]
    assert [row[name] for name in parts] == [None] * 6
    assert (row["speaker_name"], row["speaker_chain_id"]) == (None, None)


def test_a_speaker_belongs_to_the_chain_of_its_mentions() -> None:
    tables = annotated()
    chains = dict(tables["core.mentions"].select("text", "chain_id").iter_rows())
    assert tables["core.quotes"]["speaker_chain_id"].to_list() == [chains["Orla Venn"], chains["Sven"], None]
    assert chains["We"] == chains["Orla Venn"]
    assert len(set(chains.values())) == 3


def test_mentions_bear_the_name_of_their_chain() -> None:
    names = dict(annotated()["core.mentions"].select("text", "chain_name").iter_rows())
    assert names == {"Orla Venn": "Orla Venn", "Sven": "Sven", "We": "Orla Venn", "Nobody": None}


def test_topics_are_ranked_from_one() -> None:
    assert annotated()["core.article_topics"].select("topic_id", "rank").rows() == [
        ("medtop:04000000", 1),
        ("medtop:06000000", 2),
    ]


def test_a_quote_keeps_its_best_topics_and_their_ranks() -> None:
    kept = annotated()["core.quote_topics"].select("quote_id", "topic_id", "rank").rows()
    first, second, _ = annotated()["core.quotes"]["quote_id"]
    assert kept == [
        (first, "medtop:04000000", 1),
        (first, "medtop:06000000", 2),
        (first, "medtop:07000000", 3),
        (second, "medtop:04000000", 1),
    ]


def test_phrases_are_ranked_from_one() -> None:
    assert annotated()["core.article_phrases"].select("phrase", "score", "occurrence_count", "rank").rows() == [
        ("old bridge", 1.0, 3, 1),
        ("river", 0.4, 2, 2),
    ]


def test_ids_are_unique_and_the_same_again() -> None:
    first, again = annotated(), annotated()
    for name in ANNOTATED:
        assert first[name].equals(again[name])
        assert not first[name].select(table(name).primary_key).is_duplicated().any()


def test_versions_of_an_article_share_its_id_and_no_other() -> None:
    tables = annotated(article("a", text=TEXT), article("a", text=TEXT, version="second"))
    for name, column in (("core.quotes", "quote_id"), ("core.mentions", "chain_id"), ("core.dates", "date_id")):
        parts = tables[name].partition_by("version_id")
        assert tables[name]["article_id"].n_unique() == 1
        assert set(parts[0][column]).isdisjoint(parts[1][column])


def test_rows_stand_in_the_order_of_the_articles() -> None:
    given = [article(name, text=TEXT) for name in ("b", "c", "a")]
    found = annotated(*given)["core.quotes"]["version_id"].unique(maintain_order=True)
    assert found.to_list() == [row["version_id"] for row in given]


def test_the_annotator_is_told_title_day_and_furniture() -> None:
    late = datetime(2024, 3, 4, 23, 59, tzinfo=UTC)
    rows = [
        article("a", text=TEXT, title="Bridge", published_at=late, furniture=[{"start": 0, "end": 3}]),
        article("b", text="Nothing.", title=None, published_at=None),
    ]
    stand_in = StandIn()
    annotate_articles(frame("core.articles", rows).lazy(), stand_in)
    assert stand_in.asked == [(TEXT, "Bridge", MONDAY, [Span(0, 3)]), ("Nothing.", None, None, [])]
