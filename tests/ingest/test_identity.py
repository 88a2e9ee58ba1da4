"""Addresses, names, titles and languages."""

from __future__ import annotations

import pytest

from pipelines.ingest.identity import canonical_url, host, web_address
from pipelines.ingest.language import language_code
from pipelines.ingest.names import author_names, headline


@pytest.mark.parametrize(
    "url",
    [
        "http://Velmark.EXAMPLE/a/b/",
        "https://velmark.example:443/a/b?utm_source=x&fbclid=1#top",
        "http://user:pw@velmark.example:80/a/%62",
    ],
)
def test_addresses_of_one_page_have_one_spelling(url: str) -> None:
    assert canonical_url(url) == "https://velmark.example/a/b"


def test_parameters_that_name_the_page_stay_in_one_order() -> None:
    assert canonical_url("https://v.example/?b=2&a=1&cid=7") == canonical_url("https://v.example?cid=7&a=1&b=2")
    assert canonical_url("https://v.example/?id=1") != canonical_url("https://v.example/?id=2")
    assert canonical_url("https://v.example:8080/a") == "https://v.example:8080/a"


@pytest.mark.parametrize("value", [None, 5, "", "velmark.example", "javascript:alert(1)", "ftp://v.example", "http://[::1", "https://a b/"])  # fmt: skip  # noqa: E501
def test_what_is_no_web_address_is_none(value: object) -> None:
    assert web_address(value) is None


def test_the_host_is_without_www() -> None:
    assert host("https://WWW.Velmark.example/a") == "velmark.example"
    assert host(None) is None


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Tilda Marrow", ("Tilda Marrow",)),
        ("Tilda Marrow and Jarl Ossery", ("Tilda Marrow", "Jarl Ossery")),
        ("Tilda Marrow, Jarl Ossery & Ida Quell", ("Tilda Marrow", "Jarl Ossery", "Ida Quell")),
        ("Tilda Marrow; Jarl Ossery", ("Tilda Marrow", "Jarl Ossery")),
        ("Tilda Marrow, Political Editor", ("Tilda Marrow",)),
        ("Marrow, Tilda", ("Marrow, Tilda",)),
        (["Tilda Marrow", {"name": "Jarl Ossery"}, None, 3], ("Tilda Marrow", "Jarl Ossery")),
        ("https://velmark.example/staff/marrow", ()),
        (None, ()),
        ("Velmark Staff", ("Velmark Staff",)),
    ],
)
def test_a_byline_gives_names(byline: object, names: tuple[str, ...]) -> None:
    assert author_names(byline) == names


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Port stays open | The Velmark Post", "Port stays open"),
        ("Port stays open - Velmark Post", "Port stays open"),
        ("Velmark Post: Port stays open", "Velmark Post: Port stays open"),
        ("The Velmark Post » Port stays open", "Port stays open"),
        ("Port stays open - velmark-post.example", "Port stays open"),
        ("Port stays open - for now", "Port stays open - for now"),
        ("The Velmark Post", "The Velmark Post"),
    ],
)
def test_the_outlet_is_taken_off_a_title(title: str, expected: str) -> None:
    assert headline(title, publisher="The Velmark Post", site="velmark-post.example") == expected


@pytest.mark.parametrize(("value", "code"), [("en-US", "en"), ("EN_gb", "en"), ("English", "en"), ("lav", "lv"), ("zz", None), (5, None)])  # fmt: skip  # noqa: E501
def test_a_language_is_named_by_its_two_letters(value: object, code: str | None) -> None:
    assert language_code(value) == code
