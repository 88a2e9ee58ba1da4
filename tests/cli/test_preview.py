"""``otr run --dry-run``, standard input and ``otr original``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from pipelines.cli import main
from pipelines.demo import samples_folder
from tests.newsroom import write_articles


def otr(*words: object, **options: Any) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], **options)


def counts(output: str) -> dict[str, list[int]]:
    """Documents, articles, duplicates and rejects by format."""
    rows = (re.fullmatch(r"(\w+)((?:\s+[\d,]+){4})", line) for line in output.splitlines())
    return {row[1]: [int(number.replace(",", "")) for number in row[2].split()] for row in rows if row}


def test_a_dry_run_counts_by_format_and_writes_nothing(tmp_path: Path) -> None:
    result = otr("run", samples_folder(), "--dry-run", "--data", tmp_path / "data")
    assert result.exit_code == 0, result.output
    found = counts(result.output)
    assert found["warc"] == [3, 0, 3, 0]  # the pages before it are the same articles
    assert found["sitemap"] == [3, 0, 0, 3]
    assert all(
        documents == articles + duplicates + rejects for documents, articles, duplicates, rejects in found.values()
    )
    assert [
        sum(column) for column in zip(*(row for name, row in found.items() if name != "all"), strict=True)
    ] == found["all"]
    assert "6 link_only" in result.output
    assert not (tmp_path / "data").exists()


def test_a_strict_dry_run_with_refusals_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_bytes(b"\0")
    assert otr("run", tmp_path / "a.xyz", "--dry-run", "--strict", "--data", tmp_path / "data").exit_code == 1


def test_a_file_of_no_bytes_is_warned_of_on_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    result = otr("run", tmp_path / "a.jsonl", "--dry-run", "--strict", "--data", tmp_path / "data")
    assert (result.exit_code, counts(result.output)["all"]) == (0, [0, 0, 0, 0])
    assert f"warning: no document in {tmp_path / 'a.jsonl'}: it has no bytes" in result.output


def test_standard_input_is_read_as_json_or_as_text(tmp_path: Path) -> None:
    lines = json.dumps({"title": "Port", "text": "The port stays open, Orla Tevick said."}) + "\n"
    for given, name in ((lines, "json"), ("The port stays open, Orla Tevick said.", "text")):
        result = otr("run", "-", "--dry-run", "--data", tmp_path / "data", input=given)
        assert counts(result.output)[name] == [1, 1, 0, 0], result.output


def test_standard_input_of_another_format_is_named(tmp_path: Path) -> None:
    table = (samples_folder() / "plain.csv").read_bytes()
    given = ("run", "-", "--dry-run", "--data", tmp_path / "data")
    assert counts(otr(*given, "--format", "table", input=table).output)["table"] == [3, 3, 0, 0]
    assert "there are text, html" in otr(*given, "--format", "xls", input=table).output


def test_what_the_lake_holds_is_a_duplicate_in_a_dry_run(finished_data: Path, tmp_path: Path) -> None:
    result = otr("run", write_articles(tmp_path / "news", 1), "--dry-run", "--data", finished_data)
    assert sum(counts(result.output)["text"][1:3]) == 1, result.output


def test_an_unknown_quote_is_an_error_in_words(finished_data: Path) -> None:
    result = otr("original", "nothing", "--data", finished_data)
    assert result.exit_code == 1
    assert "no quote_id 'nothing'" in result.output


def test_a_quote_is_shown_with_the_characters_of_its_original(finished_data: Path) -> None:
    found = otr(
        "sql", "select quote_id, quote_text from core.quotes limit 1", "--format", "json", "--data", finished_data
    )
    (quote,) = json.loads(found.output)
    result = otr("original", quote["quote_id"], "--data", finished_data)
    assert result.exit_code == 0, result.output
    assert quote["quote_text"].split(" … ")[0] in result.output
