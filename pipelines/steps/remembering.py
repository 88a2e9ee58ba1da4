"""What a step over all articles keeps in the lake for its next time, so that it need not read again what it has read.

Belongs here: keeping frames and giving them back, all of them or none. Does not belong here: what they say (see
``transforms.story_memory``, ``transforms.entity_memory``), when a step is done anew (see ``step_inputs``).

A memory only saves work: without it the same rows come out. It goes when the code changes that made it.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from pipelines.steps.step_inputs import Step
from pipelines.steps.versions import code_version
from pipelines.transforms.ids import digest
from pipelines.warehouse.lake import Lake

Frames = dict[str, pl.DataFrame]


def recall(lake: Lake, step: Step, *given: str) -> Frames | None:
    """The frames that the step kept, by name; None where there are none, or where other code or ``given`` made them."""
    files = sorted(_folder(lake, step).glob("*.parquet"))
    wanted = _made_by(step, given)
    if not files or any(pl.read_parquet_metadata(file).get("made_by") != wanted for file in files):
        return None
    return {file.stem: pl.read_parquet(file, use_statistics=False) for file in files}


def remember(lake: Lake, step: Step, frames: Mapping[str, pl.DataFrame], *given: str) -> None:
    """Keep frames in place of those that were kept before. Whoever is killed meanwhile leaves none. Raises OSError."""
    folder = _folder(lake, step)
    aside = folder.with_name(f"{step.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    _remove(folder)
    aside.mkdir(parents=True)
    for name, frame in frames.items():
        path = aside / f"{name}.parquet"
        frame.write_parquet(path, compression="lz4", statistics=False, metadata={"made_by": _made_by(step, given)})
    aside.replace(folder)


def forget_all(lake: Lake) -> None:
    """Remove what all steps kept."""
    _remove(_place(lake))


def _remove(folder: Path) -> None:
    """Remove a folder in one step for whoever looks into it: of half of it nobody could tell what lacks."""
    gone = folder.with_name(f"{folder.name}.gone")
    shutil.rmtree(gone, ignore_errors=True)
    if folder.exists():
        folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def _place(lake: Lake) -> Path:
    return lake.root / ".state" / "memory"


def _folder(lake: Lake, step: Step) -> Path:
    return _place(lake) / step.name


def _made_by(step: Step, given: tuple[str, ...]) -> str:
    # hashes of polars may differ between its versions
    return digest(code_version([step.module], without=("pipelines.contracts",)), pl.__version__, *given)
