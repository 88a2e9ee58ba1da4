"""Reading the files of facts: the bundled ones and the user's own.

Belongs here: CSV to rows and people, and saying what is wrong with a file. Does not belong here: answering questions.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from pipelines.knowledge.folding import fold_name
from pipelines.knowledge.periods import is_partial_date
from pipelines.knowledge.records import Person, Term

DATA = Path(__file__).parent / "data"
PERSON_COLUMNS = ("wikidata_id", "name", "aliases", "role", "body", "start_on", "end_on", "known_on")
PLACE_COLUMNS = ("wikidata_id", "iso", "name", "aliases", "demonyms", "capital", "metonyms")
ORGANISATION_COLUMNS = ("wikidata_id", "name", "aliases", "role_aliases", "kind", "part_of")
_REQUIRED = ("name", "role")


class BadKnowledge(ValueError):
    """A file of facts cannot be used. The message names the line, the column and how to mend it."""


def read_rows(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> Iterator[dict[str, str]]:
    """The rows of a CSV file (UTF-8), with these columns at least; white space around fields does not count.

    Raises:
        BadKnowledge: a column is missing, a row has too many fields, or the file is not UTF-8.
        OSError: the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [
                column for column in columns if column not in (reader.fieldnames or ()) and column not in optional
            ]
            if missing:
                raise BadKnowledge(
                    f"{path.name}, line 1: no column {', '.join(missing)}; the columns are {','.join(columns)}"
                )
            for row in reader:
                if None in row:
                    mend = "put fields that hold a comma in quotation marks"
                    raise BadKnowledge(f"{path.name}, line {reader.line_num}: more fields than columns; {mend}")
                yield {column: (row.get(column) or "").strip() for column in columns}
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadKnowledge(f"{path.name}: not a CSV file in UTF-8 ({error}); save it as such") from error


@cache
def word_list(section: str, file: str = "role_words.txt") -> frozenset[str]:
    """The words of one section of a file of lists. Raises KeyError for an unknown section."""
    lists: dict[str, set[str]] = {}
    name = ""
    for line in (DATA / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif not line.startswith("#"):
            lists.setdefault(name, set()).update(line.split())
    return frozenset(lists[section])


def read_people(path: Path, own: bool = False) -> list[Person]:
    """The people of a file, in its order. ``own`` says that it is the user's file.

    Rows of one Wikidata id, or of one name without id, are terms of one person.

    Raises:
        BadKnowledge: see `read_rows`; also a name or role is empty, an id or a date is none, or a term ends before it
            starts.
    """
    people: dict[str, Person] = {}
    optional = set(PERSON_COLUMNS) - set(_REQUIRED) if own else ()
    for line, row in enumerate(read_rows(path, PERSON_COLUMNS, tuple(optional)), 2):
        _check(f"{path.name}, line {line}", row)
        key = row["wikidata_id"] or fold_name(row["name"])
        aliases = tuple(filter(None, (alias.strip() for alias in row["aliases"].split("|"))))
        term = Term(row["role"], row["body"], row["start_on"], row["end_on"], row["known_on"])
        person = people.get(key) or Person(row["wikidata_id"] or None, row["name"], (), (), own)
        people[key] = person.with_term(term, aliases)
    return list(people.values())


def _check(place: str, row: Mapping[str, str]) -> None:
    for column in _REQUIRED:
        if not row[column]:
            raise BadKnowledge(f"{place}, column {column}: empty; fill it in or take the row out")
    if row["wikidata_id"] and not re.fullmatch(r"Q[1-9]\d*", row["wikidata_id"]):
        raise BadKnowledge(
            f"{place}, column wikidata_id: {row['wikidata_id']!r} is no id such as Q42; leave it empty if unknown"
        )
    for column in ("start_on", "end_on", "known_on"):
        if row[column] and not is_partial_date(row[column]):
            raise BadKnowledge(
                f"{place}, column {column}: {row[column]!r} is no date; write 2017, 2017-05 or 2017-05-14"
            )
    start, end = row["start_on"], row["end_on"]
    shared = min(len(start), len(end))
    if start[:shared] > end[:shared]:
        raise BadKnowledge(f"{place}, column end_on: the term ends ({end}) before it starts ({start}); put them right")
