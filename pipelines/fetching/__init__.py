"""Fetching: the sources of ``sources.toml`` followed over HTTP, politely, and kept as files that `ingest` reads.

Belongs here: the list of sources, the HTTP client and its manners, feeds and sitemaps as lists of entries to fetch, the
state of each source, the store of raw bytes. Does not belong here: reading an article out of a page (`ingest`), tables,
the lake, schedules. Nothing here reads the clock or sleeps by itself: both come in as a `Clock`. Nothing here opens a
socket but `connections`.
"""

from pipelines.fetching.clock import Clock
from pipelines.fetching.polling import Poller, SourceBusy
from pipelines.fetching.source_list import SourcesFileError, read_source_list
from pipelines.fetching.sources import FileSource, SourceList, WebSource
from pipelines.fetching.turn import Poll

__all__ = [
    "Clock",
    "FileSource",
    "Poll",
    "Poller",
    "SourceBusy",
    "SourceList",
    "SourcesFileError",
    "WebSource",
    "read_source_list",
]
