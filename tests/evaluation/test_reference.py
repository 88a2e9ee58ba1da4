"""The figures are those of the reference tools, where these lie beside the project."""

from __future__ import annotations

import importlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.demo import demo_folder
from pipelines.evaluation.reporting_words import REPORTING_WORDS
from pipelines.evaluation.scoring import plain_values
from pipelines.evaluation.speakers import TITLES
from pipelines.evaluation.units import Choice
from pipelines.evaluation.words import quoted_regions
from pipelines.steps.annotate_file import annotate_file
from pipelines.steps.evaluating import evaluate_file
from tests.newsroom import no_progress

SHARED = Path(__file__).resolve().parents[3] / "shared"
FOLDERS = {"sample": demo_folder(), "seed": SHARED / "gold" / "seed"}
CHOICES = [Choice(), Choice(speech_only=True), Choice(kinds=frozenset({"direct", "mixed"}))]
NAMES = {"P": "precision", "R": "recall", "F1": "f1", "n_pred": "found", "n_gold": "gold"}
pytestmark = pytest.mark.skipif(
    not (SHARED / "tools").exists(), reason="the reference tools lie in ../shared, not here"
)


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SHARED / "tools"))


@pytest.fixture(scope="module", params=FOLDERS)
def annotated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder with gold and canon, and what the engine finds in its texts."""
    folder, output = FOLDERS[request.param], tmp_path_factory.mktemp("annotated") / "predictions.jsonl"
    annotate_file(folder / "gold.jsonl", output, no_progress)
    return folder, output


@cache
def tool(name: str) -> Any:
    return importlib.import_module(name)


def ours(folder: Path, predictions: Path, choice: Choice) -> dict[str, Any]:
    return plain_values(
        evaluate_file(folder / "gold.jsonl", no_progress, predictions, folder / "canon.jsonl", choice), 0
    )


def lines(path: Path) -> dict[str, Any]:
    """The lines of a file by article, as the tools take them."""
    held = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    return {line["article_id"]: line for line in held}


def rates(theirs: dict[str, Any]) -> dict[str, Any]:
    return {name: theirs[their_name] for their_name, name in NAMES.items()}


@pytest.mark.parametrize("choice", CHOICES, ids=["all", "speech", "marked"])
def test_attributions_words_and_quoted_passages_are_counted_alike(annotated: tuple[Path, Path], choice: Choice) -> None:
    folder, predictions = annotated
    gold, predicted = lines(folder / "gold.jsonl"), lines(predictions)
    theirs = tool("score").score(gold, predicted, choice.speech_only, choice.kinds)
    found = ours(folder, predictions, choice)
    expected: dict[str, Any] = {"pieces": {}, "attributions": {}}
    for level, name in (("frag", "pieces"), ("attr", "attributions")):
        for group in found[name]:
            one = theirs[f"{level}.{group}"]
            expected[name][group] = {"speaker_accuracy": one["speaker_acc"], "speaker_count": one["speaker_n"]} | {
                name: rates(one[theirs_name])
                for theirs_name, name in (("exact", "exact"), ("overlap", "overlap"), ("e2e", "end_to_end"))
            }
    for group in found["pieces"]:
        expected["pieces"][group]["token"] = rates(theirs[f"token.{group}"])
    quoted = theirs["quoted"]
    expected["quoted"] = rates(quoted) | {
        "reported": quoted["region_recall_no_speaker"],
        "speaker_accuracy": quoted["speaker_acc_on_found"],
    }
    assert {name: found[name] for name in expected} == expected


def test_canonical_speakers_are_counted_alike(annotated: tuple[Path, Path]) -> None:
    folder, predictions = annotated
    files = (folder / "gold.jsonl", folder / "canon.jsonl", predictions)
    theirs, _ = tool("score_speakers").score(*map(lines, files))
    named = theirs["named"] | {"n_pred": theirs["named_pred"], "n_gold": theirs["named_gold"]}
    assert ours(folder, predictions, Choice())["speakers"] == {
        "articles": theirs["articles"],
        "named": rates(named),
        "matched": theirs["matched"],
        "right_of_matched": theirs["on_matched"],
        "unnamed": theirs["unnamed"],
        "left_unnamed": theirs["unnamed_ok"],
    }


def test_word_lists_and_quoted_regions_are_the_same() -> None:
    assert tool("score").REPORT == REPORTING_WORDS
    assert tool("score_speakers").TITLES == TITLES
    marks = '“So ‘far’ "x" „a“ «b» ``c\'\' it’s ‘d”\n “e »f« ‘islands’ g’ "h'
    texts = [marks[start:end] for start in range(len(marks)) for end in range(start, len(marks) + 1)]
    texts += [article["text"] for article in lines(demo_folder() / "gold.jsonl").values()]
    regions = tool("qspans").quoted_regions
    assert [text for text in texts if [(one.start, one.end) for one in quoted_regions(text)] != regions(text)] == []
