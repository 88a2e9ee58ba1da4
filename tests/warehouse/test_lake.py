"""The lake: names, listing, atomic publishing, reading."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipelines.contracts import TABLES, polars_schema, table
from pipelines.warehouse.lake import Lake, annotated_tables
from tests.warehouse.rows import DAY, frame_of

PART = "00000000000000ab"
OTHER = "00000000000000cd"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def quotes(*ids: str) -> pl.DataFrame:
    return frame_of("core.quotes", [{"quote_id": quote_id} for quote_id in ids])


def test_a_path_says_table_day_and_part(lake: Lake) -> None:
    path = lake.part_path("core.quotes", DAY, PART)
    assert path == lake.root / "core" / "quotes" / "ingest_date=2031-05-06" / f"part-{PART}.parquet"
    assert lake.part_path("core.entities", None, "all") == lake.root / "core" / "entities" / "part-all.parquet"


@pytest.mark.parametrize(
    ("name", "day", "part", "words"),
    [
        ("core.quotes", DAY, "../../escape", "16 hexadecimal digits"),
        ("core.quotes", None, PART, "ingest day is missing"),
        ("core.entities", DAY, "all", "ingest day is not allowed"),
    ],
)
def test_a_path_that_makes_no_sense_is_refused(lake: Lake, name: str, day: date | None, part: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        lake.part_path(name, day, part)


def test_a_table_without_files_is_an_empty_frame_of_the_contract(lake: Lake) -> None:
    for name, declared in TABLES.items():
        assert lake.scan(name).collect().schema == polars_schema(declared)


def test_a_staged_part_is_seen_only_once_it_is_published(lake: Lake) -> None:
    staged = lake.stage("core.quotes", DAY, PART, quotes("q1", "q2"))
    assert lake.parts("core.quotes") == []
    assert staged.row_count == 2
    reference = staged.publish()
    assert lake.parts("core.quotes") == [reference]
    assert_frame_equal(lake.scan("core.quotes").collect(), quotes("q1", "q2"))
    assert list(lake.staging_folder.iterdir()) == []


def test_a_discarded_part_leaves_nothing_behind(lake: Lake) -> None:
    lake.stage("core.quotes", DAY, PART, quotes("q1")).discard()
    assert lake.parts("core.quotes") == []
    assert list(lake.staging_folder.iterdir()) == []


def test_publishing_again_replaces_the_part(lake: Lake) -> None:
    lake.stage("core.quotes", DAY, PART, quotes("q1")).publish()
    lake.stage("core.quotes", DAY, PART, quotes("q2")).publish()
    assert lake.scan("core.quotes").collect()["quote_id"].to_list() == ["q2"]


def test_a_crash_before_the_rename_leaves_the_old_part(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    lake.stage("core.quotes", DAY, PART, quotes("old")).publish()
    staged = lake.stage("core.quotes", DAY, PART, quotes("new"))
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", lambda *_: pytest.fail("crash"))
        with pytest.raises(pytest.fail.Exception):
            staged.publish()
    assert lake.scan("core.quotes").collect()["quote_id"].to_list() == ["old"]


def test_what_a_crash_left_in_staging_is_cleaned_but_not_what_is_newer(lake: Lake) -> None:
    old = lake.stage("core.quotes", DAY, PART, quotes("q1")).path.parent
    new = lake.stage("core.quotes", DAY, OTHER, quotes("q2")).path.parent
    os.utime(old, (1000, 1000))
    assert lake.clean_staging(older_than=2000) == [old]
    assert new.exists()
    assert lake.clean_staging() == [new]
    assert lake.clean_staging() == []


def test_the_same_frame_gives_the_same_bytes(lake: Lake) -> None:
    frame = frame_of("core.quotes", [{"quote_id": f"{number:016x}"} for number in range(40_000)])
    first = lake.stage("core.quotes", DAY, PART, frame).path.read_bytes()
    assert lake.stage("core.quotes", DAY, OTHER, frame).path.read_bytes() == first


def test_a_published_file_can_be_read_by_others(lake: Lake) -> None:
    path = lake.stage("core.quotes", DAY, PART, quotes("q1")).publish().path
    umask = os.umask(0)
    os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask


def test_staging_refuses_a_frame_that_lacks_columns(lake: Lake) -> None:
    with pytest.raises(ValueError, match="missing columns"):
        lake.stage("core.quotes", DAY, PART, quotes("q1").drop("cue_kind"))


def test_an_old_file_without_a_new_column_still_reads(lake: Lake) -> None:
    path = lake.part_path("core.quotes", DAY, PART)
    path.parent.mkdir(parents=True)
    quotes("q1").drop("medium").with_columns(gone=pl.lit(1)).write_parquet(path)
    lake.stage("core.quotes", DAY, OTHER, quotes("q2")).publish()
    found = lake.scan("core.quotes").collect()
    assert found.schema == polars_schema(table("core.quotes"))
    assert found["quote_id"].to_list() == ["q1", "q2"]


def test_parts_are_listed_by_day_and_strangers_are_not(lake: Lake) -> None:
    for day, part in [(date(2031, 5, 7), PART), (DAY, OTHER), (DAY, PART)]:
        lake.stage("core.quotes", day, part, quotes("q")).publish()
    (lake.root / "core" / "quotes" / "part-nonsense.parquet").touch()
    (lake.root / "core" / "quotes" / f"ingest_date=2031-05-07/part-{PART}.parquet.tmp").touch()
    keys = [reference.key for reference in lake.parts("core.quotes")]
    assert keys == [(DAY, PART), (DAY, OTHER), (date(2031, 5, 7), PART)]
    assert lake.partitions("core.quotes") == [DAY, date(2031, 5, 7)]
    assert [reference.part for reference in lake.parts("core.quotes", DAY)] == [PART, OTHER]


def test_only_parts_that_every_annotated_table_has_are_complete(lake: Lake) -> None:
    for name in annotated_tables():
        lake.stage(name, DAY, PART, frame_of(name, [])).publish()
        if name != "core.dates":
            lake.stage(name, DAY, OTHER, frame_of(name, [])).publish()
    assert [(reference.table, reference.part) for reference in lake.complete_parts()] == [("core.articles", PART)]
    assert [reference.part for reference in lake.served_parts("core.quotes")] == [PART]
    assert lake.served_parts("core.quotes", as_of=date(2031, 5, 5)) == []
    assert len(lake.parts("core.quotes")) == 2


def test_a_table_across_articles_is_one_file_that_is_replaced(lake: Lake) -> None:
    entity = {"entity_id": "e1", "name": "Orla Vint", "entity_kind": "person"}
    lake.replace_table("core.entities", frame_of("core.entities", [entity]))
    lake.replace_table("core.entities", frame_of("core.entities", [entity | {"name": "O. Vint"}]))
    assert lake.scan("core.entities").collect()["name"].to_list() == ["O. Vint"]
    assert [reference.part for reference in lake.parts("core.entities")] == ["all"]
