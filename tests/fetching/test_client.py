"""One request: what a server may do without hanging, filling or fooling us, and the manners that we keep."""

from __future__ import annotations

import gzip
import ssl
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from pipelines.fetching.client import Fetched, Wait, retry_after
from pipelines.fetching.failures import Failed, FetchError, Refused
from tests.fetching.sockets import only
from tests.fetching.web import (
    AGENT,
    START,
    Answer,
    Desk,
    Request,
    Site,
    desk,
    dripping,
    endless,
    raw,
    redirect,
    reply,
    serving,
)

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"transfer-encoding: chunked\r\n\r\n"


def get(found: Desk, site: Site, path: str = "/page", **changes: object) -> Fetched:
    fetched = found.get(site.url(path), **changes)  # type: ignore[arg-type]
    assert isinstance(fetched, Fetched)
    return fetched


def test_a_page_comes_as_it_was_sent(site: Site, a_desk: Desk) -> None:
    site.routes["/page"] = reply("“words”", content_type="text/html; charset=utf-8")
    found = get(a_desk, site)
    assert (found.content.decode(), found.charset, found.status) == ("“words”", "utf-8", 200)


def test_every_request_says_who_asks(site: Site, a_desk: Desk) -> None:
    site.routes["/page"] = reply("words")
    get(a_desk, site)
    assert {request.headers["user-agent"] for request in site.requests} == {AGENT}
    assert AGENT == "ontherecord/0.1.0 (+mailto:desk@velmark-courier.example)"


HOSTILE: dict[str, tuple[Answer, str]] = {
    "a head that drips": (dripping(OK, b"X-Slow: 1\r\n", 0.05), "timed_out"),
    "a first line that drips": (dripping(b"HTTP/1.1 200", b" ", 0.05), "timed_out"),
    "a body that drips": (dripping(OK + b"content-length: 100000\r\n\r\n", b"x", 0.05), "timed_out"),
    "a body in chunks that drips": (dripping(CHUNKED, b"1\r\nx\r\n", 0.05), "timed_out"),
    "silence": (dripping(b"", b"", 0.05), "timed_out"),
    "endless promises to go on": (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "timed_out"),
    "endless headers": (endless(OK, b"X-More: 1\r\n"), "unreachable"),
    "an endless header": (endless(OK + b"X-Long: ", b"x" * 1000), "unreachable"),
    "an endless body": (endless(OK + b"\r\n", b"x" * 10_000), "too_large"),
    "an endless body in chunks": (endless(CHUNKED, b"3e8\r\n" + b"x" * 1000 + b"\r\n"), "too_large"),
    "an endless size of a chunk": (endless(CHUNKED, b"0" * 1000), "unreachable"),
    "a length beyond the limit": (reply("x", content_length="999999999999"), "too_large"),
    "less than announced": (reply("x", content_length="50"), "unreachable"),
    "more than announced": (reply("x" * 50, content_length="5"), "unreachable"),
    "a length that is no number": (raw(OK + b"content-length: many\r\n\r\n"), ""),
    "a chunk cut off": (raw(CHUNKED + b"ff\r\nabc"), "unreachable"),
    "chunks without an end": (raw(CHUNKED + b"3\r\nabc\r\n"), "unreachable"),
    "nothing": (raw(), "unreachable"),
    "no HTTP": (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "unreachable"),
    "a bomb": (reply(gzip.compress(b"x" * 50_000_000), content_encoding="gzip"), "too_large"),
    "gzip cut off": (reply(gzip.compress(bytes(range(256)) * 40)[:-30], content_encoding="gzip"), "unreachable"),
    "damaged gzip": (reply(b"\x1f\x8b\x08\x00" + b"\xff" * 40, content_encoding="gzip"), "unreachable"),
    "an encoding that nobody asked for": (reply(zlib.compress(b"x"), content_encoding="br"), "unreachable"),
    "a redirect to itself": (redirect("/page"), "unreachable"),
    "a redirect to nowhere": (reply("", 302), "unreachable"),
    "a redirect to a file": (redirect("file:///etc/passwd"), "foreign_address"),
    "a redirect to another host": (redirect("http://elsewhere.example/"), "foreign_address"),
    "a redirect to another port": (redirect("http://127.0.0.1:22/"), "foreign_address"),
    "a redirect to a cloud's metadata": (redirect("http://169.254.169.254/latest/meta-data/"), "foreign_address"),
    "an error of the server": (reply("", 500), "unreachable"),
    "an answer to another question": (reply("", 206), "unreachable"),
    "a closed door": (reply("", 403), "denied"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_a_server_does_ends_soon_with_a_reason(site: Site, a_desk: Desk, name: str) -> None:
    site.routes["/page"], reason = HOSTILE[name]
    began = time.monotonic()
    with only(("127.0.0.1", site.port)):
        if reason:
            with pytest.raises(FetchError) as caught:
                get(a_desk, site, seconds=0.4)
            assert caught.value.reason == reason
        else:
            assert get(a_desk, site, seconds=0.4).content == b""
    assert time.monotonic() - began < 3


def test_the_limit_of_time_is_for_all_redirects_together(site: Site, a_desk: Desk) -> None:
    def slow(number: int) -> Answer:
        def answer(request: Request) -> Iterator[bytes]:
            time.sleep(0.2)
            yield from redirect(f"/{number + 1}")(request)

        return answer

    site.routes |= {f"/{number}": slow(number) for number in range(6)}
    with pytest.raises(Failed, match="timed_out"):
        get(a_desk, site, "/0", seconds=0.5)
    assert site.paths() == ["/0", "/1", "/2"]


def test_gzip_is_asked_for_and_unpacked(site: Site, a_desk: Desk) -> None:
    packed = gzip.compress(b"first ") + gzip.compress(b"second" * 20_000)
    site.routes["/page"] = reply(packed, content_encoding="gzip")
    assert get(a_desk, site, max_bytes=200_000).content == b"first " + b"second" * 20_000
    assert site.requests[-1].headers["accept-encoding"] == "gzip"


def test_a_host_that_is_private_is_refused_unless_it_is_allowed(site: Site, a_desk: Desk) -> None:
    with only(("127.0.0.1", site.port)), pytest.raises(Refused, match="private_address"):
        get(a_desk, site, allow_private=False)
    assert site.requests == []


def test_a_redirect_is_checked_anew_at_each_hop(site: Site, tmp_path: Path) -> None:
    """The name is public at first; the redirect leads to a name of the same site with a private address."""

    def resolve(host: str, port: int) -> list[str]:
        return ["10.0.0.7"] if host.startswith("inner.") else ["127.0.0.1"]

    site.routes |= {"/page": redirect(f"http://inner.courier.example:{site.port}/"), "/": reply("secret")}
    with desk(tmp_path, resolve) as found, pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.fetching.addresses.is_public", lambda address: address == "127.0.0.1")
        with pytest.raises(Refused, match=r"inner.courier.example has the address 10.0.0.7"):
            found.get(site.url("/page", "courier.example"), allow_private=False)


def test_a_name_is_resolved_once_and_its_address_is_what_is_spoken_to(site: Site, tmp_path: Path) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) < 3 else ["10.0.0.7"]

    site.routes |= {"/robots.txt": reply(""), "/page": reply("words")}
    with desk(tmp_path, resolve) as found, only(("127.0.0.1", site.port)) as guard:
        found.get(site.url("/page", "courier.example"))
    assert asked == ["courier.example"] * 2  # for robots.txt and for the page
    assert {event for event, _ in guard.seen} == {"socket.connect", "socket.getaddrinfo"}
    assert [where for event, where in guard.seen if event == "socket.connect"] == [("127.0.0.1", site.port)] * 2
    assert site.requests[-1].headers["host"] == f"courier.example:{site.port}"


def test_the_second_address_is_tried_where_the_first_is_dead(site: Site, tmp_path: Path) -> None:
    site.routes["/page"] = reply("words")
    with desk(tmp_path, lambda host, port: ["127.0.0.2", "127.0.0.1"]) as found:
        found.get(site.url("/page", "courier.example"))
    assert site.paths() == ["/page"]


@pytest.mark.parametrize(("name", "is_trusted"), [("courier.example", True), ("other.example", False)])
def test_a_certificate_must_be_valid_for_the_name_although_the_address_is_pinned(
    tmp_path: Path, name: str, is_trusted: bool
) -> None:
    authority = trustme.CA()
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("courier.example").configure_cert(server)
    authority.configure_trust(client)
    with serving(server) as site, desk(tmp_path, lambda host, port: ["127.0.0.1"], client) as found:
        site.routes["/page"] = reply("words")
        url = site.url("/page", name, "https")
        if is_trusted:
            assert isinstance(found.get(url), Fetched)
        else:
            with pytest.raises(Failed, match=r"untrusted: other.example"):
                found.get(url)


def test_a_certificate_of_nobody_known_is_refused(tmp_path: Path) -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("courier.example").configure_cert(server)
    known = ssl.create_default_context()
    with serving(server) as site, desk(tmp_path, lambda host, port: ["127.0.0.1"], known) as found:
        with pytest.raises(Failed, match="untrusted"):
            found.get(site.url("/page", "courier.example", "https"))
        assert site.requests == []


def test_https_does_not_lead_out_of_https(tmp_path: Path) -> None:
    authority = trustme.CA()
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("courier.example").configure_cert(server)
    authority.configure_trust(client)
    with serving(server) as site, desk(tmp_path, lambda host, port: ["127.0.0.1"], client) as found:
        site.routes["/page"] = redirect(site.url("/page", "courier.example", "http"))
        with pytest.raises(Refused, match="out of https"):
            found.get(site.url("/page", "courier.example", "https"))


def test_robots_txt_is_asked_once_and_obeyed(site: Site, a_desk: Desk) -> None:
    site.routes |= {"/robots.txt": reply("User-agent: ontherecord\nDisallow: /private/"), "/page": reply("words")}
    get(a_desk, site)
    for _ in range(2):
        with pytest.raises(Refused, match="robots_disallowed"):
            get(a_desk, site, "/private/1")
    assert [request.path for request in site.requests] == ["/robots.txt", "/page"]


def test_a_redirect_into_what_robots_txt_forbids_is_not_followed(site: Site, a_desk: Desk) -> None:
    site.routes |= {"/robots.txt": reply("User-agent: *\nDisallow: /private/"), "/page": redirect("/private/1")}
    with pytest.raises(Refused, match="robots_disallowed"):
        get(a_desk, site)
    assert site.paths() == ["/page"]


def test_a_site_whose_robots_txt_fails_is_left_alone_for_now(site: Site, a_desk: Desk) -> None:
    site.routes |= {"/robots.txt": reply("", 500), "/page": reply("words")}
    with pytest.raises(Failed, match=r"robots.txt: HTTP status 500"):
        get(a_desk, site)
    assert site.paths() == []


def test_a_robots_txt_is_asked_anew_after_a_day(site: Site, a_desk: Desk) -> None:
    site.routes["/page"] = reply("words")
    get(a_desk, site)
    site.routes["/robots.txt"] = reply("User-agent: *\nDisallow: /")
    a_desk.clock.go_on(hours=23)
    get(a_desk, site)
    a_desk.clock.go_on(hours=2)
    with pytest.raises(Refused, match="robots_disallowed"):
        get(a_desk, site)


@pytest.mark.parametrize("rule", ["Crawl-delay: 7", "Request-rate: 1/7"])
def test_the_crawl_delay_of_a_site_goes_before_a_shorter_one_of_ours(site: Site, a_desk: Desk, rule: str) -> None:
    site.routes |= {"/robots.txt": reply(f"User-agent: *\n{rule}\n"), "/page": reply("words")}
    for _ in range(3):
        get(a_desk, site, delay=1.0)
    assert a_desk.clock.slept == [1.0, 7.0, 7.0]  # our own between robots.txt and the first page


def test_all_sources_and_processes_share_one_clock_for_a_host(site: Site, tmp_path: Path) -> None:
    site.routes["/page"] = reply("words")
    with desk(tmp_path) as first, desk(tmp_path) as second:
        get(first, site, delay=5.0)
        second.clock.instant = first.clock.instant
        get(second, site, delay=5.0)
        assert second.clock.slept == [5.0]


@pytest.mark.parametrize(("status", "asked", "seconds"), [(429, "120", 120), (503, "120", 120), (429, None, 300)])
def test_a_host_that_wants_a_pause_has_it(
    site: Site, a_desk: Desk, status: int, asked: str | None, seconds: float
) -> None:
    site.routes |= {"/other": reply("words"), "/page": reply("", status, **({"retry_after": asked} if asked else {}))}
    with pytest.raises(Failed, match=str(status)):
        get(a_desk, site)
    assert a_desk.get(site.url("/other")) == Wait(seconds)
    a_desk.clock.go_on(seconds=seconds - 1)
    get(a_desk, site, "/other")
    assert a_desk.clock.slept == [1.0]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("30", 30.0),
        ("Tue, 06 May 2031 09:31:00 GMT", 60.0),
        ("Tue, 06 May 2031 09:29:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("1" * 5000, 111111111.0),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, START) == seconds


def test_a_failed_connection_is_a_failure_and_not_a_crash(a_desk: Desk) -> None:
    with pytest.raises(Failed, match="ConnectionRefusedError"):
        a_desk.get("http://127.0.0.1:9/page")
