"""Publishes one after another while readers look on: each open sees one whole version, and an old handle stays valid.

Belongs here: publishing two states of the data in turn, and the readers. Does not belong here: runs that are killed.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipelines.warehouse.lake import Lake
from pipelines.warehouse.query import connect, run_query
from pipelines.warehouse.serving import build_warehouse
from tests.crashes.workshop import AFTER, BEFORE, SERVED, Workshop, in_child
from tests.newsroom import NOW

PAUSE = 0.02  # seconds between two looks of a reader, in which the publisher gets on
VERSIONS = {BEFORE: "before", AFTER: "after"}


@dataclass(frozen=True)
class Sight:
    """What readers saw: opens by version, and everything that was wrong."""

    publishes: int
    opens: dict[str, int]
    wrong: list[str]


def publish_before_readers(shop: Workshop, publishes: int, opens: int) -> Sight:
    """Publish so many times or more, until a reader has opened the file so many times, and tell what was seen."""
    data, after = shop.copy("published"), shop.copy("after")
    in_child(lambda: shop.run(after)).answer()
    stop, enough = shop.place / "stop", shop.place / "enough"
    for sign in (stop, enough):
        sign.unlink(missing_ok=True)
    warehouse = data / "warehouse.duckdb"
    reader = in_child(partial(_open_again_and_again, warehouse, opens, stop, enough))
    holder = in_child(partial(_hold_one_open, warehouse, stop))
    publisher = in_child(partial(_publish_in_turn, shop, [data, after], warehouse, publishes, enough))
    code, words = publisher.end()
    stop.touch()
    seen, held = json.loads(reader.answer()), json.loads(holder.answer())
    wrong = [*seen["wrong"], *held["wrong"], *([f"publishing ended with {code}: {words}"] if code else [])]
    return Sight(0 if code else int(words), seen["opens"], wrong)


def _publish_in_turn(shop: Workshop, states: list[Path], target: Path, publishes: int, enough: Path) -> int:
    done = 0
    while done < publishes or not enough.exists():
        build_warehouse(Lake(states[(done + 1) % 2] / "lake"), shop.sql, target, NOW)
        done += 1
    return done


def _open_again_and_again(warehouse: Path, opens: int, stop: Path, enough: Path) -> str:
    seen, wrong = Counter[str](), list[str]()
    while not stop.exists():
        try:
            (counts,) = run_query(warehouse, SERVED).rows
            version = VERSIONS.get(counts[0]) if len(set(counts)) == 1 else None
            wrong += [] if version else [f"a mixed version: {counts}"]
            seen[version or "mixed"] += 1
        except Exception as error:  # whatever a reader meets is what the trial wants to know
            wrong.append(f"{type(error).__name__}: {error}")
        if seen.total() >= opens:
            enough.touch()
        time.sleep(PAUSE)
    return json.dumps({"opens": seen, "wrong": wrong[:3]})


def _hold_one_open(warehouse: Path, stop: Path) -> str:
    """Ask the file that was there at first again and again, however often another takes its place."""
    asked = set[tuple[object, ...]]()
    with connect(warehouse) as connection:
        while not stop.exists():
            asked.update(connection.execute(SERVED).fetchall())
            time.sleep(PAUSE)
    wrong = (
        [] if asked == {(BEFORE,) * len(next(iter(asked)))} else [f"an open file changed: {sorted(map(str, asked))}"]
    )
    return json.dumps({"wrong": wrong})
