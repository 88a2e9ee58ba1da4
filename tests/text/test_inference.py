"""The network says the same of a text whatever runs beside it, and reads long texts in stretches without a seam."""

from __future__ import annotations

import json
from functools import cache

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
