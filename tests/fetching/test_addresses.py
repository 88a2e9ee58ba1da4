"""Which addresses are spoken to: those of the public internet and of the source itself, resolved once."""

from __future__ import annotations

import pytest

from pipelines.fetching.addresses import is_public, pinned_addresses
from pipelines.fetching.failures import Failed, Refused
from pipelines.fetching.places import place_of, require_own

PRIVATE = [
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "0.0.0.0", "169.254.169.254", "100.64.0.1",
    "100.100.100.200", "168.63.129.16", "192.0.0.8", "192.0.2.1", "198.18.0.1", "192.88.99.1", "224.0.0.1",
    "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1",
    "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:169.254.169.254", "::127.0.0.1",
    "2002:7f00:1::", "2002:a9fe:a9fe::1", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "not an address", "",
]  # fmt: skip
PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_known_in_every_spelling(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_let_through(address: str) -> None:
    assert is_public(address)


def test_one_private_address_among_public_ones_refuses_the_host() -> None:
    with pytest.raises(Refused, match=r"feeds.example has the address 10.0.0.1"):
        pinned_addresses("feeds.example", 443, lambda host, port: ["8.8.8.8", "10.0.0.1"], allow_private=False)


@pytest.mark.parametrize("host", ["localhost", "127.1", "0x7f000001", "2130706433", "017700000001"])
def test_odd_spellings_of_this_machine_are_seen_through_by_resolving_them(host: str) -> None:
    from pipelines.fetching.addresses import system_resolver

    with pytest.raises(Refused, match="private_address"):
        pinned_addresses(host, 80, system_resolver, allow_private=False)


def test_a_name_that_does_not_resolve_is_tried_again_later() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(Failed, match="cannot be resolved"):
        pinned_addresses("feeds.example", 443, unknown, allow_private=False)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://feeds.example/x", "gopher://feeds.example/", "http://", "http:///x", "",
        "http://user@feeds.example/", "http://user:word@feeds.example/", "http://feeds.example:99999/",
        "http://feeds.example:0/", "http://feeds exam.ple/", "http://[::1/", f"http://feeds.example/{'x' * 3000}",
        "javascript:alert(1)", "data:text/html,x",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="foreign_address"):
        place_of(url)


def test_a_place_holds_no_sign_that_could_end_a_line_or_a_header() -> None:
    place = place_of("https://Zúbrava.example/a b/ü?q=1\r\nX: y#part")
    assert place.url == "https://xn--zbrava-pya.example/a%20b/%C3%BC?q=1X:%20y"


@pytest.mark.parametrize(
    ("url", "is_own"),
    [
        ("https://feeds.courier.example/1", True),
        ("http://feeds.courier.example/1", True),
        ("https://www.feeds.courier.example/1", True),
        ("https://a.feeds.courier.example/1", True),
        ("https://www.courier.example/1", True),
        ("https://courier.example:443/1", True),
        ("https://courier.example:8443/1", False),
        ("https://evilcourier.example/1", False),
        ("https://courier.example.evil.example/1", False),
        ("https://example/1", False),
    ],
)
def test_only_the_hosts_of_a_source_are_its_own(url: str, is_own: bool) -> None:
    home = place_of("https://feeds.courier.example/rss")
    if is_own:
        require_own(place_of(url), home, ["courier.example"])
    else:
        with pytest.raises(Refused, match="foreign_address"):
            require_own(place_of(url), home, ["courier.example"])
