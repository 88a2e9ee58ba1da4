"""Versions of code and models: a digest of what decides the rows of a table.

Belongs here: which code and which files make which tables. Does not belong here: what follows from a change (see
``freshness``).

Code is told by its syntax trees without comments and docstrings, so that words about it make nothing stale.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipelines.contracts import polars_schema, table
from pipelines.settings import PROJECT
from pipelines.transforms.annotations import READING, TOPICAL
from pipelines.transforms.ids import digest

_TEXT, _KNOWLEDGE = PROJECT / "pipelines" / "text", PROJECT / "pipelines" / "knowledge"
_TOPIC_MODEL = _TEXT / "models" / "topics"
_TOPIC_CODE = ("pipelines.text.subjects", "pipelines.text.topics", "pipelines.text.phrases")
_ROWS = "pipelines.transforms.annotations"
_UNTOLD = frozenset({"ctx", "kind", "type_comment"})  # fields that differ between versions of Python, or follow
_NO_CODE = ("pipelines.contracts",)  # words for the most part; the columns that they declare count by themselves


@dataclass(frozen=True, slots=True)
class EngineVersions:
    """Of what reads a text (quotes, mentions, dates), and of what tells its topics and phrases."""

    reading: str
    topics: str


@lru_cache(1)
def engine_versions() -> EngineVersions:
    """The versions of this installation; about half a second, once a process."""
    reading = code_version(("pipelines.text.annotator", _ROWS), without=(*_TOPIC_CODE, *_NO_CODE))
    topics = code_version(_TOPIC_CODE, without=_NO_CODE)
    data = [path for path in (*_data_files(_TEXT), *_data_files(_KNOWLEDGE)) if not path.is_relative_to(_TOPIC_MODEL)]
    return EngineVersions(
        digest(reading, _digest_of(data), *(polars_schema(table(name)) for name in READING)),
        digest(topics, _digest_of(_data_files(_TOPIC_MODEL)), *(polars_schema(table(name)) for name in TOPICAL)),
    )


def code_version(modules: Iterable[str], without: Iterable[str] = ()) -> str:
    """A digest of modules of the project and of all that they import of it, but for some and what these need."""
    left_out, waiting, seen = tuple(without), list(modules), dict[str, str]()
    while waiting:
        name = waiting.pop()
        path = _source(name)
        if path is None or name in seen or name.startswith(left_out):
            continue
        seen[name], imported = _read_module(path)
        waiting.extend(imported)
    return digest(*(f"{name} {seen[name]}" for name in sorted(seen)))


@lru_cache(None)
def _read_module(path: Path) -> tuple[str, tuple[str, ...]]:
    """The digest of a module, and the modules of the project that it imports."""
    told, imported = list[str](), set[str]()
    _tell(ast.parse(path.read_text(encoding="utf-8")), told, imported)
    code = hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()
    return code, tuple(sorted(imported))


def _tell(node: ast.AST, told: list[str], imported: set[str]) -> None:
    """What a tree says, the same in every version of Python: names of nodes and their filled fields, docstrings out.

    It is written to the end of ``told``, and what is imported of the project into ``imported``.
    """
    told.append(type(node).__name__)
    if isinstance(node, ast.Import | ast.ImportFrom):
        imported.update(_imports(node))
    for name in node._fields:
        value = getattr(node, name, None)
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, ast.AST):
                if not _is_docstring(one):
                    told.append(name)
                    _tell(one, told, imported)
            elif one is not None and name not in _UNTOLD:
                told.append(f"{name} {one!r}")
    told.append(".")


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name.startswith("pipelines"))
    elif (node.module or "").startswith("pipelines"):
        yield str(node.module)
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _source(module: str) -> Path | None:
    base = PROJECT.joinpath(*module.split("."))
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


def _data_files(folder: Path) -> list[Path]:
    """What is no code and no words for readers."""
    skipped = {".py", ".pyc", ".md"}
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in skipped)


def _digest_of(files: Iterable[Path]) -> str:
    return digest(*(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files))
