"""The doctor: what is wrong is said, with the mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.settings import Settings
from pipelines.steps import doctor
from pipelines.text import inference
from pipelines.text.annotator import Annotator
from tests.newsroom import StandIn


@pytest.fixture
def healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Models that load at once, and disk enough."""
    monkeypatch.setattr(Annotator, "load", classmethod(lambda cls, threads=1: StandIn()))
    monkeypatch.setattr(doctor, "ENOUGH_BYTES", 1)


def by_subject(settings: Settings) -> dict[str, doctor.Finding]:
    return {finding.subject: finding for finding in doctor.examine(settings)}


@pytest.mark.usefixtures("healthy")
def test_a_fresh_data_folder_is_in_order(tmp_path: Path) -> None:
    found = by_subject(Settings(tmp_path / "not" / "there"))
    assert [finding.subject for finding in found.values() if not finding.is_good] == []
    assert "not there yet" in found["data folder"].words
    assert "otr run" in found["warehouse"].words


def test_a_damaged_model_file_is_named_with_its_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "attribution"
    shutil.copytree(inference.MODEL_FOLDER, folder)
    with (folder / "spans.onnx").open("ab") as file:
        file.write(b"\0")
    whole = inference.AttributionModel.load
    monkeypatch.setattr(inference.AttributionModel, "load", lambda threads=1: whole(folder, threads))
    found = by_subject(Settings(tmp_path))["models"]
    assert not found.is_good
    assert "spans.onnx is not the released file" in found.words
    assert "reinstall" in found.words


@pytest.mark.usefixtures("healthy")
def test_a_warehouse_that_is_none_is_named_with_its_mend(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    settings.warehouse.write_bytes(b"this is no database" * 500)
    found = by_subject(settings)["warehouse"]
    assert not found.is_good
    assert "delete" in found.words


@pytest.mark.usefixtures("healthy")
def test_too_little_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ENOUGH_BYTES", 10**18)
    found = by_subject(Settings(tmp_path))["disk"]
    assert not found.is_good
    assert "make room" in found.words
