"""``otr``: words out, and exit codes 0 done, 1 something rejected, 2 usage, 3 not published."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from pipelines.cli import main
from pipelines.steps import doctor, ray_workers
from pipelines.text.annotator import Annotator
from pipelines.text.inference import ModelDamaged
from tests.newsroom import BRIDGE, StandIn, broken_suites, write_article, write_articles

COUNT = "select count(*) as articles from core.articles"


def otr(*words: object, **options: Any) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], **options)


@pytest.fixture
def stand_in_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Annotator, "load", classmethod(lambda cls, threads=1: StandIn()))


def told(output: str) -> dict[str, str]:
    """The summary of a run: name, then value."""
    return {found[1]: found[2] for found in re.finditer(r"^(\w[\w ]{1,14}?) {2,}(.+)$", output, re.MULTILINE)}


class TestHelp:
    @pytest.mark.parametrize("name", ["", *main.commands])
    def test_every_command_has_a_help_text_and_says_what_each_option_is_for(self, name: str) -> None:
        result = otr(*name.split(), "--help")
        assert result.exit_code == 0
        command = main.commands[name] if name else main
        assert command.help
        options = [found for found in command.params if isinstance(found, click.Option) and found.name != "output"]
        assert [found.name for found in options if not found.help and found.name not in ("style", "port")] == []

    def test_the_version_is_told(self) -> None:
        assert "version" in otr("--version").output


class TestRun:
    @pytest.mark.usefixtures("stand_in")
    def test_a_run_ends_with_a_table_that_adds_up(self, tmp_path: Path, open_suites: Path) -> None:
        folder = write_articles(tmp_path / "news", 2)
        (folder / "notes.xyz").write_bytes(b"\x00\x01")
        data = tmp_path / "else where" / "data"
        result = otr("run", folder, "--data", data, env={"OTR_EXPECTATIONS": str(open_suites), "OTR_WORKERS": "1"})
        assert result.exit_code == 0, result.output
        rows = told(result.stdout)
        assert (rows["documents read"], rows["new"], rows["rejected"]) == ("3", "2", "1 (1 unknown_format)")
        assert (rows["articles"], rows["in all"], rows["quotes"]) == ("2 new", "2 articles", "2 (2 direct)")
        assert rows["speakers"] == "1 named"
        assert rows["warehouse"] == str(data / "warehouse.duckdb")
        assert float(rows["seconds"]) > 0
        strict = otr("run", folder, "--data", data, "--strict", env={"OTR_EXPECTATIONS": str(open_suites)})
        assert strict.exit_code == 1
        assert told(strict.stdout)["new"] == "0"

    @pytest.mark.usefixtures("stand_in")
    def test_own_people_are_checked_before_the_run_and_kept_in_the_data_folder(
        self, tmp_path: Path, open_suites: Path
    ) -> None:
        article, data = write_article(tmp_path / "news", 1), tmp_path / "data"
        people = tmp_path / "people.csv"
        people.write_text("name,role\nIlva Tarnow,\n", encoding="utf-8")
        options = ("--data", data, "--kb", people)
        refused = otr("run", article, *options)
        assert refused.exit_code == 2
        assert "people.csv, line 2, column role" in refused.stderr
        assert not data.exists()
        people.write_text("name,role\nIlva Tarnow,mayor\n", encoding="utf-8")
        result = otr("run", article, *options, env={"OTR_EXPECTATIONS": str(open_suites), "OTR_WORKERS": "1"})
        assert result.exit_code == 0, result.output
        assert (data / "knowledge.csv").read_text(encoding="utf-8") == people.read_text(encoding="utf-8")

    @pytest.mark.usefixtures("stand_in")
    def test_what_a_gate_refused_is_said_and_the_exit_code_is_3(self, tmp_path: Path) -> None:
        suites = broken_suites(tmp_path / "expectations", "core.articles", "language")
        article = write_article(tmp_path / "news", 1)
        result = otr("run", article, "--data", tmp_path / "data", env={"OTR_EXPECTATIONS": str(suites)})
        assert result.exit_code == 3, result.output
        assert "not met: core/articles: everything_is_sung (ERROR)" in result.stdout
        assert "Not published" in result.stderr
        assert "core.articles: everything is sung (1 row)" in result.stderr
        assert "core.check_results" in result.stderr
        refused = otr("sql", "select detail from core.rejects", "--format", "csv", "--data", tmp_path / "data")
        assert "everything is sung" in refused.stdout

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["missing.txt"], "there is no missing.txt"),
            ([], "Missing argument"),
            ([".", "--published-at", "yesterday"], "wants a date such as"),
            ([".", "--map", "title"], "--map wants OURS=THEIRS"),
            ([".", "--map", "=headline"], "--map wants OURS=THEIRS"),
            ([".", "--map", "titel=headline"], "no field titel; there are"),
            ([".", "--url", "https://courier.example/a"], "--url is for one file"),
            ([".", "--data", __file__], "is a file"),
            ([".", "--address", "head.example:6379"], "add --engine ray"),
        ],
    )
    def test_a_mistake_in_the_command_is_said_and_nothing_is_made(
        self, words: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        result = otr("run", *words)
        assert result.exit_code == 2
        assert message in result.stderr
        assert list(tmp_path.iterdir()) == []

    def test_a_mistake_in_the_environment_is_said(self, tmp_path: Path) -> None:
        result = otr("run", tmp_path, "--data", tmp_path / "data", env={"OTR_WORKERS": "many"})
        assert result.exit_code == 2
        assert "OTR_WORKERS must be a whole number" in result.stderr

    def test_a_cluster_that_does_not_answer_ends_the_command_before_anything_is_made(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ray_workers, "find_spec", lambda name: name)
        article = write_article(tmp_path / "news", 1)
        result = otr("run", article, "--data", tmp_path / "data", "--engine", "ray", "--address", "127.0.0.1:1")
        assert result.exit_code == 1
        assert "no Ray cluster can be used at 127.0.0.1:1" in result.stderr
        assert not (tmp_path / "data").exists()


class TestSql:
    def test_each_format_gives_the_same_answer(self, finished_data: Path) -> None:
        question = "select title, publisher from core.articles order by title limit 2"
        answers = {
            style: otr("sql", question, "--format", style, "--data", finished_data).stdout
            for style in ("table", "csv", "json", "markdown")
        }
        rows = [{"title": f"Bridge {number}", "publisher": "Velmark Courier"} for number in (1, 2)]
        assert json.loads(answers["json"]) == rows
        assert list(csv.DictReader(io.StringIO(answers["csv"]))) == rows
        assert "| Bridge 1 | Velmark Courier |" in answers["markdown"]
        assert all(word in answers["table"] for word in ("title", "publisher", "Bridge 2"))

    def test_a_question_may_come_from_a_file_or_from_standard_input(self, finished_data: Path, tmp_path: Path) -> None:
        file = tmp_path / "question.sql"
        file.write_text(COUNT, encoding="utf-8")
        piped = otr("sql", "-", "--format", "csv", "--data", finished_data, input=COUNT)
        read = otr("sql", file, "--format", "csv", "--data", finished_data)
        assert piped.stdout == read.stdout == "articles\n3\n"

    @pytest.mark.parametrize(
        "question",
        [
            "delete from core.articles",
            "create table core.mine as select 1",
            "copy core.articles to 'copied.csv'",
            "select * from read_text('/etc/hostname')",
            "attach 'other.duckdb'",
            "install httpfs",
            "set enable_external_access = true",
        ],
    )
    def test_nothing_can_be_changed_and_no_file_reached(
        self, question: str, finished_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        result = otr("sql", question, "--data", finished_data)
        assert result.exit_code == 1
        assert result.stderr.startswith("Error: ")
        assert list(tmp_path.iterdir()) == []
        assert otr("sql", COUNT, "--format", "csv", "--data", finished_data).stdout == "articles\n3\n"

    def test_without_a_warehouse_the_next_step_is_said(self, tmp_path: Path) -> None:
        result = otr("sql", COUNT, "--data", tmp_path)
        assert result.exit_code == 1
        assert "build one with `otr run`" in result.stderr

    def test_the_folder_of_the_environment_is_asked_where_none_is_named(self, finished_data: Path) -> None:
        assert otr("sql", COUNT, "--format", "csv", env={"OTR_DATA": str(finished_data)}).stdout == "articles\n3\n"


class TestAnnotate:
    @pytest.mark.usefixtures("stand_in_models")
    def test_lines_go_in_and_lines_come_out(self, tmp_path: Path) -> None:
        source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        source.write_text(json.dumps({"article_id": "a", "text": BRIDGE.format(number=1)}), encoding="utf-8")
        result = otr("annotate", source, "--output", output)
        assert (result.exit_code, result.stdout) == (0, f"1 articles annotated: {output}\n")
        assert json.loads(output.read_text(encoding="utf-8"))["attributions"][0]["speaker"]["name"] == "Orla Vint"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]

    @pytest.mark.usefixtures("stand_in_models")
    def test_a_bad_line_is_an_error_in_words(self, tmp_path: Path) -> None:
        source = tmp_path / "in.jsonl"
        source.write_text("not json", encoding="utf-8")
        result = otr("annotate", source, "--output", tmp_path / "out.jsonl")
        assert result.exit_code == 1
        assert "line 1: not JSON" in result.stderr

    def test_input_that_is_not_there_and_an_output_without_a_folder_are_usage_errors(self, tmp_path: Path) -> None:
        assert otr("annotate", tmp_path / "in.jsonl", "--output", tmp_path / "out.jsonl").exit_code == 2
        source = tmp_path / "in.jsonl"
        source.write_text("", encoding="utf-8")
        assert otr("annotate", source).exit_code == 2
        assert otr("annotate", source, "--output", tmp_path / "no" / "out.jsonl").exit_code == 2


class TestDoctor:
    @pytest.fixture(autouse=True)
    def small_disk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(doctor, "ENOUGH_BYTES", 1)

    @pytest.mark.usefixtures("stand_in_models")
    def test_all_in_order_is_exit_code_0(self, finished_data: Path) -> None:
        result = otr("doctor", "--data", finished_data)
        assert result.exit_code == 0, result.output
        assert "BAD" not in result.stdout
        assert re.search(r"ok +warehouse +\d+ quotes", result.stdout)

    def test_a_damaged_model_is_exit_code_1_with_the_mend(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def damaged(threads: int = 1) -> None:
            raise ModelDamaged("models/encoder.onnx is not the released file: reinstall the package")

        monkeypatch.setattr(Annotator, "load", damaged)
        result = otr("doctor", "--data", tmp_path)
        assert result.exit_code == 1
        assert re.search(r"BAD +models +models/encoder.onnx is not the released file: reinstall", result.stdout)
