"""``otr evaluate``: tables or JSON out, a plot beside them, and exit codes 0 done, 1 not comparable, 2 usage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipelines.cli import main
from pipelines.text.annotator import Annotator
from pipelines.text.inference import ModelDamaged
from tests.evaluation.handmade import CANON, GOLD, PREDICTIONS


def evaluate(*words: object) -> Result:
    return CliRunner().invoke(main, ["evaluate", *map(str, words)])


def write(path: Path, line: object) -> Path:
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write(tmp_path / "gold.jsonl", GOLD)


@pytest.fixture
def predicted(tmp_path: Path) -> list[object]:
    return ["--predictions", write(tmp_path / "predictions.jsonl", PREDICTIONS)]


def rows(output: str) -> list[list[str]]:
    return [line.split() for line in output.splitlines()]


def test_the_tables_tell_the_figures(gold: Path, predicted: list[object], tmp_path: Path) -> None:
    result = evaluate(gold, *predicted, "--canon", write(tmp_path / "canon.jsonl", CANON))
    assert result.exit_code == 0, result.output
    lines = rows(result.stdout)
    assert lines[0] == ["1", "article"]
    assert ["all", "5", "5", "40.0", "80.0", "84.4", "50.0", "40.0", "40.0", "40.0"] in lines  # pieces
    assert ["all", "4", "4", "25.0", "75.0", "-", "66.7", "50.0", "50.0", "50.0"] in lines  # whole attributions
    assert ["direct", "1", "2", "66.7", "100.0", "-", "0.0", "50.0", "0.0", "0.0"] in lines
    assert ["quoted", "passages,", "source", "2", "2", "50.0", "50.0", "50.0", "100.0", "50.0"] in lines
    assert ["named", "speakers", "3", "3", "33.3", "33.3", "33.3", "100.0", "33.3"] in lines
    assert ["0.9", "-", "1.0", "2", "0.93", "50.0"] in lines
    assert [">=", "0.8", "3", "0.90", "66.7"] in lines
    assert [">=", "0.9", "2", "0.93", "50.0"] in lines
    assert max(map(len, result.stdout.splitlines())) <= 110


def test_mistakes_are_told_with_place_words_and_both_sources(gold: Path, predicted: list[object]) -> None:
    shown = evaluate(gold, *predicted, "--misses", 1).stdout
    at = GOLD["text"].index("Nobody")
    assert "Wrong, the most confident first (1 of 2)" in shown
    assert f"0.90  wrong source: ferry [{at}:" in shown
    assert "Nobody asked the islands … We will row" in shown
    assert "source in gold: Oren Dask; predicted: Ilva Tarnow" in shown
    assert "source in gold: Critics; predicted: (no attribution here)" in shown
    assert "not in gold" not in shown
    assert "wrong source" not in evaluate(gold, *predicted, "--misses", 0).stdout


def test_json_holds_every_figure_and_nothing_else_is_printed(gold: Path, predicted: list[object]) -> None:
    found = json.loads(evaluate(gold, *predicted, "--json", "--misses", 1).stdout)
    assert found["attributions"]["all"]["end_to_end"]["f1"] == 50
    assert found["speakers"] is None
    assert [one["found_source"] for one in found["wrong"]] == ["Ilva Tarnow"]


def test_gold_can_be_narrowed(gold: Path, predicted: list[object]) -> None:
    narrow = json.loads(evaluate(gold, *predicted, "--json", "--types", "direct,mixed", "--speech-only").stdout)
    assert narrow["attributions"]["all"]["overlap"]["gold"] == 2
    assert narrow["attributions"]["indirect"]["overlap"]["gold"] == 0


def test_the_plot_is_a_png(gold: Path, predicted: list[object], tmp_path: Path) -> None:
    plot = tmp_path / "reliability.png"
    result = evaluate(gold, *predicted, "--plot", plot)
    assert result.exit_code == 0, result.output
    assert plot.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert f"plot: {plot}" in result.stdout


def test_predictions_without_confidence_can_be_scored_but_not_plotted(gold: Path, tmp_path: Path) -> None:
    bare = [{"content": one["content"], "source": one["source"]} for one in PREDICTIONS["attributions"]]
    predictions = write(tmp_path / "bare.jsonl", {"article_id": "ferry", "attributions": bare})
    result = evaluate(gold, "--predictions", predictions)
    assert result.exit_code == 0
    assert "The predictions tell no confidence." in result.stdout
    plotted = evaluate(gold, "--predictions", predictions, "--plot", tmp_path / "a.png")
    assert plotted.exit_code == 1
    assert "there is nothing to plot" in plotted.stderr
    assert not (tmp_path / "a.png").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["missing.jsonl"], "'missing.jsonl' does not exist"),
        ([__file__, "--types", "direct,sung"], "wants some of direct,indirect,mixed, not 'direct,sung'"),
        ([__file__, "--plot", "no/folder/a.png"], "there is no folder no/folder"),
        ([__file__, "--misses", "-1"], "-1 is not in the range"),
    ],
)
def test_a_mistake_in_the_command_is_said(words: list[str], message: str) -> None:
    result = evaluate(*words)
    assert result.exit_code == 2
    assert message in result.stderr


def test_what_cannot_be_compared_is_said_and_the_exit_code_is_1(gold: Path, tmp_path: Path) -> None:
    result = evaluate(gold, "--predictions", write(tmp_path / "other.jsonl", {"article_id": "x", "attributions": []}))
    assert result.exit_code == 1
    assert "no line for 1 of 1 gold articles: ferry" in result.stderr
    assert result.stdout == ""


def test_a_damaged_model_is_said(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(cls: type, threads: int = 1) -> Any:
        raise ModelDamaged("the model file is not the released one")

    monkeypatch.setattr(Annotator, "load", classmethod(load))
    result = evaluate(gold)
    assert result.exit_code == 1
    assert "not the released one" in result.stderr
