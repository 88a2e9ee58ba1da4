"""What steps over all articles keep: given back whole, and only to the code that made it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipelines.steps import remembering
from pipelines.steps.remembering import forget_all, recall, remember
from pipelines.steps.step_inputs import ENTITIES, STORIES
from pipelines.warehouse.lake import Lake

FRAMES = {"one": pl.DataFrame({"number": [1, 2]}), "other": pl.DataFrame({"word": ["x"]})}


def test_what_was_kept_last_is_given_back_to_its_step_only(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    assert recall(lake, STORIES) is None
    remember(lake, STORIES, {"left": FRAMES["one"]})
    remember(lake, STORIES, FRAMES)
    found = recall(lake, STORIES)
    assert found is not None
    assert found.keys() == FRAMES.keys()
    for name, frame in FRAMES.items():
        assert_frame_equal(found[name], frame)
    assert recall(lake, ENTITIES) is None
    assert recall(lake, STORIES, "something else") is None


def test_nothing_is_given_to_other_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(Lake(tmp_path), STORIES, FRAMES)
    monkeypatch.setattr(remembering, "code_version", lambda modules, without: "another")
    assert recall(Lake(tmp_path), STORIES) is None


def test_a_crash_in_between_leaves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = Lake(tmp_path)
    remember(lake, STORIES, FRAMES)
    monkeypatch.setattr(Path, "replace", lambda self, target: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        remember(lake, STORIES, {"new": FRAMES["one"]})
    assert recall(lake, STORIES) is None


def test_all_can_be_forgotten(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    remember(lake, STORIES, FRAMES)
    forget_all(lake)
    assert recall(lake, STORIES) is None
    forget_all(lake)


@pytest.mark.parametrize("is_forgotten", [True, False])
def test_a_crash_while_the_old_is_removed_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_forgotten: bool
) -> None:
    lake = Lake(tmp_path)
    remember(lake, STORIES, FRAMES)

    def half(folder: Path, **_: object) -> None:
        if files := sorted(folder.rglob("*.parquet")):
            files[0].unlink()
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(remembering.shutil, "rmtree", half)
        with pytest.raises(KeyboardInterrupt):
            forget_all(lake) if is_forgotten else remember(lake, STORIES, FRAMES)
    assert recall(lake, STORIES) is None
    forget_all(lake)
    assert not list(tmp_path.rglob("*.parquet"))
