"""Any number of invented articles as files of JSON lines: seeded, with the lengths and words of the given ones.

Belongs here: making articles to be taken in. Does not belong here: rows of tables (see ``tests.million``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from tests.million.words import names, zipf

SEED = 20310506
OUTLETS, DAYS = 120, 5 * 365
FIRST_DAY = datetime(2031, 1, 1, tzinfo=UTC)
REPRINTED = 0.1  # share of articles that print an earlier one again


def write_articles(
    target: Path, count: int, models: Sequence[dict[str, Any]], seed: int = SEED, paragraphs: int | None = None
) -> None:
    """Write so many articles, a line each; the same arguments give the same bytes."""
    with target.open("w", encoding="utf-8") as lines:
        for article in articles(count, models, seed, paragraphs):
            lines.write(json.dumps(article, ensure_ascii=False) + "\n")


def articles(
    count: int, models: Sequence[dict[str, Any]], seed: int = SEED, paragraphs: int | None = None
) -> Iterator[dict[str, str]]:
    """So many articles: each has as many paragraphs as one of the models (``paragraphs`` at most), drawn from all.

    Paragraphs and not sentences are mixed, so that speech stays as it is reported. Outlets follow Zipf's law, days are
    spread over five years, and one in ten prints an earlier one again.
    """
    random = np.random.default_rng(seed)
    drawn_from = [line for model in models for line in model["text"].split("\n") if line.strip()]
    sizes = [sum(1 for line in model["text"].split("\n") if line.strip()) for model in models]
    sizes = [min(size, paragraphs or size) for size in sizes]
    outlets = names(random, OUTLETS)
    texts = list[str]()
    for number, outlet in enumerate(zipf(random, OUTLETS, count)):
        if texts and random.random() < REPRINTED:
            text = texts[random.integers(len(texts))]
        else:
            drawn = random.integers(0, len(drawn_from), sizes[random.integers(len(sizes))])
            text = "\n\n".join(drawn_from[place] for place in drawn)
        texts = [*texts[-500:], text]
        moment = FIRST_DAY + timedelta(days=int(random.integers(DAYS)), minutes=int(random.integers(300, 1300)))
        yield {
            "url": f"https://news.example/{seed}/{number}",
            "title": " ".join(text.split()[:9]),
            "text": text,
            "publisher": outlets[outlet],
            "published_at": moment.isoformat(),
        }
