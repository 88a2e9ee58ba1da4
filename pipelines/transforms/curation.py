"""What people decided about entities, read from ``curation.csv`` in the data folder.

Belongs here: the form of the file, reading it, what a decision does to ids.
Does not belong here: asking for decisions and writing them down (``otr merge``, ``otr split``); what articles say.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

import polars as pl

from pipelines.transforms.ids import digest, name_key

COLUMNS = ("decided_at", "action", "entity_id", "name", "other_entity_id", "other_name", "article_id", "note")
Action = Literal["merge", "split"]
ACTIONS = get_args(Action)
_ID = re.compile("[0-9a-f]{16}")
_IDS = {"entity_id": "core.entities", "other_entity_id": "core.entities", "article_id": "core.articles"}


class BadCuration(ValueError):
    """The file of decisions cannot be used. The message names the line, the column and how to mend it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the file.

    ``merge``: everything of ``entity_id`` is ``other_entity_id`` from now on. ``split``: what ``entity_id`` is in
    ``article_id`` is somebody else: ``other_entity_id`` where given, else an entity of its own, one for all splits of
    ``entity_id`` with the same ``other_name`` (without one: for that article).
    """

    line: int
    decided_at: str
    action: Action
    entity_id: str
    name: str
    other_entity_id: str
    other_name: str
    article_id: str
    note: str

    @property
    def target_id(self) -> str:
        """The entity that the decision's mentions go to."""
        if self.other_entity_id:
            return self.other_entity_id
        return digest("entity", "split", self.entity_id, name_key(self.other_name) or self.article_id)


def read_curation(path: Path) -> list[Decision]:
    """The decisions in a file, in its order; none where there is no file.

    A column may be missing where no line needs it; the rest of the columns are ignored. Empty lines are skipped.

    Raises:
        BadCuration: not UTF-8, no header, an unknown action, or an id that is missing or is none.
    """
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            _check_header(reader.fieldnames or (), path)
            return [
                _decision(row, f"{path}, line {reader.line_num}", reader.line_num) for row in reader if _is_filled(row)
            ]
    except UnicodeDecodeError as error:
        raise BadCuration(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except csv.Error as error:
        raise BadCuration(f"{path}: not CSV ({error})") from error


def _check_header(names: Sequence[str], path: Path) -> None:
    if missing := [name for name in ("action", "entity_id") if name not in names]:
        wanted = ",".join(COLUMNS)
        raise BadCuration(f"{path}, line 1: no column {' and '.join(missing)}; the first line must be {wanted}")


def _is_filled(row: Mapping[str, object]) -> bool:
    return any(isinstance(value, str) and value.strip() for value in row.values())


def _decision(row: Mapping[str, str | None], place: str, line: int) -> Decision:
    values = {name: (row.get(name) or "").strip() for name in COLUMNS}
    action = values.pop("action")
    if action not in ACTIONS:
        raise BadCuration(f"{place}: action is {action!r}; it must be merge or split")
    for name, home in _IDS.items():
        is_needed = name == "entity_id" or name == ("other_entity_id" if action == "merge" else "article_id")
        if (is_needed or values[name]) and not _ID.fullmatch(values[name]):
            wanted = f"give the 16 digits (0-9, a-f) of an id in {home}"
            raise BadCuration(f"{place}: {name} of a {action} is {values[name]!r}; {wanted}")
    if values["entity_id"] == values["other_entity_id"]:
        raise BadCuration(f"{place}: entity_id and other_entity_id are the same; remove the line")
    return Decision(line=line, action=cast(Action, action), **values)


def apply_decisions(
    frames: Sequence[pl.DataFrame], decisions: Sequence[Decision]
) -> tuple[list[pl.DataFrame], list[str]]:
    """The frames (with entity_id and article_id) after the decisions, in their order, and what could not be done.

    A decision on an entity that there is not, or not in that article, changes nothing and is told.
    """
    found, notices = list(frames), []
    known = {one for frame in found for one in frame["entity_id"].unique()}
    for decision in decisions:
        reason = _reason_against(decision, known)
        done = found if reason else [frame.with_columns(entity_id=_decided(decision)) for frame in found]
        if reason is None and all(
            one["entity_id"].equals(other["entity_id"]) for one, other in zip(found, done, strict=True)
        ):
            reason = f"article {decision.article_id} does not mention entity {decision.entity_id}"
        if reason:
            notices.append(f"line {decision.line}: {decision.action} has no effect: {reason}")
            continue
        found = done
        known = known - {decision.entity_id} if decision.action == "merge" else known | {decision.target_id}
    return found, notices


def _reason_against(decision: Decision, known: Collection[str]) -> str | None:
    wanted = [decision.entity_id, *filter(None, (decision.other_entity_id,))]
    unknown = [one for one in wanted if one not in known]
    return f"there is no entity {' or '.join(unknown)}" if unknown else None


def _decided(decision: Decision) -> pl.Expr:
    meant = pl.col("entity_id") == decision.entity_id
    if decision.action == "split":
        meant &= pl.col("article_id") == decision.article_id
    return pl.when(meant).then(pl.lit(decision.target_id)).otherwise("entity_id")
