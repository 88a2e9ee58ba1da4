"""Sensors on the sources of sources.toml: what they poll, when they ask for a run, what they tell it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from pipelines.assets.build import JOB, build_definitions
from pipelines.assets.sensors import TAKES_FETCHED
from pipelines.fetching import SourcesFileError
from pipelines.settings import Settings
from tests.fetching.web import Site, article_page, reply, rss, rss_item, serving

FEED = """
contact = "desk@velmark-courier.example"

[[feed]]
name = "velmark-courier"
url = "{url}"
allow_private = true
interval = "1m"
limits = {{ delay_seconds = 0 }}
"""
FILES = """
[[folder]]
name = "archive"
path = "archive"
publisher = "Old Courier"

[[glob]]
name = "exports"
pattern = "exports/*.jsonl"
interval = "6h"
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


def publish(site: Site, *numbers: int) -> None:
    today = datetime.now(UTC).strftime("%a, %d %b %Y 00:00:00 GMT")
    for number in numbers:
        site.routes[f"/news/{number}"] = reply(article_page(number))
    items = (rss_item(site.url(f"/news/{number}"), f"Bridge {number}", today) for number in numbers)
    site.routes["/feed.xml"] = reply(rss("".join(items)), etag=f'"{numbers}"')


def definitions(data: Path, sources: str) -> dg.Definitions:
    data.mkdir(exist_ok=True)
    (data / "sources.toml").write_text(sources, encoding="utf-8")
    return build_definitions(Settings(data))


def tick(
    found: dg.Definitions, name: str, instance: dg.DagsterInstance, cursor: str | None = None
) -> dg.SensorExecutionData:
    context = dg.build_sensor_context(instance=instance, cursor=cursor, repository_def=found.get_repository_def())
    return found.resolve_sensor_def(name).evaluate_tick(context)


def test_a_feed_is_polled_and_new_articles_start_a_run_once(site: Site, tmp_path: Path) -> None:
    publish(site, 1, 2)
    found = definitions(tmp_path / "data", FEED.format(url=site.url("/feed.xml")))
    with dg.DagsterInstance.ephemeral() as instance:
        first = tick(found, "velmark_courier", instance)
        (request,) = first.run_requests
        assert (request.run_key, request.partition_key) == ("velmark-courier-2", datetime.now(UTC).date().isoformat())
        cursor = json.loads(first.cursor)
        assert (cursor["etag"], cursor["documents"]) == ('"(1, 2)"', 2)
        assert cursor["last_id"] == site.url("/news/1")
        second = tick(found, "velmark_courier", instance, first.cursor)
        assert (second.run_requests, second.skip_message) == ([], "not due yet")


def test_articles_whose_run_was_never_started_start_one_at_the_next_look(site: Site, tmp_path: Path) -> None:
    publish(site, 1)
    found = definitions(tmp_path / "data", FEED.format(url=site.url("/feed.xml")))
    with dg.DagsterInstance.ephemeral() as instance:
        tick(found, "velmark_courier", instance)  # and then the daemon dies: the cursor is not kept
        assert len(tick(found, "velmark_courier", instance).run_requests) == 1


def test_a_queued_run_takes_in_what_came_meanwhile(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dg.RunsFilter] = []

    def count(instance: dg.DagsterInstance, filters: dg.RunsFilter) -> int:
        asked.append(filters)
        return 1

    publish(site, 1)
    found = definitions(tmp_path / "data", FEED.format(url=site.url("/feed.xml")))
    monkeypatch.setattr(dg.DagsterInstance, "get_runs_count", count)
    with dg.DagsterInstance.ephemeral() as instance:
        told = tick(found, "velmark_courier", instance)
    assert (told.run_requests, json.loads(told.cursor)["documents"]) == ([], 1)
    assert told.skip_message.endswith("the queued run takes them in")
    assert asked == [dg.RunsFilter(job_name=JOB, statuses=[dg.DagsterRunStatus.QUEUED], tags=TAKES_FETCHED)]


def test_a_source_that_fails_ends_in_words_and_not_in_a_failed_tick(site: Site, tmp_path: Path) -> None:
    found = definitions(tmp_path / "data", FEED.format(url=site.url("/feed.xml")))
    with dg.DagsterInstance.ephemeral() as instance:
        told = tick(found, "velmark_courier", instance)
    assert told.run_requests == []
    assert told.skip_message == f"gone: {site.url('/feed.xml')}: HTTP status 404"


def test_sources_of_files_start_runs_on_their_paths(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name in ("archive/a/1.txt", "exports/1.jsonl", "exports/2.jsonl", "exports/notes.txt"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text("{}")
        os.utime(data / name, (0, 0))
    found = definitions(data, FILES)
    with dg.DagsterInstance.ephemeral() as instance:
        for name, paths, publisher in (
            ("archive", [data / "archive"], "Old Courier"),
            ("exports", [data / "exports" / "1.jsonl", data / "exports" / "2.jsonl"], ""),
        ):
            first = tick(found, name, instance)
            config = first.run_requests[0].run_config["ops"]["documents"]["config"]
            assert config == {"paths": [str(path) for path in paths], "publisher": publisher}
            assert tick(found, name, instance, first.cursor).run_requests == []
        (data / "exports" / "3.jsonl").write_text("{}")
        assert tick(found, "exports", instance, first.cursor).skip_message == "a file is still being written"
        os.utime(data / "exports" / "3.jsonl", (0, 0))
        assert len(tick(found, "exports", instance, first.cursor).run_requests) == 1
    assert found.resolve_sensor_def("exports").minimum_interval_seconds == 6 * 3600


def test_a_mistake_in_the_file_is_told_when_the_definitions_are_loaded(tmp_path: Path) -> None:
    with pytest.raises(SourcesFileError, match="line 3: folder 1: name must be a text"):
        definitions(tmp_path / "data", "\n\n[[folder]]\n")
