"""The lake to the file that answers SQL. Built anew only when something that it shows has changed."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from pipelines.contracts import TABLES, duckdb_comments, duckdb_ddl
from pipelines.settings import Settings
from pipelines.transforms.ids import digest
from pipelines.warehouse.files import file_mark, replace_file
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.serving import BuildReport, build_warehouse


def serve(settings: Settings, now: datetime) -> BuildReport | None:
    """Build the warehouse and put it in place; None when the one in place already shows all that there is.

    Raises:
        ModelError: an SQL model cannot be built; the file in place stays.
    """
    lake = Lake(settings.lake)
    state = lake.root / ".state" / "warehouse.json"
    shown = _fingerprint(lake, settings.sql)
    if _is_shown(settings.warehouse, state, shown):
        return None
    report = build_warehouse(lake, settings.sql, settings.warehouse, now)
    replace_file(state, json.dumps({"shows": shown, "file": file_mark(settings.warehouse)}).encode())
    return report


def _is_shown(warehouse: Path, state: Path, shown: str) -> bool:
    if not (warehouse.exists() and state.exists()):
        return False
    built: dict[str, str] = json.loads(state.read_text(encoding="utf-8"))
    return built == {"shows": shown, "file": file_mark(warehouse)}


def _fingerprint(lake: Lake, sql: Path) -> str:
    parts = [
        f"{name}/{part.ingest_date}/{part.part}/{part.mark}"
        for name in TABLES
        for part in lake.served_parts(name)
    ]
    models = [path.read_text(encoding="utf-8") for path in sorted(sql.glob("m*/*.sql"))]
    declared = [statement for found in TABLES.values() for statement in (duckdb_ddl(found), *duckdb_comments(found))]
    return digest(*parts, *models, *declared)
