"""``python -m pipelines.knowledge.build --source FOLDER``: make ``data/people.csv`` from its sources.

Reads ``people_compiled.csv``, kept by hand, and from the folder the CSV files that ``data/LICENCES.md`` names. The same
input gives the same bytes. A fact of the compiled file stands in place of the sources' for the same person, role and
body, for it knows days where they know years.

Belongs here: putting sources together. Does not belong here: how a source words its rows (``source_rows``), the facts
themselves, and anything that runs outside the maker's desk.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipelines.knowledge.base_facts import DATA, PERSON_COLUMNS, read_rows
from pipelines.knowledge.folding import fold_name
from pipelines.knowledge.source_rows import (
    CONGRESS_KNOWN_ON,
    Fact,
    read_congress,
    read_executive,
    read_world_leaders,
)

COMPILED_KNOWN_ON = "2025-06-30"  # open terms of people_compiled.csv were known to run then


def build(source: Path, compiled: Path = DATA / "people_compiled.csv") -> str:
    """The text of ``people.csv``.

    Raises:
        BadKnowledge: a source lacks a column.
        OSError: a source cannot be read.
    """
    own = [Fact.from_row(row) for row in read_rows(compiled, PERSON_COLUMNS)]
    own = _with_all_aliases(own, own)
    others = _merged_terms([*read_world_leaders(source), *read_congress(source), *read_executive(source)])
    own = _with_ends(_with_ids(own, others), others)
    office = {(_identity(fact), fact.role, fact.body) for fact in own}
    starts = {key for fact in own for key in _starts(fact)}
    names = {_identity(fact): fact.name for fact in own}
    kept = [
        fact
        for fact in others
        if (_identity(fact), fact.role, fact.body) not in office and starts.isdisjoint(_starts(fact))
    ]
    facts = [replace(fact, name=names.get(_identity(fact), fact.name)) for fact in (*own, *kept)]
    return _as_csv(_with_all_aliases(facts, [*own, *others]))


def _identity(fact: Fact) -> str:
    return fact.wikidata_id or fold_name(fact.name)


def _with_ids(own: Sequence[Fact], others: Sequence[Fact]) -> list[Fact]:
    """Compiled facts with the id that a source has for the same name, role and body, or another compiled fact has."""
    known: dict[tuple[str, str, str], set[str]] = {}
    for fact in others:
        for name in fact.names:
            known.setdefault((fold_name(name), fact.role, fact.body), set()).add(fact.wikidata_id)
    found: dict[str, set[str]] = {}
    for fact in own:
        ids = {fact.wikidata_id} - {""}
        for name in fact.names:
            ids |= known.get((fold_name(name), fact.role, fact.body), set()) if not fact.wikidata_id else set()
        found.setdefault(fold_name(fact.name), set()).update(ids - {""})
    unclear = sorted(name for name, ids in found.items() if len(ids) > 1)
    if unclear:
        raise ValueError(f"several ids for one name in people_compiled.csv: {', '.join(unclear)}")
    return [replace(fact, wikidata_id=next(iter(found[fold_name(fact.name)]), "")) for fact in own]


def _starts(fact: Fact) -> Iterator[tuple[str, ...]]:
    """What says that a source's row without id is about the same term: any name, office and year of the start."""
    return ((fold_name(name), fact.role, fact.body, fact.start_on[:4]) for name in fact.names)


def _with_ends(own: Sequence[Fact], others: Sequence[Fact]) -> list[Fact]:
    """Compiled terms that end after the list of Congress was made, with what that list says of them."""
    listed = {(_identity(fact), fact.role, fact.body): fact for fact in others}
    found = []
    for fact in own:
        source = listed.get((_identity(fact), fact.role, fact.body))
        if fact.end_on > CONGRESS_KNOWN_ON:
            unlisted = replace(fact, end_on="", known_on=COMPILED_KNOWN_ON)
            fact = replace(fact, end_on=source.end_on, known_on=source.known_on) if source else unlisted
        found.append(fact)
    return found


def _merged_terms(facts: Iterable[Fact]) -> list[Fact]:
    """Terms of one person in one office that follow on each other (also listed twice) as one."""
    merged: list[Fact] = []
    ordered = sorted(facts, key=lambda fact: (_identity(fact), fact.role, fact.body, fact.start_on, fact.end_on))
    for fact in ordered:
        last = merged[-1] if merged else None
        same = last and (_identity(last), last.role, last.body) == (_identity(fact), fact.role, fact.body)
        if last and same and (not last.end_on or last.end_on[:7] >= fact.start_on[:7]):
            merged[-1] = replace(last, end_on=fact.end_on, known_on=fact.known_on)
        else:
            merged.append(fact)
    return _closed(merged)


def _closed(facts: Sequence[Fact]) -> list[Fact]:
    """An open term with a later holder of the office is known for its beginning only: when it ended is not said."""
    latest: dict[tuple[str, str], str] = {}
    for fact in facts:
        office = (fact.role, fact.body)
        latest[office] = max(latest.get(office, ""), fact.start_on)
    return [
        replace(fact, known_on=fact.start_on)
        if not fact.end_on and not fact.collegial and latest[fact.role, fact.body] > fact.start_on
        else fact
        for fact in facts
    ]


def _with_all_aliases(facts: Sequence[Fact], sources: Sequence[Fact]) -> list[Fact]:
    names: dict[str, dict[str, None]] = {}
    for fact in sources:
        names.setdefault(_identity(fact), {}).update(dict.fromkeys(fact.names))
    return [replace(fact, aliases=tuple(sorted(set(names[_identity(fact)]) - {fact.name}))) for fact in facts]


def _as_csv(facts: Iterable[Fact]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(PERSON_COLUMNS)
    rows: list[tuple[str, ...]] = sorted({fact.as_row() for fact in facts}, key=_order)
    writer.writerows(rows)
    return out.getvalue()


def _order(row: tuple[str, ...]) -> tuple[str, ...]:
    return (fold_name(row[1]), row[0], row[5], *row)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write ``data/people.csv``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True, help="folder of the source files")
    text = build(parser.parse_args(arguments).source)
    (DATA / "people.csv").write_text(text, encoding="utf-8")
    print(f"{text.count(chr(10)) - 1:,} terms, {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main()
