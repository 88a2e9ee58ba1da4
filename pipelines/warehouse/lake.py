"""The lake: Parquet part files, one folder a table, by ingest day.

Belongs here: paths, listing, reading, and publishing a part file atomically.
Does not belong here: what stands in a table (see ``pipelines.contracts``), gates (see ``pipelines.quality``), DuckDB.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl

from pipelines.contracts import TABLES, Table, conform, polars_schema
from pipelines.contracts import table as declared
from pipelines.warehouse.files import file_mark, flush_to_disk

WHOLE_TABLE = "all"
ROW_GROUP_ROWS = 16_384
COMPRESSION_LEVEL = 3

CONTENT = "content"  # in the footer of a part of core.articles: a digest of what the engine is given
ROWS = "rows"  # in every footer: the number of rows
MAKING = ("input", "reading")  # what all annotations of a part have in common in their footers

_PART = re.compile(r"^(?:[0-9a-f]{16}|all)$")
_PART_FILE = re.compile(r"^part-([0-9a-f]{16}|all)\.parquet$")
_PARTITION = re.compile(r"^ingest_date=(\d{4}-\d{2}-\d{2})$")


@dataclass(frozen=True, slots=True)
class PartRef:
    """A published part file. ``ingest_date`` is None for a table that is not partitioned."""

    table: str
    ingest_date: date | None
    part: str
    path: Path

    @property
    def key(self) -> tuple[date | None, str]:
        """What the part files of one unit of work have in common in every per-article table."""
        return self.ingest_date, self.part

    @property
    def mark(self) -> str:
        """Tells whether the file was written anew."""
        return file_mark(self.path)


@dataclass(frozen=True, slots=True)
class StagedPart:
    """A part file that is written but that no reader sees yet: publish it or discard it."""

    reference: PartRef
    path: Path
    row_count: int

    def publish(self) -> PartRef:
        """Move the file to its place; from then on readers see it. An older file of the same name is replaced."""
        folder = self.reference.path.parent
        created = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        self.path.replace(self.reference.path)
        flush_to_disk(folder)
        if created:
            flush_to_disk(folder.parent)
        self.discard()
        return self.reference

    def discard(self) -> None:
        """Remove what was staged; nothing published changes. Harmless when it has been done before."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


class Lake:
    """The part files below one folder (``DATA/lake``)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def staging_folder(self) -> Path:
        """Where part files lie until they are published."""
        return self.root / ".staging"

    def part_path(self, table: str, ingest_date: date | None, part: str) -> Path:
        """The place of a part file, which need not exist.

        Raises ValueError when the part's name is not 16 hexadecimal digits or ``all``, or when a partitioned table
        comes without an ingest day or any other with one.
        """
        found = declared(table)
        if not _PART.match(part):
            raise ValueError(f"{table}: a part is named by 16 hexadecimal digits or {WHOLE_TABLE!r}, not {part!r}")
        if found.partitioned != (ingest_date is not None):
            raise ValueError(f"{table}: an ingest day is {'missing' if found.partitioned else 'not allowed'}")
        folder = self._table_folder(found)
        if ingest_date is not None:
            folder /= f"ingest_date={ingest_date.isoformat()}"
        return folder / f"part-{part}.parquet"

    def partitions(self, table: str) -> list[date]:
        """The ingest days that the table has published part files for, in order; empty for other tables."""
        found = {reference.ingest_date for reference in self.parts(table)}
        return sorted(day for day in found if day is not None)

    def parts(self, table: str, ingest_date: date | None = None) -> list[PartRef]:
        """The table's published part files by ingest day and name; with ``ingest_date`` those of that day only."""
        folder = self._table_folder(declared(table))
        references = []
        for path in folder.glob("**/part-*.parquet"):
            named, day = _PART_FILE.match(path.name), _PARTITION.match(path.parent.name)
            if named and (day or path.parent == folder):
                day_found = date.fromisoformat(day[1]) if day else None
                references.append(PartRef(table, day_found, named[1], path))
        if ingest_date is not None:
            references = [reference for reference in references if reference.ingest_date == ingest_date]
        return sorted(references, key=lambda reference: (reference.ingest_date or date.min, reference.part))

    def part(self, table: str, like: PartRef) -> PartRef | None:
        """The table's published part file of the same unit of work; None where there is none."""
        path = self.part_path(table, like.ingest_date, like.part)
        return PartRef(table, like.ingest_date, like.part, path) if path.exists() else None

    def complete_parts(self) -> list[PartRef]:
        """The part files of core.articles whose part is published in every annotated table too.

        Only these are served, so that a reader never sees an article without its quotes. A part of which a crash left
        some files of one making and some of another is not complete.
        """
        keys = [{reference.key for reference in self.parts(table)} for table in annotated_tables()]
        complete = set.intersection(*keys)
        found = [reference for reference in self.parts("core.articles") if reference.key in complete]
        return [reference for reference in found if self._is_of_one_making(reference)]

    def served_parts(self, table: str, as_of: date | None = None) -> list[PartRef]:
        """The part files that the warehouse shows: complete ones, with ``as_of`` none ingested after that day."""
        references = self.parts(table)
        if table in annotated_tables():
            complete = {reference.key for reference in self.complete_parts()}
            references = [reference for reference in references if reference.key in complete]
        last_day = as_of or date.max
        return [found for found in references if found.ingest_date is None or found.ingest_date <= last_day]

    def served_tables(self) -> dict[str, list[PartRef]]:
        """All part files that the warehouse shows, by table."""
        complete, annotated = {part.key for part in self.complete_parts()}, annotated_tables()
        return {
            name: [part for part in self.parts(name) if name not in annotated or part.key in complete]
            for name in TABLES
        }

    def row_count(self, part: PartRef) -> int:
        """The number of rows of a part file."""
        told = self.made(part).get(ROWS)
        return int(told) if told else int(self.scan(part.table, [part]).select(pl.len()).collect().item())

    def scan(self, table: str, parts: Iterable[PartRef] | None = None) -> pl.LazyFrame:
        """The table's rows, with the contract's columns and types; an empty frame when there are none.

        ``parts`` limits it to those files. A column that an older file lacks is null; one that the contract no longer
        has is left out.
        """
        found = declared(table)
        paths = [reference.path for reference in (self.parts(table) if parts is None else parts)]
        schema = polars_schema(found)
        if not paths:
            return pl.LazyFrame(schema=schema)
        return pl.scan_parquet(
            paths, schema=schema, hive_partitioning=False, missing_columns="insert", extra_columns="ignore"
        )

    def made(self, part: PartRef) -> Mapping[str, str]:
        """What a part file says of itself, such as what it was made from. Raises OSError."""
        return _footer(part.path, part.mark)

    def _is_of_one_making(self, articles: PartRef) -> bool:
        made = {name: self.made(found) for name in annotated_tables() if (found := self.part(name, articles))}
        content = made.pop(articles.table).get(CONTENT)
        makings = {tuple(footer.get(key) for key in MAKING) for footer in made.values()}
        return len(makings) == 1 and (content is None or makings.pop()[0] in (content, None))

    def stage(
        self,
        table: str,
        ingest_date: date | None,
        part: str,
        frame: pl.DataFrame,
        made: Mapping[str, str] | None = None,
    ) -> StagedPart:
        """Write a part file where no reader looks, and flush it to disk.

        The frame is conformed to the contract; rows keep their order. ``made`` goes into the footer: what it is made
        from. The same frame and footer give the same bytes. Raises OSError; nothing is left behind then.
        """
        target = self.part_path(table, ingest_date, part)
        self.staging_folder.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{table}-", dir=self.staging_folder))
        path = folder / target.name
        try:
            conform(frame, declared(table)).write_parquet(
                path,
                compression="zstd",
                compression_level=COMPRESSION_LEVEL,
                row_group_size=ROW_GROUP_ROWS,
                metadata={ROWS: str(frame.height), **(made or {})},
            )
            flush_to_disk(path)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return StagedPart(PartRef(table, ingest_date, part, target), path, frame.height)

    def stage_table(self, table: str, frame: pl.DataFrame) -> StagedPart:
        """Stage the one file of a table that spans all articles."""
        return self.stage(table, None, WHOLE_TABLE, frame)

    def replace_table(self, table: str, frame: pl.DataFrame) -> PartRef:
        """Stage and publish a table that spans all articles, without a gate in between."""
        return self.stage_table(table, frame).publish()

    def clean_staging(self, older_than: float | None = None) -> list[Path]:
        """Remove what crashed runs left in staging; returns what was removed.

        ``older_than`` (seconds since 1970) spares what was staged later, for when another run may be at work.
        """
        leftovers = sorted(self.staging_folder.glob("*"))
        if older_than is not None:
            leftovers = [path for path in leftovers if path.stat().st_mtime < older_than]
        for path in leftovers:
            shutil.rmtree(path, ignore_errors=True)
        return leftovers

    def _table_folder(self, table: Table) -> Path:
        return self.root / table.layer / table.name


@lru_cache(1 << 16)
def _footer(path: Path, mark: str) -> Mapping[str, str]:
    """The footer of the file of that mark; a file that is written anew has another one."""
    return {key: value for key, value in pl.read_parquet_metadata(path).items() if key != "ARROW:schema"}


def annotated_tables() -> list[str]:
    """The tables that hold, part by part, what is known of one article at a time: core.articles and annotations."""
    return [name for name, found in TABLES.items() if found.per_article and found.layer == "core"]
