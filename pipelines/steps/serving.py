"""The lake to the file that answers SQL. Built anew only when something that it shows has changed."""

from __future__ import annotations

import json
import logging
from bisect import bisect
from datetime import datetime
from pathlib import Path

from pipelines.contracts import TABLES, duckdb_comments, duckdb_ddl
from pipelines.settings import Settings
from pipelines.steps.versions import code_version
from pipelines.transforms.ids import digest
from pipelines.warehouse.files import file_mark, replace_file
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.memory import MEMORY_STEPS
from pipelines.warehouse.models import LAYERS
from pipelines.warehouse.serving import DUCKDB_VERSION, BuildLimits, BuildReport, build_warehouse

_LOG = logging.getLogger(__name__)
_LAKE, _MODELS = "the lake", "the SQL models"
_ADDED = {_LAKE, _MODELS}  # what a warehouse may show as it was before, and still be added to
_BUILDERS, _DECLARED = (build_warehouse.__module__,), ("pipelines.contracts",)  # what is declared counts by itself
# The least quotes of a lake for which a build begins with each of the memory steps. Bytes would not tell: they are
# those of the documents, which the warehouse does not hold.
LAKE_QUOTES = (0, 300_000, 600_000, 800_000, 1_000_000, 2_000_000, 5_000_000)


def serve(settings: Settings, now: datetime) -> BuildReport | None:
    """Build the warehouse and put it in place; None when the one in place already shows all that there is.

    Where nothing but the lake and the SQL models changed, a copy of the one in place may be added to.

    Raises:
        ModelError: an SQL model cannot be built; the file in place stays.
    """
    changed = changed_since_built(settings)
    if not changed:
        return None
    lake = Lake(settings.lake)
    shown = _inputs(settings)
    may_extend = _ADDED.issuperset(changed)
    report = build_warehouse(
        lake, settings.sql, settings.warehouse, now, limits=limits_for(lake), may_extend=may_extend
    )
    _LOG.info("built", extra={"seconds": round(report.seconds, 3), "extended": report.is_extended})
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
    inputs = _inputs(settings)
    return [words for words, found in inputs.items() if built["shows"].get(words) != found]


def _state_file(settings: Settings) -> Path:
    return settings.lake / ".state" / "warehouse.json"


def _inputs(settings: Settings) -> dict[str, str]:
    served = Lake(settings.lake).served_tables()
    parts = [f"{name}/{part.ingest_date}/{part.part}/{part.mark}" for name in TABLES for part in served[name]]
    models = [
        path.read_text(encoding="utf-8")
        for layer in (*LAYERS, "macros")
        for path in sorted((settings.sql / layer).glob("*.sql"))
    ]
    declared = [statement for found in TABLES.values() for statement in (duckdb_ddl(found), *duckdb_comments(found))]
    return {
        _LAKE: digest(*parts),
        _MODELS: digest(*models),
        "the contracts": digest(*declared),
        "the code that builds it": digest(code_version(_BUILDERS, without=_DECLARED), DUCKDB_VERSION),
        # what is dropped from a file lies on in it for a while, so that is not added to
        "what is forgotten": file_mark(settings.forgotten) if settings.forgotten.exists() else "",
    }
