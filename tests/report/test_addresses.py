"""Which addresses become links."""

from __future__ import annotations

import pytest

from pipelines.report.addresses import Link, link_of


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://courier.example/a?b=1&c=2#d", "courier.example"),
        ("http://courier.example:8080/a", "courier.example"),
        ("HTTPS://Courier.example/", "courier.example"),
        ("https://courier.example@other.example/", "other.example"),
        ('https://courier.example/"><script>', "courier.example"),
    ],
)
def test_addresses_of_the_web_become_links_that_name_their_host(url: str, host: str) -> None:
    assert link_of(url) == Link(url, host)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://courier.example/",
        "//courier.example/",
        "https:courier.example",
        "https://",
        "https:///a",
        "https://[::1",
        "https://courier.example/ a",
        "https://courier.example\\@other.example/",
        "https://courier.example/\u202egpj.exe",
        "blob:https://courier.example/1",
    ],
)
def test_nothing_else_becomes_a_link(url: str | None) -> None:
    assert link_of(url) is None
