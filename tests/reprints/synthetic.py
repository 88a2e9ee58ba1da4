"""Reprints made from real articles in five ways, and how many of them are found again.

Belongs here: making reprints, counting those in the story of their original, judging pairs. Does not belong here: the
command (see ``__main__``).
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.transforms.ids import digest
from pipelines.transforms.shingles import words_of
from pipelines.transforms.stories import find_stories
from tests.million.corpus import complete

FEWEST_WORDS = 80  # of an article that is reprinted
LEAST_COMMON = 0.6  # share of the shorter text's words that two printings of one text have in common, in order
WINDOW = timedelta(days=7)
Row = dict[str, Any]
Change = Callable[[random.Random, str, Sequence[str]], str]

BEFORE = "Skip to content. Menu. Sign in. Subscribe from one crown a week. Home, News, Business, Weather, Podcasts.\n\n"
AFTER = (
    "\n\nRead also: five things to know this morning. Sign up for our newsletter and get the best stories every day. "
    "Follow us for updates. Terms of use. Privacy. Contact the newsroom. All rights reserved by the publisher of this "
    "page, whose opinions need not be those of the agency that supplied the text."
)


def with_boilerplate(_: random.Random, text: str, __: Sequence[str]) -> str:
    """The text between lines of a page."""
    return BEFORE + text + AFTER


def cut_in_half(_: random.Random, text: str, __: Sequence[str]) -> str:
    """The first half of the words."""
    words = text.split()
    return " ".join(words[: len(words) // 2])


def edited(chance: random.Random, text: str, others: Sequence[str]) -> str:
    """The text with three of a hundred words replaced by words of another article."""
    words, replacements = text.split(), chance.choice(others).split()
    for place in chance.sample(range(len(words)), max(1, round(len(words) * 0.03))):
        words[place] = chance.choice(replacements)
    return " ".join(words)


def reordered(chance: random.Random, text: str, _: Sequence[str]) -> str:
    """The sentences in another order, the first one in its place."""
    first, *sentences = re.split(r"(?<=[.!?])\s+", text)
    chance.shuffle(sentences)
    return " ".join([first, *sentences])


def with_local_paragraph(chance: random.Random, text: str, others: Sequence[str]) -> str:
    """The text with sixty words from the middle of another article before it or after it."""
    long = chance.choice([other for other in chance.sample(others, 50) if len(other.split()) >= 200])
    local = " ".join(long.split()[100:160])
    return f"{local}\n\n{text}" if chance.random() < 0.5 else f"{text}\n\n{local}"


CHANGES: dict[str, tuple[Change, float]] = {  # and the share that must be found again
    "boilerplate added": (with_boilerplate, 0.95),
    "cut in half": (cut_in_half, 0.80),
    "3% of words edited": (edited, 0.90),
    "reordered": (reordered, 0.95),
    "local paragraph added": (with_local_paragraph, 0.95),
}


def read_articles(path: Path, count: int | None = None) -> list[Row]:
    """The first so many articles of a gzipped JSON Lines file with id, title, text and published_at, no text twice."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    unique = {row["text"]: row for row in reversed(rows) if row["text"].strip() and row["published_at"]}
    return [_row(row["id"], row["text"], row["title"], _moment(row)) for row in list(unique.values())[::-1][:count]]


def reprints_of(articles: Sequence[Row], count: int, change: Change, seed: int = 5) -> dict[str, Row]:
    """So many reprints by a change, each some hours later under another headline, by article_id of the original."""
    chance = random.Random(seed)
    texts = [row["text"] for row in articles]
    long = [row for row in articles if len(row["text"].split()) >= FEWEST_WORDS]
    originals = chance.sample(long, min(count, len(long)))
    return {
        row["article_id"]: _row(
            f"reprint of {row['article_id']}",
            change(chance, row["text"], texts),
            f"Elsewhere: {row['article_id']}",
            row["published_at"] + timedelta(hours=chance.uniform(1, 72)),
        )
        for row in originals
    }


def stories_of(rows: Sequence[Row]) -> dict[str, str]:
    """The story of each article, by article_id."""
    found = find_stories(complete("core.articles", pl.DataFrame(rows)).lazy()).collect()
    return dict(found.select("article_id", "story_id").iter_rows())


def recall(articles: Sequence[Row], reprints: dict[str, Row]) -> float:
    """The share of reprints that are in the story of their original, among all articles."""
    stories = stories_of([*articles, *reprints.values()])
    return sum(stories[one] == stories[row["article_id"]] for one, row in reprints.items()) / len(reprints)


def pairs_in_stories(articles: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Pairs of articles of one story, no more than seven days apart."""
    by_story: dict[str, list[Row]] = {}
    stories = stories_of(articles)
    for row in articles:
        by_story.setdefault(stories[row["article_id"]], []).append(row)
    for rows in by_story.values():
        for one, other in combinations(rows, 2):
            if abs(one["published_at"] - other["published_at"]) <= WINDOW:
                yield one, other


def common_share(one: Row, other: Row) -> float:
    """How many of the shorter text's words stand in the longer one in the same order (longest matching blocks)."""
    shorter, longer = sorted((words_of(one["text"]), words_of(other["text"])), key=len)
    blocks = SequenceMatcher(None, shorter, longer, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(1, len(shorter))


def _row(name: str, text: str, title: str | None, published_at: datetime) -> Row:
    name = digest(name)
    return {"article_id": name, "version_id": name, "text": text, "title": title, "published_at": published_at}


def _moment(row: Row) -> datetime:
    return datetime.fromisoformat(row["published_at"]).replace(tzinfo=UTC)
