"""Several questions to one state of the warehouse, each kept as an SQL file.

Belongs here: asking files on one connection, so that a build that is swapped in between does not mix two states.
Does not belong here: a single question (see ``query``), the SQL itself (``sql/``), what becomes of the answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from pipelines.contracts.dictionary import parse_header
from pipelines.warehouse.query import QueryError, connect

Row = dict[str, Any]


class Questions:
    """A folder of SQL files and the open warehouse that they are asked of; see `open_questions`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder

    def ask(self, question: str, /, **wanted: Any) -> list[Row]:
        """The rows of the answer to ``FOLDER/question.sql``, each by column.

        A file's parameters are the fields of its header, as those of a macro are; ``name="x"`` fills ``wanted_name``,
        and a parameter that is not given is null. Raises QueryError when the question fails.
        """
        sql, parameters = self._call(question, wanted)
        return self._rows(sql, parameters)

    def keep(self, question: str, /, **wanted: Any) -> None:
        """Make the answer a temporary table of the question's name, which later questions read. Raises QueryError."""
        sql, parameters = self._call(question, wanted)
        self._rows(f"create temporary table {question} as {sql}", parameters)

    def _call(self, question: str, wanted: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        sql = (self._folder / f"{question}.sql").read_text(encoding="utf-8").rstrip().rstrip(";")
        names = [name for name, _ in parse_header(question, sql).fields]
        if unknown := wanted.keys() - {name.removeprefix("wanted_") for name in names}:
            raise TypeError(f"{question}.sql has no parameter {', '.join(sorted(unknown))}")
        self._rows(f"create or replace temporary macro asked_{question}({', '.join(names)}) as table\n{sql}")
        call = f"select * from asked_{question}({', '.join(f'${name}' for name in names)})"
        return call, {name: wanted.get(name.removeprefix("wanted_")) for name in names}

    def _rows(self, sql: str, parameters: dict[str, Any] | None = None) -> list[Row]:
        try:
            cursor = self._connection.execute(sql, parameters)
            columns = [str(column[0]) for column in cursor.description or []]
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        except duckdb.CatalogException as error:
            words = str(error).splitlines()[0]
            raise QueryError(
                f"{words} The next `otr run` builds the warehouse anew, as this version reads it."
            ) from error
        except duckdb.Error as error:
            raise QueryError(str(error)) from error


@contextmanager
def open_questions(warehouse: Path, folder: Path) -> Iterator[Questions]:
    """The questions of a folder, to be asked of the warehouse as it is now. Raises QueryError when there is none."""
    with connect(warehouse) as connection:
        yield Questions(connection, folder)
