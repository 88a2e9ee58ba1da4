"""Periods of the charts: how long they are, and that they meet without a gap."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import duckdb
import pytest

from pipelines.report.periods import Period, Span, next_period, period_start
from pipelines.report.words import period_words, short_period


@pytest.mark.parametrize(
    ("days", "period"),
    [
        (1, "day"),
        (31, "day"),
        (32, "week"),
        (366, "week"),
        (400, "month"),
        (1800, "month"),
        (2000, "quarter"),
        (9000, "year"),
    ],
)
def test_the_period_grows_with_the_time_that_is_shown(days: int, period: Period) -> None:
    assert Span(date(2031, 1, 1), date(2031, 1, 1) + timedelta(days=days - 1)).period == period


@pytest.mark.parametrize("period", get_args(Period))
def test_a_period_begins_as_the_warehouse_has_it_and_the_next_follows_at_once(period: Period) -> None:
    days = [date(2027, 12, 25) + timedelta(days=3 * number) for number in range(400)]
    asked = "select cast(date_trunc(?, day) as date) from unnest(?) as days(day)"
    expected = [row[0] for row in duckdb.sql(asked, params=[period, days]).fetchall()]
    assert [period_start(day, period) for day in days] == expected
    for start in set(expected):
        following = next_period(start, period)
        assert period_start(following, period) == following
        assert period_start(following - timedelta(days=1), period) == start


@pytest.mark.parametrize("period", get_args(Period))
def test_the_first_and_the_last_day_there_are_do_no_harm(period: Period) -> None:
    assert period_start(date.min, period) == date.min
    assert next_period(period_start(date.max, period), period) == date.max


def test_the_earlier_half_is_never_shorter() -> None:
    assert Span(date(2031, 1, 1), date(2031, 1, 3)).middle_on == date(2031, 1, 2)
    assert Span(date(2031, 1, 1), date(2031, 1, 4)).middle_on == date(2031, 1, 2)
    assert Span(date(2031, 1, 1), date(2031, 1, 1)).middle_on == date(2031, 1, 1)


def test_periods_in_words() -> None:
    on = date(2031, 4, 1)
    long = [period_words(on, period) for period in get_args(Period)]
    assert long == ["1 April 2031", "week of 1 April 2031", "April 2031", "April to June 2031", "2031"]
    short = [short_period(on, period) for period in get_args(Period)]
    assert short == ["1 Apr 2031", "1 Apr 2031", "Apr 2031", "Apr–Jun 2031", "2031"]
