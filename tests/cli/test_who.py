"""``otr who``, ``merge``, ``split``, ``resolve``: what is known of a name; decisions that take effect at once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipelines.assets import launch
from pipelines.assets.launch import Busy, RunSummary
from pipelines.cli import main
from pipelines.cli.cards import card
from pipelines.transforms.curation import read_curation
from tests.newsroom import run_whole_job, write_article
from tests.warehouse.rows import digest

VINT, BREL = digest("Orla Vint"), digest("Tomás Brel")
MARRIED = "“The bridge number {number} will open in June,” said Orla Brandt. It rained on Monday."


def otr(*words: object, data: Path, **options: Any) -> Result:
    return CliRunner().invoke(main, [*[str(word) for word in words], "--data", str(data)], **options)


@pytest.fixture
def data(small_warehouse: Path, tmp_path: Path) -> Path:
    """A data folder with the warehouse of the small corpus, but without its lake."""
    shutil.copy(small_warehouse, tmp_path / "warehouse.duckdb")
    return tmp_path


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[RunSummary | Exception]:
    """What the next resolutions say; nothing is resolved."""
    said: list[RunSummary | Exception] = []

    def stand_in(settings: object) -> RunSummary:
        found = said.pop(0) if said else RunSummary()
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(launch, "resolve_again", stand_in)
    return said


class TestWho:
    def test_what_is_known_of_a_name_is_told_in_words(self, data: Path) -> None:
        result = otr("who", "tomas BREL", data=data)
        assert result.exit_code == 0, result.output
        lines = [line.split(maxsplit=1) for line in result.stdout.splitlines()]
        assert lines[0] == ["Tomás", f"Brel  person  {BREL}"]
        told = {line[0]: line[1] for line in lines[1:] if len(line) == 2}
        assert told["called"] == "Brel 2; Tomás Brel 1"
        assert told["roles"] == "member"
        assert told["quotes"] == "1 (2 with reprints) in 2 articles, 0% direct, 2031-03-03"
        assert told["outlets"] == "Harbour Times 1; Velmark Post 1"
        assert told["topics"] == "economy, business and finance 2"
        assert told["mentioned"] == "3 mentions in 2 articles"
        assert told["how"] == "sure  quote 0.90, speaker 0.80 (name 2), mention 0.00 (name 3)"

    def test_the_same_in_json(self, data: Path) -> None:
        answer = json.loads(otr("who", "vint", "--format", "json", data=data).stdout)
        assert answer["asked"] == "vint"
        assert [(one["entity_id"], one["quote_count"]) for one in answer["matches"]] == [(VINT, 3)]
        assert answer["matches"][0]["last_said_or_published_on"] == "2031-05-02"
        assert answer["similar"] == []

    @pytest.mark.parametrize(
        ("asked", "hint"), [("Orla Vindt", f"Did you mean:\n  {VINT}  Orla Vint (person"), ("Xqz", "")]
    )
    def test_where_nobody_bears_the_name_the_nearest_are_named(self, data: Path, asked: str, hint: str) -> None:
        result = otr("who", asked, data=data)
        assert result.exit_code == 1
        assert f"Nobody and nothing in the warehouse is called '{asked}'" in result.stderr
        assert result.stdout.startswith(hint)
        assert bool(result.stdout) == bool(hint)

    def test_without_a_warehouse_the_next_step_is_said(self, tmp_path: Path) -> None:
        result = otr("who", "Vint", data=tmp_path / "data")
        assert result.exit_code == 1
        assert "build one with `otr run`" in result.stderr

    def test_a_name_cannot_write_over_the_terminal(self) -> None:
        row = {"name": "Orla\x1b[2J\n\u202eVint", "entity_kind": "person", "entity_id": VINT, "wikidata_id": "Q1"}
        row |= {"aliases": [{"name": f"V{number}\r", "mention_count": 1000} for number in range(10)], "roles": []}
        row |= {"quote_count": 0, "mention_count": 1, "mentioning_article_count": 1, "mention_methods": []}
        words = card(row, 60)
        assert words.splitlines()[0] == f"Orla[2J Vint  person  {VINT}  Q1"
        assert "V7 1,000 and 2 more" in " ".join(words.split())
        assert max(map(len, words.splitlines())) <= 60


class TestDecisions:
    @pytest.mark.usefixtures("resolved")
    def test_a_merge_says_what_it_joins_and_is_written_down(self, data: Path) -> None:
        result = otr("merge", BREL, VINT, "--note", "her pen name", data=data)
        assert result.exit_code == 0, result.output
        assert f"Tomás Brel (person {BREL}: 1 quote, 3 mentions)\nis Orla Vint (person {VINT}: 3" in result.stdout
        (decision,) = read_curation(data / "curation.csv")
        assert (decision.action, decision.name, decision.other_name) == ("merge", "Tomás Brel", "Orla Vint")
        assert (decision.note, decision.decided_at[:2]) == ("her pen name", "20")
        again = otr("merge", BREL, VINT, data=data)
        assert again.exit_code == 0
        assert "line 2 of curation.csv says so already" in again.stdout
        assert len(read_curation(data / "curation.csv")) == 1

    @pytest.mark.usefixtures("resolved")
    def test_a_split_says_which_article_it_is_about(self, data: Path) -> None:
        asked = "select article_id from marts.current_articles where published_on = date '2031-05-05'"
        article_id = otr("sql", asked, "--format", "csv", data=data).stdout.split()[1]
        result = otr("split", VINT, "--article", article_id, "--as", "Orla Vint (junior)", data=data)
        assert result.exit_code == 0, result.output
        assert "(Velmark Post, 2031-05-05: 1 quote, 1 mention)\nis Orla Vint (junior)\n" in result.stdout
        (decision,) = read_curation(data / "curation.csv")
        assert (decision.action, decision.article_id) == ("split", article_id)

    @pytest.mark.usefixtures("resolved")
    @pytest.mark.parametrize(
        ("words", "code", "message"),
        [
            (["merge", BREL, "nobody"], 1, "no entity 'nobody'"),
            (["merge", BREL], 2, "Missing argument"),
            (["split", BREL], 2, "--article"),
            (["split", BREL, "--article", "a", "--into", VINT, "--as", "x"], 2, "give one of them"),
            (["split", BREL, "--article", "a"], 1, "no article 'a'"),
        ],
    )
    def test_what_is_refused_is_said_and_not_written_down(
        self, data: Path, words: list[str], code: int, message: str
    ) -> None:
        result = otr(*words, data=data)
        assert result.exit_code == code
        assert message in result.stderr
        assert not (data / "curation.csv").exists()

    @pytest.mark.parametrize("failure", [RunSummary(failure="Not published"), Busy("process 7 is at work"), OSError()])
    def test_what_cannot_be_published_is_not_written_down(
        self, data: Path, resolved: list[RunSummary | Exception], failure: RunSummary | Exception
    ) -> None:
        resolved.append(failure)
        result = otr("merge", BREL, VINT, data=data)
        assert result.exit_code == (3 if isinstance(failure, RunSummary) else 1)
        assert not (data / "curation.csv").exists()

    def test_a_mistake_in_the_file_is_said_before_anything_runs(
        self, data: Path, resolved: list[RunSummary | Exception]
    ) -> None:
        resolved.append(AssertionError("resolved"))
        (data / "curation.csv").write_text("action,entity_id\nmarry,x\n", encoding="utf-8")
        for words in (["resolve"], ["merge", BREL, VINT]):
            result = otr(*words, data=data)
            assert result.exit_code == 1
            assert "line 2" in result.stderr

    def test_nothing_is_made_where_there_is_no_warehouse(self, tmp_path: Path) -> None:
        for words in (["merge", BREL, VINT], ["resolve"]):
            result = otr(*words, data=tmp_path / "none")
            assert result.exit_code == 1
            assert "no warehouse" in result.stderr
        assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("stand_in")
def test_a_merge_takes_effect_at_once_lasts_and_ends_with_its_line(tmp_path: Path, open_suites: Path) -> None:
    data, news = tmp_path / "data", tmp_path / "news"
    first = [write_article(news, 1), write_article(news, 2, MARRIED)]
    assert run_whole_job(data, *first, expectations=open_suites).succeeded

    def speakers() -> dict[str, tuple[str, int]]:
        asked = "select speaker_name, entity_id, quote_count from marts.speakers"
        rows = json.loads(otr("sql", asked, "--format", "json", data=data).stdout)
        return {row["speaker_name"]: (row["entity_id"], row["quote_count"]) for row in rows}

    before = speakers()
    assert {name: count for name, (_, count) in before.items()} == {"Orla Vint": 1, "Orla Brandt": 1}
    (one, _), (into, _) = before["Orla Brandt"], before["Orla Vint"]
    environment = {"OTR_EXPECTATIONS": str(open_suites)}
    result = otr("merge", one, into, data=data, env=environment)
    assert result.exit_code == 0, result.output
    assert [found[1] for found in speakers().values()] == [2]
    more = [write_article(news, 3, MARRIED), write_article(news, 4, MARRIED)]
    assert run_whole_job(data, *more, expectations=open_suites).succeeded
    assert list(speakers().values()) == [(into, 4)]
    (data / "curation.csv").unlink()
    assert otr("resolve", data=data, env=environment).exit_code == 0
    assert {name: count for name, (_, count) in speakers().items()} == {"Orla Vint": 1, "Orla Brandt": 3}
