"""Filters to a report: its figures are those of independent queries, and a name that is not there is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.report.contents import Report
from pipelines.settings import Settings
from pipelines.steps.reporting import UnknownName, Wanted, make_report
from pipelines.warehouse.query import QueryError, run_query
from tests.report.hostile import SECOND, SPEAKER, TOPIC
from tests.warehouse.rows import digest


@pytest.fixture
def small(small_warehouse: Path) -> Settings:
    return Settings(small_warehouse.parent)


def one(settings: Settings, sql: str, *parameters: Any) -> Any:
    return run_query(settings.warehouse, sql, parameters).rows[0][0]


def drawn(report: Report) -> list[int]:
    """Quotes of all bars of the timeline and of the trends."""
    parts = (report.timeline, report.trends)
    return [sum(count for series in part.series for _, count in series.by_period) for part in parts]


def test_a_reprint_counts_once_and_is_told_beside(small: Settings) -> None:
    found = make_report(small, Wanted(speaker="Orla Vint")).found
    counted = "select count(*) from marts.speaker_quotes where speaker_name = 'Orla Vint'"
    assert found.quotes == one(small, f"{counted} and is_first_in_story") == 3
    assert found.occurrences == one(small, counted) == 4
    assert (found.articles, found.outlets) == (4, 2)


def test_the_timeline_is_the_speakers_and_the_trends_are_everybodys(small: Settings) -> None:
    report = make_report(small, Wanted(speaker="orla VINT"))
    economy, health = "economy, business and finance", "health"
    assert {series.name: series.quotes for series in report.timeline.series} == {economy: 2, health: 1}
    assert {series.name: series.quotes for series in report.trends.series} == {economy: 4, health: 2}
    assert drawn(report) == [report.found.quotes, report.chosen.quotes] == [3, 6]
    assert (report.timeline.drawn, report.undrawn) == (3, 0)


def test_without_a_speaker_the_timeline_is_of_speakers_with_a_name(small: Settings) -> None:
    report = make_report(small, Wanted())
    found = [(series.name, series.quotes) for series in report.timeline.series]
    assert found == [("Orla Vint", 3), ("Tomás Brel", 1), ("Union of Tenants", 1)]
    assert report.timeline.count == 3
    assert report.chosen.unnamed == 1


def test_shares_add_up_and_mark_the_speaker(small: Settings) -> None:
    voices = make_report(small, Wanted(speaker="Brel")).voices
    assert sum(voice.share for voice in voices) == pytest.approx(1)
    assert [(voice.rank, voice.quotes, voice.is_wanted) for voice in voices] == [
        (1, 3, False),
        (2, 1, True),
        (2, 1, False),
    ]


def test_earlier_and_later_half_make_the_whole(small: Settings) -> None:
    report = make_report(small, Wanted())
    assert report.span is not None
    sql = "select count(*) from marts.speaker_quotes where is_first_in_story and said_or_published_on <= ?"
    assert sum(series.earlier for series in report.trends.series) == one(small, sql, report.span.middle_on) == 3
    assert all(series.earlier + series.later == series.quotes for series in report.trends.series)


def test_a_topic_and_days_limit_every_part(small: Settings) -> None:
    report = make_report(small, Wanted(topic="HEALTH", first_on=date(2031, 5, 1), last_on=date(2031, 5, 2)))
    assert report.filters.topic == "health"
    assert (report.chosen.quotes, [voice.name for voice in report.voices]) == (1, ["Orla Vint"])
    assert [quote.said_on for quote in report.quotes] == [date(2031, 5, 2)]
    assert report.span is not None
    assert (report.span.first_on, report.span.period) == (date(2031, 5, 1), "day")


def test_top_quotes_are_first_printings_and_their_marks_are_their_words(small: Settings) -> None:
    report = make_report(small, Wanted())
    assert [quote.outlets for quote in report.quotes] == [2, 2, 1, 1, 1]
    for quote in report.quotes:
        words = one(small, "select quote_text from core.quotes where quote_id = ?", quote.quote_id)
        assert " … ".join(quote.text[start:end] for start, end in quote.marks.said) == words


def test_filters_that_nothing_meets_give_an_empty_report(small: Settings) -> None:
    report = make_report(small, Wanted(speaker="Vint", first_on=date(1999, 1, 1), last_on=date(1999, 2, 1)))
    assert (report.found.quotes, report.voices, report.quotes) == (0, (), ())
    assert report.timeline.series == report.trends.series == ()


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Wanted(speaker="Orla Vindt"), "no speaker .* 'Orla Vindt'; did you mean Orla Vint?"),
        (Wanted(speaker="Xqz"), "no other name is much like it"),
        (Wanted(speaker="..."), "no speaker"),
        (Wanted(topic="helth"), "no topic is called 'helth'; did you mean health?"),
        (Wanted(topic="economics"), "did you mean economy, business and finance?"),
        (Wanted(topic="conflict"), "no topic"),
    ],
)
def test_a_name_that_is_not_there_is_told_with_near_ones(small: Settings, wanted: Wanted, message: str) -> None:
    with pytest.raises(UnknownName, match=message):
        make_report(small, wanted)


def test_a_speaker_is_known_by_id(small: Settings) -> None:
    found = make_report(small, Wanted(speaker=digest("Orla Vint"))).filters.speaker
    assert found is not None
    assert (found.name, found.kind, found.role) == ("Orla Vint", "person", "member")


def test_a_name_of_several_speakers_is_refused_with_their_ids(hostile: Settings) -> None:
    with pytest.raises(UnknownName, match=r"2 speakers are called .Karsten.*Emil Karsten.*Odile Karsten") as caught:
        make_report(hostile, Wanted(speaker="Karsten"))
    assert digest("Emil Karsten") in str(caught.value)


def test_without_a_warehouse_the_next_step_is_told(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="otr run"):
        make_report(Settings(tmp_path), Wanted())


def test_the_latest_outcome_of_each_check_counts(hostile: Settings) -> None:
    state = make_report(hostile, Wanted()).state
    assert (state.checks, state.critical) == (2, 0)
    assert [(failure.severity, failure.rows) for failure in state.failures] == [("warning", 3)]


def test_a_topic_of_ones_own_chooses_its_quotes(hostile: Settings) -> None:
    report = make_report(hostile, Wanted(topic="bridges"))
    assert (report.filters.topic, report.chosen.quotes) == ("Bridges", 1)


def test_a_wide_topic_holds_those_below_it(hostile: Settings) -> None:
    everything = make_report(hostile, Wanted(topic=TOPIC)).chosen.quotes
    assert (everything, make_report(hostile, Wanted(topic="bridges and roads")).chosen.quotes) == (12, 2)


def test_words_of_long_ago_do_not_stretch_the_charts_but_are_counted(hostile: Settings) -> None:
    report = make_report(hostile, Wanted(speaker=SECOND))
    assert report.span is not None
    assert report.span.first_on == date(2031, 1, 3)
    assert (report.found.quotes, report.undrawn, drawn(report)[0]) == (5, 1, 4)


def test_a_speaker_of_any_name_is_found(hostile: Settings) -> None:
    assert make_report(hostile, Wanted(speaker=SPEAKER)).found.quotes == 5


def test_a_warehouse_of_another_version_says_how_it_is_built_anew(tmp_path: Path) -> None:
    with duckdb.connect(str(Settings(tmp_path).warehouse)) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.speakers (entity_id varchar)")
    with pytest.raises(
        QueryError, match="entities_called does not exist! The next `otr run` builds the warehouse anew"
    ):
        make_report(Settings(tmp_path), Wanted(speaker="Orla Vint"))
