"""The network says the same of a text whatever runs beside it, and reads long texts in stretches without a seam."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from pipelines.demo import demo_folder
from pipelines.text import inference
from pipelines.text.encoding import Encoding, encode, stretches
from pipelines.text.inference import AttributionModel, Reading


@cache
def _model(threads: int) -> AttributionModel:
    return AttributionModel.load(threads=threads)


@cache
def _sample() -> Encoding:
    lines = (demo_folder() / "gold.jsonl").read_text(encoding="utf-8").splitlines()[:6]
    return encode(_model(1).tokenizer, "\n\n".join(json.loads(line)["text"] for line in lines))


def _assert_equal(one: Reading, other: Reading) -> None:
    assert one.cues == other.cues
    assert one.names.tobytes() == other.names.tobytes()


def test_one_thread_and_two_give_the_same_bytes() -> None:
    _assert_equal(_model(1).read(_sample()), _model(2).read(_sample()))


def test_the_cues_of_a_text_cut_into_stretches_are_those_of_the_text_read_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = _model(1).read(_sample())
    monkeypatch.setattr(inference, "stretches", lambda total: stretches(total, own=500))
    cut = _model(1).read(_sample())
    other = {reading.cue.start for reading in whole.cues} ^ {reading.cue.start for reading in cut.cues}
    assert len(other) <= 0.1 * len(whole.cues)  # windows fall otherwise, so a weak cue may come or go
    assert np.isfinite(cut.names).all()
    assert sorted(reading.cue.start for reading in cut.cues) == [reading.cue.start for reading in cut.cues]


def test_the_runtime_of_the_network_tells_nobody_that_it_runs(tmp_path: Path) -> None:
    """ONNX Runtime keeps what it means to send, and a number for the machine, in a folder of the user's cache."""
    hidden = ("CI", "GITHUB_ACTIONS", "ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME")
    environment = {name: value for name, value in os.environ.items() if name not in hidden} | {"HOME": str(tmp_path)}
    load = "from pipelines.text.inference import AttributionModel; AttributionModel.load()"
    subprocess.run([sys.executable, "-c", load], env=environment, check=True)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
