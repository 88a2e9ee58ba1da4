"""The marts: one asset an SQL model, all of them made by building the file that answers SQL."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import dagster as dg

from pipelines.assets.catalogue import RETRIES, asset_key
from pipelines.assets.lock import alone
from pipelines.assets.results import SAMPLE_ROWS, Result, markdown_table
from pipelines.assets.run_log import logged
from pipelines.assets.tables import Workplace
from pipelines.steps.serving import serve
from pipelines.warehouse.models import MART_LAYER, Model, read_layers, read_through
from pipelines.warehouse.query import ask, connect


def build_marts(workplace: Workplace) -> dg.AssetsDefinition:
    """The assets of ``sql/marts``; what each reads is what its SQL names."""
    layers = read_layers(workplace.settings.sql)
    models = [model for model in layers if model.layer == MART_LAYER]
    reads = read_through(layers)

    @dg.multi_asset(
        name="warehouse", specs=[_spec(model, reads[model.full_name]) for model in models], retry_policy=RETRIES
    )
    @alone(workplace.settings)
    @logged(workplace.settings, "warehouse")
    def warehouse(context: dg.AssetExecutionContext) -> Iterator[Result]:
        began = perf_counter()
        serve(workplace.settings, workplace.begin(context).now)
        seconds = round(perf_counter() - began, 3)
        size = workplace.settings.warehouse.stat().st_size
        for model, shown in zip(models, _shown(workplace.settings.warehouse, models), strict=True):
            metadata = {**shown, "seconds": seconds, "warehouse_bytes": size}
            yield dg.MaterializeResult(asset_key=asset_key(model.full_name), metadata=metadata)

    return warehouse


def _spec(model: Model, reads: Iterable[str]) -> dg.AssetSpec:
    return dg.AssetSpec(
        asset_key(model.full_name),
        deps=[asset_key(name) for name in sorted(reads)],
        group_name="marts",
        kinds={"duckdb", "sql"},
        description=model.header.question,
    )


def _shown(file: Path, models: Sequence[Model]) -> list[dict[str, Any]]:
    """What the UI shows of each mart: columns, a sample and, unless it is worked out when it is asked, its rows."""
    with connect(file) as connection:
        return [_shown_of(connection, model) for model in models]


def _shown_of(connection: Any, model: Model) -> dict[str, Any]:
    sample = ask(connection, f"select * from {model.full_name} limit {SAMPLE_ROWS}")
    shown: dict[str, Any] = {}
    if not model.header.is_view:
        shown["dagster/row_count"] = ask(connection, f"select count(*) from {model.full_name}").rows[0][0]
    types, described = dict(zip(sample.columns, sample.types, strict=True)), dict(model.header.fields)
    columns = [dg.TableColumn(name, kind, described.get(name)) for name, kind in types.items()]
    return {
        **shown,
        "dagster/column_schema": dg.TableSchema(columns),
        "sample": dg.MetadataValue.md(markdown_table(sample.columns, sample.rows)),
    }
