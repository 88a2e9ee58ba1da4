"""The import rule: layers know only the layers below, heavy libraries have one home, nothing below reads the clock."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PIPELINES = Path(__file__).resolve().parents[1] / "pipelines"
GROUND = {"contracts", "text"}
STEPS = GROUND | {
    "knowledge", "ingest", "transforms", "quality", "warehouse", "evaluation", "report", "settings", "fetching",
}  # fmt: skip
ASSETS = STEPS | {"steps"}
MAY_IMPORT: dict[str, set[str]] = {
    "contracts": set(),
    "knowledge": set(),
    "text": {"knowledge"},
    "settings": set(),
    "ingest": GROUND,
    "fetching": {"ingest"},
    "transforms": GROUND | {"knowledge"},
    "quality": GROUND,
    "warehouse": GROUND,
    "evaluation": GROUND,
    "report": set(),
    "steps": STEPS,
    "assets": ASSETS,
    "definitions": {"assets", "settings"},
    "cli": ASSETS | {"assets", "demo"},
    "demo": GROUND | {"ingest"},
    "training": GROUND,
}
HOMES = {
    "dagster": {"assets", "definitions"},
    "duckdb": {"warehouse"},
    "great_expectations": {"quality"},
    "sqlite3": {"fetching", "assets"},
    "feedparser": {"fetching", "ingest"},
    "protego": {"fetching"},
    "ray": {"steps"},
    "grpc": {"steps"},
    "altair": {"evaluation"},
    "jinja2": {"report"},
    "vl_convert": {"evaluation", "report"},
    "polars": set(MAY_IMPORT) - {"text", "knowledge", "evaluation", "report", "settings", "fetching"},
}
BELOW_ASSETS = STEPS | {"steps"}
IMPURE_MODULES = {"random", "secrets", "uuid"}
IMPURE_CALLS = (
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "os.environ",
    "os.getenv", "os.urandom", "random.default_rng",
)  # fmt: skip
FILES = sorted(PIPELINES.rglob("*.py"))


def layer(path: Path) -> str:
    return path.relative_to(PIPELINES).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Dotted names of the modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            module = node.module or ""
            yield from (f"{module}.{name.name}" for name in node.names) if module == "pipelines" else (module,)


def impure(path: Path) -> Iterator[str]:
    """Reads of the clock, the environment or randomness."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and ast.unparse(node).endswith(IMPURE_CALLS):
            yield ast.unparse(node)
    yield from IMPURE_MODULES & {name.split(".")[0] for name in imported(path)}


def test_every_part_of_the_project_has_a_rule() -> None:
    assert {layer(path) for path in FILES} - {"__init__"} <= set(MAY_IMPORT)


def test_modules_import_only_layers_below_their_own() -> None:
    wrong = []
    for path in FILES:
        own = layer(path)
        layers = {name.split(".")[1] for name in imported(path) if name.startswith("pipelines.")}
        wrong += [f"{path.name} imports {name}" for name in layers - {own} - MAY_IMPORT.get(own, set())]
    assert wrong == []


def test_dagster_duckdb_and_great_expectations_have_one_home_each() -> None:
    found = [(path, name.split(".")[0]) for path in FILES for name in imported(path)]
    assert [f"{path.name}: {name}" for path, name in found if layer(path) not in HOMES.get(name, {layer(path)})] == []


def test_nothing_below_the_assets_reads_the_clock_the_environment_or_randomness() -> None:
    below = [path for path in FILES if layer(path) in BELOW_ASSETS - {"settings"}]
    assert [f"{path.name}: {words}" for path in below for words in impure(path)] == []


def test_the_rule_sees_what_it_forbids(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text(
        "import random\nfrom datetime import datetime\n\ndef f():\n    import duckdb\n    return datetime.now()\n"
    )
    assert set(impure(bad)) == {"random", "datetime.now"}
    assert "duckdb" in list(imported(bad))
