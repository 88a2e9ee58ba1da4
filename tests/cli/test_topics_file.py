"""A topics.toml with a mistake: told before anything is taken in."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from pipelines.cli import main
from tests.newsroom import write_article


def test_a_mistake_in_topics_toml_is_told_with_its_line_before_the_run(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "topics.toml").write_text('\n[[topic]]\nname = "Rail strike"\n', encoding="utf-8")
    result = CliRunner().invoke(main, ["run", str(write_article(tmp_path, 1)), "--data", str(data)])
    assert result.exit_code == 2
    assert "topics.toml, line 2: topic 1 (Rail strike): any_of or all_of must name" in result.output
    assert not (data / "lake").exists()
