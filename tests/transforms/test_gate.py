"""What the transforms make of a handmade sample passes the gate that real data has to pass."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipelines.contracts import table
from pipelines.knowledge import Knowledge
from pipelines.quality import GateContext, check
from pipelines.transforms.annotations import annotate_articles
from pipelines.transforms.entities import resolve_entities
from pipelines.transforms.stories import find_stories
from pipelines.transforms.topics import taxonomy_rows
from tests.transforms.rows import INGESTED, article, frame, quote
from tests.transforms.test_annotations import TEXT, StandIn

SUITES = Path(__file__).resolve().parents[2] / "expectations"


def sample() -> dict[str, pl.DataFrame]:
    rows = [article("a", text=TEXT), article("b", text=TEXT, version="second"), article("copy", text=TEXT)]
    articles = frame("core.articles", rows)
    frames = {"core.articles": articles, "core.topics": taxonomy_rows().collect()}
    frames |= annotate_articles(articles.lazy(), StandIn())
    unmentioned = quote("Nobody disagreed", speaker_name="Hessel Port", speaker_kind="organisation")
    unmentioned["segments"] = [{"start": TEXT.index("Nobody"), "end": TEXT.index("Nobody") + 16}]
    frames["core.quotes"] = pl.concat([frames["core.quotes"], frame("core.quotes", [unmentioned])])
    mentions, quotes, read = (frames[name].lazy() for name in ("core.mentions", "core.quotes", "core.articles"))
    found = resolve_entities(mentions, quotes, read, Knowledge(()))
    frames |= {
        "core.entities": found.entities,
        "core.mention_entities": found.mention_entities,
        "core.quote_speakers": found.quote_speakers,
    }
    return frames | {"core.stories": find_stories(articles.lazy()).collect()}


def test_every_table_passes_its_suite() -> None:
    frames = sample()
    context = GateContext("run", "part-0123456789abcdef", INGESTED, frames)
    for name in frames.keys() - {"core.articles"}:
        result = check(table(name), frames[name], context, SUITES)
        assert result.passed, [(outcome.expectation, outcome.sample) for outcome in result.results if outcome.blocks]
        assert frames[name].height > 0
