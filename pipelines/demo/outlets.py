"""The invented outlets: name, domain, and the format in which each delivers.

Belongs here: nothing else.
"""

from dataclasses import dataclass
from typing import Literal

Delivery = Literal["front_matter", "sidecar", "plain", "jsonl", "ndjson", "csv", "parquet", "html"]


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet. ``folder`` is its folder, or the stem of its one file, under ``articles/``."""

    name: str
    domain: str
    folder: str
    delivery: Delivery


OUTLETS = {
    "courier": Outlet("Aldra Courier", "aldra-courier.example", "aldra-courier", "front_matter"),
    "ledger": Outlet("The Velmark Ledger", "velmark-ledger.example", "velmark-ledger", "jsonl"),
    "vpa": Outlet("Velmark Press Agency", "vpa.example", "vpa-wire", "ndjson"),
    "harbourpost": Outlet("Hessel Harbour Post", "harbourpost.example", "harbour-post", "html"),
    "nmb": Outlet("NMB News", "nmb-news.example", "nmb-news", "html"),
    "herald": Outlet("Karsovia Herald", "karsovia-herald.example", "karsovia-herald", "parquet"),
    "bote": Outlet("Steinmar Bote", "steinmar-bote.example", "steinmar-bote", "csv"),
    "star": Outlet("Kolmund Evening Star", "kolmund-star.example", "kolmund-star", "sidecar"),
    "notice": Outlet("Tarvik Notice", "tarvik-notice.example", "tarvik-notice", "plain"),
}
