"""Small part files of old days into few: a lake that takes in a little every hour stays quick to list and to read.

Belongs here: which parts go together, and replacing them safely. Does not belong here: what is in a part.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.contracts import TABLES
from pipelines.steps.freshness import article_content, made_from, part_states
from pipelines.steps.versions import EngineVersions
from pipelines.transforms.ids import digest
from pipelines.warehouse.files import replace_file
from pipelines.warehouse.lake import CONTENT, Lake, PartRef

PER_ARTICLE = tuple(name for name, found in TABLES.items() if found.per_article)
RECORDS = tuple(name for name, found in TABLES.items() if found.partitioned and not found.per_article)
SMALL_SHARE = 4  # a part of less than a quarter of what it may hold is small


def compact(lake: Lake, versions: EngineVersions, before: date, part_documents: int) -> int:
    """Join the small parts of each ingest day before ``before``; returns how many part files went, of all tables.

    Only parts whose annotations are fresh are joined; rows, ids and what the warehouse shows stay the same. A part
    goes together with others up to ``part_documents`` documents. After a crash the next call ends what was begun.
    """
    gone = end_joining(lake)
    for day, small in small_parts(lake, before, part_documents).items():
        fresh = {state.part.part for state in part_states(lake, versions, day) if state.is_fresh}
        for group in _groups(lake, small, fresh, part_documents):
            gone += _join(lake, versions, day, group)
    for name in RECORDS:
        gone += sum(_join_records(lake, name, day) for day in lake.partitions(name) if day < before)
    return gone


def small_parts(lake: Lake, before: date, part_documents: int) -> dict[date, list[PartRef]]:
    """The parts of raw.documents that are small, by ingest day before ``before``; days with one such are left out."""
    found: dict[date, list[PartRef]] = {}
    for part in lake.parts("raw.documents"):
        day = part.ingest_date
        if day is not None and day < before and lake.row_count(part) * SMALL_SHARE < part_documents:
            found.setdefault(day, []).append(part)
    return {day: parts for day, parts in found.items() if len(parts) > 1}


def _groups(lake: Lake, small: Sequence[PartRef], fresh: Iterable[str], most: int) -> list[list[PartRef]]:
    """Fresh small parts, in the order in which they were taken in, in groups of at most so many documents."""
    usable = [part for part in small if part.part in fresh]
    rows = {
        part: lake.scan(part.table, [part]).select(pl.col("ingested_at").min(), pl.len()).collect().row(0)
        for part in usable
    }
    groups, room = list[list[PartRef]](), 0
    for part in sorted(usable, key=lambda one: (rows[one][0] is None, rows[one][0], one.part)):
        count = rows[part][1]
        if not groups or count > room:
            groups.append([])
            room = most
        groups[-1].append(part)
        room -= count
    return [group for group in groups if len(group) > 1]


def _join(lake: Lake, versions: EngineVersions, day: date, group: Sequence[PartRef]) -> int:
    """One part out of several. The record of what goes is written first, so that a crash leaves no row twice."""
    target = digest("joined", *(part.part for part in group))
    frames = {name: pl.concat([_rows(lake, name, part) for part in group]) for name in PER_ARTICLE}
    made: dict[str, dict[str, str]] = made_from(frames["core.articles"], versions)
    made["core.articles"] = {CONTENT: article_content(frames["core.articles"])}
    staged = [lake.stage(name, day, target, frame, made.get(name)) for name, frame in frames.items()]
    record = {"day": day.isoformat(), "target": target, "parts": [part.part for part in group]}
    replace_file(_record(lake), json.dumps(record).encode())
    for one in staged:
        one.publish()
    return end_joining(lake)


def _rows(lake: Lake, name: str, like: PartRef) -> pl.DataFrame:
    found = lake.part(name, like)
    if found is None:
        raise FileNotFoundError(f"{name} lacks part {like.part} of {like.ingest_date}; `otr run` makes it again")
    return lake.scan(name, [found]).collect()


def _record(lake: Lake) -> Path:
    return lake.root / ".state" / "joining.json"


def end_joining(lake: Lake) -> int:
    """End what a crash cut off: remove the parts that were joined or, if the new part is not whole, what is of it."""
    path = _record(lake)
    if not path.exists():
        return 0
    record = json.loads(path.read_text(encoding="utf-8"))
    day = date.fromisoformat(record["day"])
    target = [lake.part_path(name, day, record["target"]) for name in PER_ARTICLE]
    old = [lake.part_path(name, day, part) for part in record["parts"] for name in reversed(PER_ARTICLE)]
    goes = old if all(file.exists() for file in target) else target
    gone = [file for file in goes if file.exists()]
    for file in gone:
        file.unlink()
    path.unlink()
    return len(gone) - len(target) if goes is old else 0


def _join_records(lake: Lake, name: str, day: date) -> int:
    """One file out of the many that runs leave in a table of records; rows that are there twice are left out."""
    parts = lake.parts(name, day)
    if len(parts) < 2:
        return 0
    keys = TABLES[name].primary_key
    frame = lake.scan(name, parts).collect().unique(keys, keep="first", maintain_order=True)
    target = lake.stage(name, day, digest("joined", *(part.part for part in parts)), frame).publish()
    for part in parts:
        if part.part != target.part:
            part.path.unlink()
    return len(parts) - 1
