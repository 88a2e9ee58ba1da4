"""The shipped models on gold: at least what `floors.json` says. A floor is never lowered in silence."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.demo import demo_folder
from pipelines.evaluation.scoring import Evaluation
from pipelines.steps.annotate_file import annotate_record
from pipelines.steps.evaluating import evaluate_file
from pipelines.text.annotator import Annotator
from tests.newsroom import no_progress

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
SEED = Path(__file__).parents[3] / "shared" / "gold" / "seed"
needs_seed = pytest.mark.skipif(not SEED.exists(), reason="the seed article lies in ../shared, which is not here")


def evaluation(folder: Path) -> Evaluation:
    return evaluate_file(folder / "gold.jsonl", no_progress, canon=folder / "canon.jsonl")


@cache
def seed_annotation(**more: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The seed article, and what the engine finds in it."""
    article = json.loads((SEED / "gold.jsonl").read_text(encoding="utf-8").split("\n")[0]) | more
    return article, annotate_record(Annotator.load(), article)


def test_the_bundled_sample_is_read_at_least_as_well_as_the_floor_says() -> None:
    found, floors = evaluation(demo_folder()), FLOORS["demo"]
    assert found.attributions["all"].end_to_end.recall >= floors["right_source"]
    assert found.attributions["all"].end_to_end.precision >= floors["right_of_found"]
    assert found.quoted.with_speaker.f1 >= floors["quoted_with_right_source_f1"]
    assert found.speakers is not None
    assert (found.speakers.right_of_matched or 0.0) >= floors["right_speaker_of_matched"]


@needs_seed
def test_the_first_real_article_is_read_at_least_as_well_as_the_floor_says() -> None:
    found, floors = evaluation(SEED), FLOORS["seed"]
    assert found.attributions["all"].end_to_end.recall >= floors["right_source"]
    assert found.speakers is not None
    assert found.speakers.named.recall >= floors["right_speaker"]


@needs_seed
def test_nothing_is_attributed_from_a_line_that_points_to_another_article() -> None:
    article, found = seed_annotation()
    start = article["text"].index("Read also:")
    end = article["text"].index("\n", start)
    spans = [span for one in found["attributions"] for part in ("source", "cue", "content") for span in one[part]]
    assert not [span for span in spans if span[0] < end and start < span[1]]


@needs_seed
def test_the_dates_of_the_first_real_article_are_those_of_its_gold() -> None:
    gold = json.loads((SEED / "gold.json").read_text(encoding="utf-8"))
    article, found = seed_annotation(published_at=gold["published_at"])
    values = [(article["text"][one["start"] : one["end"]], one["value"]) for one in found["dates"]]
    assert values == [(one["text"], one["value"]) for one in gold["dates"]]
