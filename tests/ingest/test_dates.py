"""Publication dates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines.ingest.dates import instant_from_url, parse_instant
from tests.ingest.articles_for_tests import AS_OF


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-04-13", "2024-04-13T00:00"),
        ("2024-04-13T18:30:00", "2024-04-13T18:30"),
        ("2024-04-13T23:30:00-05:00", "2024-04-14T04:30"),
        ("2024-04-13T18:30:00.000+0200", "2024-04-13T16:30"),
        ("2024-04-13 18:30:00 UTC", "2024-04-13T18:30"),
        ("2024-04-13 18:30:00 +0200", "2024-04-13T16:30"),
        ("20240413T183000Z", "2024-04-13T18:30"),
        ("Sat, 13 Apr 2024 18:30:00 +0200", "2024-04-13T16:30"),
        ("Sat, 13 Apr 2024 18:30:00 GMT", "2024-04-13T18:30"),
        (20240413183000, "2024-04-13T18:30"),
        ("20240413", "2024-04-13T00:00"),
        (1713022200, "2024-04-13T15:30"),
        ("1713022200000", "2024-04-13T15:30"),
        (1713022200.5, "2024-04-13T15:30"),
        ("13/04/2024", "2024-04-13T00:00"),
        ("04/13/2024", "2024-04-13T00:00"),
        ("13.04.2024", "2024-04-13T00:00"),
        ("03.04.2024 17:05", "2024-04-03T17:05"),
        ("13 April 2024 6.30pm CEST", "2024-04-13T16:30"),
        ("April 13th, 2024, 12:15 a.m. EDT", "2024-04-13T04:15"),
        ("Saturday, Apr. 13, 2024", "2024-04-13T00:00"),
        ("2024-04-13T23:59:60Z", "2024-04-13T23:59:59"),
        (datetime(2024, 4, 13), "2024-04-13T00:00"),
        ("Sa, 13 Apr 2024 18:30:00 +0200", "2024-04-13T16:30"),
        ("mer., 10 juil. 2024 à 10h05", "2024-07-10T10:05"),
        ("вт, 05 мар 2024 10:00:00 +0300", "2024-03-05T07:00"),
        ("Sat Apr 13 18:30:00 CEST 2024", "2024-04-13T16:30"),
        ("Sat, 13 Apr 24 18:30:00 GMT", "2024-04-13T18:30"),
        ("Sat, 13 Apr 2024 24:00:00 GMT", "2024-04-14T00:00"),
        ("2024-04-13T24:00:00Z", "2024-04-14T00:00"),
        ("2024年4月13日 18:30", "2024-04-13T18:30"),
        ("2024/4/3 18:30", "2024-04-03T18:30"),
        ("Sept. 5, 2024 at 6:05 p.m. ET", "2024-09-05T22:05"),
        ("Jan. 5, 2024 at 6:05 p.m. ET", "2024-01-05T23:05"),
    ],
)
def test_a_date_becomes_an_instant_in_utc(value: object, expected: str) -> None:
    assert parse_instant(value, AS_OF) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2999-01-01T00:00:00Z", "0001-01-01", "0000-00-00", "2024-02-30", "next Tuesday", "-0044-03-15",
        "9999-12-31T23:59:60Z", "03/04/2024", "", "2024", "12", 0, True, None, [], {}, float("nan"), float("inf"),
        "9" * 400, "31 February 2024", "45:99 13 April 2024", "\u0664\u0665", "1" * 13 + "x",
    ],
)  # fmt: skip
def test_what_is_no_possible_date_is_refused(value: object) -> None:
    assert parse_instant(value, AS_OF) is None


def test_the_future_begins_two_days_after_as_of() -> None:
    assert parse_instant("2026-12-02", AS_OF) is not None
    assert parse_instant("2026-12-04", AS_OF) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://velmark.example/2024/05/12/port", "2024-05-12"),
        ("https://velmark.example/news/2024-05-12-port.html", "2024-05-12"),
        ("https://velmark.example/world/2024/may/12/port", "2024-05-12"),
        ("https://velmark.example/a/20240512/port", "2024-05-12"),
    ],
)
def test_a_day_in_the_path_of_an_address_is_read(url: str, expected: str) -> None:
    assert instant_from_url(url) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize("url", [None, "https://v.example/2024/05/port", "https://v.example/2024/13/40/", "https://v.example/?d=/2024/05/12/"])  # fmt: skip  # noqa: E501
def test_an_address_without_a_day_gives_no_date(url: str | None) -> None:
    assert instant_from_url(url) is None
