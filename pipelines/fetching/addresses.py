"""Which network addresses may be spoken to: a name is resolved once, checked, and then only that address is used.

Belongs here: resolving and judging addresses. Does not belong here: which hosts belong to a source (`places`).
Sources: the IANA special-purpose address registries (RFC 6890) as `ipaddress` knows them, and what it does not: IPv6
forms that carry an IPv4 address (mapped, compatible, 6to4, Teredo, NAT64), site-local addresses, and the metadata
services of clouds that lie on public addresses.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from threading import Thread

from pipelines.fetching.failures import Failed, Refused

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], list[str]]  # host, port -> addresses

RESOLVE_SECONDS = 10.0
MAX_ADDRESSES = 4  # of one host that are tried
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
_FORBIDDEN = (
    IPv4Network("168.63.129.16/32"),  # Azure's virtual public address for its metadata
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),  # 6to4 relays, deprecated (RFC 7526)
    IPv6Network("64:ff9b:1::/48"),  # local-use NAT64 (RFC 8215)
    IPv6Network("fec0::/10"),  # site-local, deprecated (RFC 3879)
)


def system_resolver(host: str, port: int) -> list[str]:
    """Addresses of a host by the system's resolver. Raises OSError, also where it takes longer than ten seconds."""
    answers: SimpleQueue[list[str] | BaseException] = SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except BaseException as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=RESOLVE_SECONDS)
    except Empty:
        raise OSError(f"the resolver did not answer within {RESOLVE_SECONDS:.0f} seconds") from None
    if isinstance(answer, BaseException):
        raise answer
    return answer


def pinned_addresses(host: str, port: int, resolve: Resolver, *, allow_private: bool) -> list[str]:
    """The addresses to connect to, in order, at most four.

    Raises:
        Failed: the name cannot be resolved.
        Refused: private_address; one such address among good ones refuses the host, since which of them answers is
            for the host's owner to choose.
    """
    try:
        found = resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise Failed("unreachable", f"{host}: the name cannot be resolved: {error}") from error
    if not found:
        raise Failed("unreachable", f"{host}: the name has no address")
    if not allow_private:
        for address in found:
            if not is_public(address):
                raise Refused("private_address", f"{host} has the address {address}, which is not a public one")
    return found[:MAX_ADDRESSES]


def is_public(address: str) -> bool:
    """Whether an address, and any IPv4 address that it carries, is one of the public internet."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return all(_is_public(each) for each in (parsed, *_carried(parsed)))


def _is_public(address: Address) -> bool:
    if address.is_multicast or address.is_unspecified or address.is_loopback or address.is_link_local:
        return False
    if any(address.version == network.version and address in network for network in _FORBIDDEN):
        return False
    return address.is_global or (isinstance(address, IPv6Address) and any(_carried(address)))


def _carried(address: Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses inside an IPv6 address."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if address in _NAT64 or address in _COMPATIBLE:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
