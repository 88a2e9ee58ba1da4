"""``otr report``: a page is written, and what cannot be reported is told in words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.cli import main


@pytest.fixture
def data(small_warehouse: Path, tmp_path: Path) -> Path:
    """A data folder with the warehouse of the small corpus."""
    shutil.copy(small_warehouse, tmp_path / "warehouse.duckdb")
    return tmp_path


def otr_report(data: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["report", "--data", str(data), "--output", str(data / "page.html"), *words])


def test_a_page_is_written_and_nothing_besides(data: Path) -> None:
    result = otr_report(data, "--speaker", "Vint", "--topic", "health", "--from", "2031-05-01", "--to", "2031-05-31")
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{data / 'page.html'}: 1 quote in 1 article\n"
    page = (data / "page.html").read_text(encoding="utf-8")
    assert "<h1><bdi>Orla Vint</bdi>: <bdi>health</bdi></h1>" in page
    assert "from 1 May 2031 to 31 May 2031" in page
    assert sorted(path.name for path in data.iterdir()) == ["page.html", "warehouse.duckdb"]


def test_filters_that_nothing_meets_still_give_a_page(data: Path) -> None:
    result = otr_report(data, "--from", "1999-01-01", "--to", "1999-01-02")
    assert result.exit_code == 0
    assert "no quote meets these filters; the page says so" in result.stdout
    assert "No quote meets these filters." in (data / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--speaker", "Orla Vindt"], 1, "did you mean Orla Vint?"),
        (["--topic", "helth"], 1, "did you mean health?"),
        (["--from", "2031-02-30"], 2, "wants a day such as 2024-03-05, not '2031-02-30'"),
        (["--from", "2031-05-02", "--to", "2031-05-01"], 2, "--from 2031-05-02 is later than --to 2031-05-01"),
        (["--speaker", " "], 2, "wants a name"),
        (["--topic", "\udcff"], 2, "wants a name"),
        (["--output", "/nowhere/page.html"], 2, "there is no folder /nowhere"),
        (["--data", "/nowhere"], 1, "build one with `otr run`"),
    ],
)
def test_what_cannot_be_reported_is_told(data: Path, words: list[str], code: int, message: str) -> None:
    result = otr_report(data, *words)
    assert result.exit_code == code
    assert message in " ".join(result.stderr.split())
    assert not (data / "page.html").exists()


def test_an_older_page_stays_when_the_new_one_cannot_be_written(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data / "page.html").write_text("older")

    def full(self: Path, *_: object, **__: object) -> None:
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    result = otr_report(data)
    assert (result.exit_code, "No space left on device" in result.stderr) == (1, True)
    assert (data / "page.html").read_text() == "older"
    assert sorted(path.name for path in data.iterdir()) == ["page.html", "warehouse.duckdb"]
