"""topics.toml in the data folder: mistakes are told before anything is taken in, and the sample brings its own."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from pipelines.cli import main
from pipelines.cli.run import place_topics
from pipelines.settings import Settings
from pipelines.transforms.own_topic_file import read_own_topics
from tests.newsroom import write_article


def test_a_mistake_in_topics_toml_is_told_with_its_line_before_the_run(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "topics.toml").write_text('\n[[topic]]\nname = "Rail strike"\n', encoding="utf-8")
    result = CliRunner().invoke(main, ["run", str(write_article(tmp_path, 1)), "--data", str(data)])
    assert result.exit_code == 2
    assert "topics.toml, line 2: topic 1 (Rail strike): any_of or all_of must name" in result.output
    assert not (data / "lake").exists()


def test_the_sample_brings_its_own_topics_but_never_overwrites_those_of_the_user(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "data")
    place_topics(settings)
    assert {topic.name for topic in read_own_topics(settings.topics_file)} >= {"Interest rates", "Sarn dykes"}
    settings.topics_file.write_text("# mine", encoding="utf-8")
    place_topics(settings)
    assert settings.topics_file.read_text(encoding="utf-8") == "# mine"
