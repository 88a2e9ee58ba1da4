"""Is everything in order? Versions, model files, engine, data folder, disk, port."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipelines.fetching import SourcesFileError, read_source_list
from pipelines.settings import Settings
from pipelines.steps.ray_workers import ClusterUnavailable, cluster_of
from pipelines.text.annotator import Annotator
from pipelines.text.inference import ModelDamaged
from pipelines.text.topics import TopicModelError
from pipelines.warehouse.query import QueryError, run_query

NEEDED = ("dagster", "dagster-webserver", "duckdb", "great-expectations", "onnxruntime", "polars", "tokenizers")
PORT = 3000
ENOUGH_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``words`` say how it is, and where it is bad, the mend."""

    subject: str
    is_good: bool
    words: str


def examine(settings: Settings) -> list[Finding]:
    """All findings, good and bad."""
    return [
        _python(),
        *_packages(),
        _models(),
        engine(settings),
        _data(settings),
        _sources(settings),
        _disk(settings),
        _warehouse(settings),
        _port(),
    ]


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    return Finding("python", good, found if good else f"{found}: install Python 3.11 or newer, then `make setup`")


def _packages() -> Iterator[Finding]:
    for name in NEEDED:
        try:
            yield Finding(name, True, version(name))
        except PackageNotFoundError:
            yield Finding(name, False, "not installed: run `make setup`")


def _models() -> Finding:
    try:
        annotation = Annotator.load().annotate('"It works," said Ana Brod.')
    except (ModelDamaged, TopicModelError) as error:
        return Finding("models", False, str(error))
    if not annotation.quotes:
        return Finding("models", False, "intact, but they find no quote in a plain sentence: run `make setup` anew")
    return Finding("models", True, "intact, and finding quotes")


def engine(settings: Settings) -> Finding:
    """Who reads the articles, and whether they can."""
    if not (cluster := cluster_of(settings)):
        return Finding("engine", True, f"local: articles are read by up to {settings.workers} processes")
    try:
        return Finding("engine", True, f"ray: a cluster of {cluster.look()} CPUs answers at {cluster.address}")
    except ClusterUnavailable as error:
        return Finding("engine", False, str(error))


def _data(settings: Settings) -> Finding:
    place = settings.data
    while not place.exists() and place != place.parent:
        place = place.parent
    if not os.access(place, os.W_OK):
        return Finding("data folder", False, f"{place} cannot be written: choose another with --data")
    return Finding("data folder", True, str(settings.data) + ("" if settings.data.exists() else " (not there yet)"))


def _sources(settings: Settings) -> Finding:
    try:
        found = read_source_list(settings.sources_file)
    except SourcesFileError as error:
        return Finding("sources", False, str(error))
    names = ", ".join(source.name for source in found.sources)
    return Finding("sources", True, names or f"none are followed: there is no {settings.sources_file.name}")


def _disk(settings: Settings) -> Finding:
    place = next(path for path in (settings.data, *settings.data.parents) if path.exists())
    free = shutil.disk_usage(place).free
    words = f"{free / 1e9:.1f} GB free"
    good = free >= ENOUGH_BYTES
    return Finding("disk", good, words if good else f"{words}: a run may need {ENOUGH_BYTES / 1e9:.0f} GB; make room")


def _warehouse(settings: Settings) -> Finding:
    if not settings.warehouse.exists():
        return Finding("warehouse", True, "none yet: `otr run FOLDER` makes it")
    try:
        count = run_query(settings.warehouse, "select count(*) from core.quotes").rows[0][0]
    except QueryError as error:
        return Finding("warehouse", False, f"{error}: delete {settings.warehouse} and run again; the lake has it all")
    return Finding("warehouse", True, f"{count:,} quotes, {Path(settings.warehouse).stat().st_size / 1e6:.1f} MB")


def _port() -> Finding:
    with socket.socket() as probe:
        taken = probe.connect_ex(("127.0.0.1", PORT)) == 0
    return Finding(
        "port", True, f"{PORT} is in use: the UI may be running" if taken else f"{PORT} is free for `make up`"
    )
