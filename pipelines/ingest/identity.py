"""Who an article is: its canonical URL, its id, the id of a version of it.

Belongs here: deterministic ids. Does not belong here: finding the URL in a document (`html_metadata`, `fields`).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from urllib.parse import SplitResult, parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit, urlunsplit

from pipelines.ingest.records import short_hash

MAX_URL = 2048
_DEFAULT_PORTS = {":80", ":443"}
# Only names that mean nothing but tracking: dropping a parameter that names the page would merge two articles.
_TRACKING_PREFIXES = ("utm_", "at_", "mc_", "pk_", "hsa_", "ns_")
_TRACKING = {
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "ttclid", "li_fat_id", "yclid",
    "igshid", "igsh", "smid", "smtyp", "ocid", "cmpid", "mkt_tok", "wt_mc", "ref", "ref_src", "ref_url",
    "referrer", "sr_share", "xtor", "traffic_source", "guccounter", "guce_referrer", "guce_referrer_sig", "taid",
    "amp", "outputtype",
}  # fmt: skip
_SAFE_PATH = "/:@!$&'()*+,;=-._~"
_SPACES = re.compile(r"\s+")
_SURROGATES = re.compile("[\ud800-\udfff]")


def web_address(value: object) -> str | None:
    """The value as an absolute http(s) URL, else None."""
    if not isinstance(value, str):
        return None
    url = value.strip()
    if len(url) > MAX_URL or _SURROGATES.search(url) or _SPACES.search(url):
        return None
    if not re.match(r"https?://[^\s/]+", url, re.IGNORECASE):
        return None
    try:
        return url if urlsplit(url).hostname else None
    except ValueError:
        return None


def host(url: str | None) -> str | None:
    """The host of a URL, lower case, without ``www.``; None without one."""
    name = urlsplit(url).hostname if url else None
    return name.lower().removeprefix("www.") if name else None


def canonical_url(url: str) -> str:
    """One spelling for addresses of the same page.

    Scheme https; host lower case; no default port, user, fragment, trailing slash or tracking parameters; the other
    parameters sorted; percent-encoding in one form.
    """
    parts = urlsplit(url)
    path = quote(unquote_to_bytes(parts.path), safe=_SAFE_PATH).rstrip("/")
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(pair[0])))
    return urlunsplit(("https", _network_place(parts), path, query, ""))


def _network_place(parts: SplitResult) -> str:
    place = parts.netloc.rpartition("@")[2].lower()
    name, colon, port = place.rpartition(":")
    return name if colon and f":{port}" in _DEFAULT_PORTS else place


def _tracks(name: str) -> bool:
    name = name.lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def article_id(url: str | None, text: str, title: str | None) -> str:
    """16 hex characters of the canonical URL; without one of title and text in NFC with white space collapsed.

    The title counts because agencies send placeholders and tables whose texts are equal under different headlines.
    """
    if url:
        return short_hash(b"url", canonical_url(url).encode("utf-8", "replace"))
    plain = (" ".join(unicodedata.normalize("NFC", part or "").split()) for part in (title, text))
    return short_hash(b"text", *(part.encode() for part in plain))


def version_id(article: str, text: str, title: str | None, published_at: datetime | None) -> str:
    """16 hex characters of article id, text, title and publication instant."""
    published = published_at.isoformat() if published_at else ""
    return short_hash(article.encode(), text.encode(), (title or "").encode(), published.encode())
