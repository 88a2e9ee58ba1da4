"""Files to figures: what is read, what is refused, and that the engine's own annotation is what is scored."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.evaluation.records import Unscorable
from pipelines.evaluation.scoring import plain_values
from pipelines.steps.annotate_file import annotate_file
from pipelines.steps.evaluating import evaluate_file
from pipelines.text.annotator import Annotator
from tests.evaluation.handmade import CANON, GOLD, PREDICTIONS
from tests.newsroom import BRIDGE, StandIn, no_progress


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n\n" for line in lines), encoding="utf-8")
    return path


def bridge(number: int) -> dict[str, Any]:
    """Gold for the article whose one quote the stand-in finds."""
    text = BRIDGE.format(number=number)
    said, name = text.index("said"), text.index("Orla Vint")
    whole = {"source": [[name, name + 9]], "cue": [[said, said + 4]], "content": [[1, said - 2]]}
    return {"article_id": number, "text": text, "published_at": "2031-05-06", "attributions": [whole | {"id": "q1"}]}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write(tmp_path / "gold.jsonl", GOLD)


@pytest.fixture
def stand_in_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Annotator, "load", classmethod(lambda cls, threads=1: StandIn()))


def test_predictions_and_canon_are_read_beside_gold(tmp_path: Path, gold: Path) -> None:
    other = {"article_id": "no gold for it", "attributions": []}
    predictions = write(tmp_path / "predictions.jsonl", other, PREDICTIONS)
    found = evaluate_file(gold, no_progress, predictions, write(tmp_path / "canon.jsonl", CANON))
    assert found.articles == 1
    assert found.attributions["all"].end_to_end.f1 == 0.5
    assert found.speakers is not None
    assert found.speakers.right == 1


def test_gzip_is_read_under_any_name(tmp_path: Path, gold: Path) -> None:
    packed = tmp_path / "packed.jsonl.gz"
    packed.write_bytes(gzip.compress(gold.read_bytes()))
    predictions = tmp_path / "predictions"
    predictions.write_bytes(gzip.compress(json.dumps(PREDICTIONS).encode()))
    assert evaluate_file(packed, no_progress, predictions).attributions["all"].gold == 4


@pytest.mark.usefixtures("stand_in_models")
def test_without_predictions_the_texts_are_annotated_as_otr_annotate_does_it(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", bridge(1), bridge(2))
    told: list[tuple[str, int, int | None]] = []
    now = evaluate_file(gold, lambda *step: told.append(step))
    annotate_file(gold, tmp_path / "predictions.jsonl", no_progress)
    before = evaluate_file(gold, no_progress, tmp_path / "predictions.jsonl")
    assert plain_values(now, 9) == plain_values(before, 9)
    assert now.attributions["direct"].end_to_end.f1 == 1.0
    assert now.reliability.bins[-1].count == 2
    assert told == [("annotations", 1, 2), ("annotations", 2, 2)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{", "gold.jsonl, line 2: not JSON"),
        (b'{"text": "\xe9"}', "gold.jsonl, line 2: not JSON"),
        (b"[]", "gold.jsonl, line 2: article_id is missing"),
        (b'{"article_id": "b", "text": "T."}', "gold.jsonl, line 2: a gold article needs attributions"),
        (json.dumps(bridge(1)).encode(), "gold.jsonl, line 2: article 1 has a line already"),
    ],
)
def test_a_bad_gold_line_is_named_before_anything_is_annotated(tmp_path: Path, line: bytes, words: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(json.dumps(bridge(1)).encode() + b"\n" + line)
    with pytest.raises(Unscorable, match=words):
        evaluate_file(path, no_progress)


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_gold_without_an_article_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(Unscorable, match="there is no article in it"):
        evaluate_file(path, no_progress)


def test_damaged_gzip_is_refused(tmp_path: Path, gold: Path) -> None:
    gold.write_bytes(gzip.compress(gold.read_bytes())[:-9])
    with pytest.raises(Unscorable, match="gzip"):
        evaluate_file(gold, no_progress)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (PREDICTIONS | {"article_id": "else"}, "predictions.jsonl: no line for 1 of 1 gold articles: ferry"),
        (PREDICTIONS | {"text": "Other words."}, r"predictions.jsonl, line 1 \(ferry\): the text differs"),
        ({"article_id": "ferry"}, r"predictions.jsonl, line 1 \(ferry\): a line of predictions needs attributions"),
    ],
)
def test_predictions_that_do_not_go_with_gold_are_refused(tmp_path: Path, gold: Path, line: object, words: str) -> None:
    predictions = write(tmp_path / "predictions.jsonl", line)
    with pytest.raises(Unscorable, match=words):
        evaluate_file(gold, no_progress, predictions)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (CANON | {"article_id": "else"}, "canon.jsonl, line 1: gold has no article else"),
        (CANON | {"speakers": {"q9": {"kind": "none"}}}, r"canon.jsonl, line 1 \(ferry\): speaker of q9: gold has no"),
    ],
)
def test_canonical_speakers_that_do_not_go_with_gold_are_refused(
    tmp_path: Path, gold: Path, line: object, words: str
) -> None:
    predictions = write(tmp_path / "predictions.jsonl", PREDICTIONS)
    with pytest.raises(Unscorable, match=words):
        evaluate_file(gold, no_progress, predictions, write(tmp_path / "canon.jsonl", line))
