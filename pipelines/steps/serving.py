"""The lake to the file that answers SQL. Built anew only when something that it shows has changed."""

from __future__ import annotations

import json
from bisect import bisect
from datetime import datetime
from pathlib import Path

from pipelines.contracts import TABLES, duckdb_comments, duckdb_ddl
from pipelines.settings import Settings
from pipelines.transforms.ids import digest
from pipelines.warehouse.files import file_mark, replace_file
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.memory import MEMORY_STEPS
from pipelines.warehouse.models import LAYERS
from pipelines.warehouse.serving import BuildLimits, BuildReport, build_warehouse

# The least quotes of a lake for which a build begins with each of the memory steps. Bytes would not tell: they are
# those of the documents, which the warehouse does not hold.
LAKE_QUOTES = (0, 600_000, 800_000, 1_000_000, 2_000_000, 5_000_000)


def serve(settings: Settings, now: datetime) -> BuildReport | None:
    """Build the warehouse and put it in place; None when the one in place already shows all that there is.

    Raises:
        ModelError: an SQL model cannot be built; the file in place stays.
    """
    if not changed_since_built(settings):
        return None
    lake = Lake(settings.lake)
    shown = _inputs(lake, settings.sql)
    report = build_warehouse(lake, settings.sql, settings.warehouse, now, limits=limits_for(lake))
    built = {"shows": shown, "file": file_mark(settings.warehouse)}
    replace_file(_state_file(settings), json.dumps(built).encode())
    return report


def limits_for(lake: Lake) -> BuildLimits:
    """What a build from this lake begins with: little for a small one, so that it fits beside other work.

    Less would do as well, but what does not fit is written to disk and read again. A step that it does not suffice for
    is done again with more.
    """
    quotes = sum(map(lake.row_count, lake.served_tables()["core.quotes"]))
    return BuildLimits(MEMORY_STEPS[bisect(LAKE_QUOTES, quotes) - 1])


def changed_since_built(settings: Settings) -> list[str]:
    """What the warehouse in place does not show as it is now, in words; ``everything`` where there is none of ours."""
    state = _state_file(settings)
    if not (settings.warehouse.exists() and state.exists()):
        return ["everything"]
    built = json.loads(state.read_text(encoding="utf-8"))
    if built["file"] != file_mark(settings.warehouse) or not isinstance(built["shows"], dict):
        return ["everything"]
    inputs = _inputs(Lake(settings.lake), settings.sql)
    return [words for words, found in inputs.items() if built["shows"].get(words) != found]


def _state_file(settings: Settings) -> Path:
    return settings.lake / ".state" / "warehouse.json"


def _inputs(lake: Lake, sql: Path) -> dict[str, str]:
    served = lake.served_tables()
    parts = [f"{name}/{part.ingest_date}/{part.part}/{part.mark}" for name in TABLES for part in served[name]]
    models = [
        path.read_text(encoding="utf-8")
        for layer in (*LAYERS, "macros")
        for path in sorted((sql / layer).glob("*.sql"))
    ]
    declared = [statement for found in TABLES.values() for statement in (duckdb_ddl(found), *duckdb_comments(found))]
    return {"the lake": digest(*parts), "the SQL models": digest(*models), "the contracts": digest(*declared)}
