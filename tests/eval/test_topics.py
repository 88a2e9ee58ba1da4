"""The shipped topic model on articles whose topics were read by hand: at least what it must reach."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.text.topics import TopicModel

SHARED = Path(__file__).parents[3] / "shared"
GOLD = SHARED / "gold" / "topics_dev.jsonl"
PACKS = {
    "reuters21578": ("reuters21578.jsonl.gz", "id", "text"),
    "wikinews_gum": ("wikinews_gum.jsonl.gz", "id", "text"),
    "ua_messages": ("ua_addresses.jsonl.gz", "id", "text"),
    "fundus": ("html_pages/gold.jsonl", "file", "body"),
}
LEAST_FIRST, LEAST_IN_THREE = 0.72, 0.90


def lines(path: Path) -> Iterator[dict[str, Any]]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from map(json.loads, content.decode("utf-8").splitlines())


def articles() -> dict[tuple[str, str], tuple[str | None, str]]:
    """Title and text by source and id."""
    return {
        (source, row[key]): (row["title"], row[text])
        for source, (name, key, text) in PACKS.items()
        for row in lines(SHARED / "data" / name)
    }


@pytest.mark.skipif(not GOLD.exists(), reason="the articles lie in ../shared, which is not here")
def test_the_main_topic_of_articles_read_by_hand_is_first_or_among_the_first_three() -> None:
    texts, model = articles(), TopicModel.load()
    places = []
    for row in lines(GOLD):
        found = model.topics(*texts[row["source"], row["article_id"].rsplit("/", 1)[-1]])
        places.append([topic.topic_id for topic in found].index(row["topics"][0]))
    assert sum(place == 0 for place in places) / len(places) >= LEAST_FIRST
    assert sum(place < 3 for place in places) / len(places) >= LEAST_IN_THREE
    assert len(places) == 70
