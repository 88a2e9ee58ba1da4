"""The user's own people are checked and kept whole in the data folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.knowledge import BadKnowledge
from pipelines.settings import Settings
from pipelines.steps.knowledge_file import take_in_people

GOOD = "name,role,body\nIlva Tarnow,president,Velmark\nIlva Tarnow,mayor,Aldra\nTomas Okun,mayor,Aldra\n"


def test_a_good_file_is_kept_for_later_runs(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(GOOD, encoding="utf-8")
    settings = Settings(tmp_path / "data")
    assert take_in_people(tmp_path / "mine.csv", settings.knowledge) == 2
    assert settings.knowledge.read_text(encoding="utf-8") == GOOD
    assert [path.name for path in settings.data.iterdir()] == ["knowledge.csv"]


def test_a_faulty_file_leaves_what_was_kept_before(tmp_path: Path) -> None:
    kept = tmp_path / "knowledge.csv"
    kept.write_text(GOOD, encoding="utf-8")
    (tmp_path / "mine.csv").write_text("name,role\nIlva Tarnow,\n", encoding="utf-8")
    with pytest.raises(BadKnowledge, match="line 2, column role"):
        take_in_people(tmp_path / "mine.csv", kept)
    assert kept.read_text(encoding="utf-8") == GOOD


def test_the_kept_file_may_be_taken_in_again(tmp_path: Path) -> None:
    kept = tmp_path / "knowledge.csv"
    kept.write_text(GOOD, encoding="utf-8")
    take_in_people(kept, kept)
    assert kept.read_text(encoding="utf-8") == GOOD
