"""Reprints made from real articles are found again, and different articles are kept apart (a small part of the corpus).

The whole corpus: ``python -m tests.reprints``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reprints.synthetic import CHANGES, LEAST_COMMON, Row, common_share, pairs_in_stories, read_articles, recall
from tests.reprints.synthetic import reprints_of as reprints

REUTERS = Path(__file__).parents[3] / "shared" / "data" / "reuters21578.jsonl.gz"
pytestmark = pytest.mark.skipif(not REUTERS.exists(), reason="the Reuters articles lie in ../shared, which is not here")


@pytest.fixture(scope="module")
def articles() -> list[Row]:
    return read_articles(REUTERS, 1500)


@pytest.mark.parametrize("name", CHANGES)
def test_changed_reprints_are_in_the_story_of_their_original(articles: list[Row], name: str) -> None:
    change, least = CHANGES[name]
    assert recall(articles[:400], reprints(articles[:400], 100, change)) >= least


def test_articles_of_one_story_have_most_words_in_common(articles: list[Row]) -> None:
    shares = [common_share(*pair) for pair in pairs_in_stories(articles)]
    assert sum(share >= LEAST_COMMON for share in shares) / len(shares) >= 0.98
    assert len(shares) > 10
