"""The shipped models on gold: at least what `floors.json` says. A floor is never lowered in silence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.demo import articles_folder
from pipelines.steps.annotate_file import annotate_record
from pipelines.text.annotator import Annotator
from pipelines.transforms.ids import name_key

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
DEMO = articles_folder().parent
SEED = Path(__file__).parents[3] / "shared" / "gold" / "seed"
needs_seed = pytest.mark.skipif(not SEED.exists(), reason="the seed article lies in ../shared, which is not here")
Pair = tuple[dict[str, Any], dict[str, Any] | None, dict[str, Any]]  # gold, prediction, canonical speaker


@cache
def _annotator() -> Annotator:
    return Annotator.load()


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _tokens(text: str, spans: Sequence[Sequence[int]]) -> set[int]:
    return {start + word.start() for start, end in spans for word in re.finditer(r"\w+", text[start:end])}


def _pairs(gold: Path, canon: Path) -> Iterator[Pair]:
    """Each gold attribution with the prediction whose content is most like it (token F1 above a half)."""
    speakers = {line["article_id"]: line["speakers"] for line in _lines(canon)}
    for article in _lines(gold):
        text, free = article["text"], annotate_record(_annotator(), article)["attributions"]
        for one in article["attributions"]:
            wanted = _tokens(text, one["content"])
            scored = [(_f1(wanted, _tokens(text, other["content"])), place) for place, other in enumerate(free)]
            best = max(scored, default=(0.0, -1))
            yield one, free.pop(best[1]) if best[0] > 0.5 else None, speakers[article["article_id"]].get(one["id"], {})


def _f1(wanted: set[int], found: set[int]) -> float:
    return 2 * len(wanted & found) / (len(wanted) + len(found)) if wanted or found else 0.0


def _same_source(gold: dict[str, Any], found: dict[str, Any] | None) -> bool:
    if found is None:
        return False
    if not gold["source"]:
        return not found["source"]
    return any(a < d and c < b for a, b in gold["source"] for c, d in found["source"])


def _same_speaker(found: dict[str, Any] | None, canonical: dict[str, Any]) -> bool:
    names = {name_key(name) for name in canonical.get("names") or []}
    return found is not None and found["speaker"]["name"] is not None and name_key(found["speaker"]["name"]) in names


def _named(pairs: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in pairs if pair[2].get("kind") in ("person", "organisation")]


def test_the_bundled_sample_is_read_at_least_as_well_as_the_floor_says() -> None:
    pairs = list(_pairs(DEMO / "gold.jsonl", DEMO / "canon.jsonl"))
    right = sum(_same_source(gold, found) for gold, found, _ in pairs) / len(pairs)
    matched = [pair for pair in _named(pairs) if pair[1] is not None]
    speakers = sum(_same_speaker(found, canonical) for _, found, canonical in matched) / len(matched)
    assert right >= FLOORS["demo"]["right_source"]
    assert speakers >= FLOORS["demo"]["right_speaker_of_matched"]


@needs_seed
def test_the_first_real_article_is_read_at_least_as_well_as_the_floor_says() -> None:
    pairs = list(_pairs(SEED / "gold.jsonl", SEED / "canon.jsonl"))
    assert sum(_same_source(gold, found) for gold, found, _ in pairs) / len(pairs) >= FLOORS["seed"]["right_source"]
    assert sum(_same_speaker(found, canon) for _, found, canon in pairs) / len(pairs) >= FLOORS["seed"]["right_speaker"]


@needs_seed
def test_nothing_is_attributed_from_a_line_that_points_to_another_article() -> None:
    article = _lines(SEED / "gold.jsonl")[0]
    start = article["text"].index("Read also:")
    end = article["text"].index("\n", start)
    found = annotate_record(_annotator(), article)
    spans = [span for one in found["attributions"] for part in ("source", "cue", "content") for span in one[part]]
    assert not [span for span in spans if span[0] < end and start < span[1]]


@needs_seed
def test_the_dates_of_the_first_real_article_are_those_of_its_gold() -> None:
    gold = json.loads((SEED / "gold.json").read_text(encoding="utf-8"))
    article = _lines(SEED / "gold.jsonl")[0] | {"published_at": gold["published_at"]}
    found = annotate_record(_annotator(), article)["dates"]
    values = [(article["text"][one["start"] : one["end"]], one["value"]) for one in found]
    assert values == [(one["text"], one["value"]) for one in gold["dates"]]
