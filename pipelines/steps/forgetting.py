"""Obeying tombstones: what is forgotten leaves the part files of the lake, and does not come into new ones.

Belongs here: part files before and after. Does not belong here: what goes from a part (see ``redacting``), taking an
order (see ``forget_order``).
"""

from __future__ import annotations

import json
import re

import polars as pl

from pipelines.steps.freshness import INPUT, article_content
from pipelines.steps.redacting import ARTICLES, RAW, Removed, redact_part
from pipelines.steps.remembering import forget_all
from pipelines.transforms.annotations import ANNOTATED
from pipelines.transforms.redaction import Frames
from pipelines.transforms.tombstones import Tombstones
from pipelines.warehouse.files import replace_file
from pipelines.warehouse.lake import CONTENT, Lake, PartRef

_AN_ID = re.compile(r"\b[0-9a-f]{16}\b")


def obey(lake: Lake, tombstones: Tombstones) -> Removed:
    """Take out of the lake what is forgotten, unless that has been done already.

    Each part file is replaced in one step, articles after what was found in them: a crash in between leaves annotations
    that are not of these articles, which are not served and are made again from the text as it was. The next call does
    the rest.
    """
    state = lake.root / ".state" / "forgotten.json"
    done = json.loads(state.read_text(encoding="utf-8")) if state.exists() else Tombstones().state
    if done == tombstones.state:
        return Removed()
    forget_all(lake)  # memories of steps: they go by names
    removed = take_out(lake, tombstones, write=True)
    replace_file(state, json.dumps(tombstones.state).encode())
    return removed


def take_out(lake: Lake, tombstones: Tombstones, *, write: bool) -> Removed:
    """What is forgotten, part by part; without ``write`` nothing is changed."""
    removed = Removed()
    for part in lake.parts(RAW):
        if _may_be_touched(lake, part, tombstones):
            before = {
                name: lake.scan(name, [found]).collect()
                for name in (*ANNOTATED, ARTICLES, RAW)
                if (found := lake.part(name, part))
            }
            changed = redact_part(before, tombstones, removed)
            if write:
                publish_changed(lake, part, before, changed)
    _clean_records(lake, tombstones, removed, write=write)
    return removed


def publish_changed(lake: Lake, part: PartRef, before: Frames, changed: Frames) -> None:
    """Put tables of a part in place of those that are there; annotations go on being fresh where they were."""
    if ARTICLES in changed:
        content = {INPUT: article_content(changed[ARTICLES])}
        for name in ANNOTATED:
            if found := lake.part(name, part):
                made = {**lake.made(found), **content}
                frame = changed.get(name, before[name])
                lake.stage(name, part.ingest_date, part.part, frame, made).publish()
    publish_articles(lake, part, changed)


def publish_articles(lake: Lake, part: PartRef, changed: Frames) -> None:
    """Put the articles and documents of a part in place of those that are there, as far as they have changed."""
    if ARTICLES in changed:
        made = {CONTENT: article_content(changed[ARTICLES])}
        lake.stage(ARTICLES, part.ingest_date, part.part, changed[ARTICLES], made).publish()
    if RAW in changed:
        lake.stage(RAW, part.ingest_date, part.part, changed[RAW]).publish()


def _may_be_touched(lake: Lake, part: PartRef, tombstones: Tombstones) -> bool:
    """Whether a part must be looked at row by row; a cheap look at its ids spares most of them."""
    if tombstones.hides_names:
        return True
    documents = lake.scan(RAW, [part]).select("document_id").collect()["document_id"]
    found = lake.part(ARTICLES, part)
    articles = lake.scan(ARTICLES, [found] if found else []).select("article_id", "document_id").collect()
    without_article = documents.len() > articles["document_id"].n_unique()
    return (
        without_article
        or not tombstones.documents.isdisjoint(documents)
        or not tombstones.articles.isdisjoint(articles["article_id"])
    )


def _clean_records(lake: Lake, tombstones: Tombstones, removed: Removed, *, write: bool) -> None:
    """Take refusals of forgotten documents out, and rows of forgotten articles out of the samples of checks."""
    for part in lake.parts("core.rejects"):
        before = lake.scan("core.rejects", [part]).collect()
        goes = [_is_about(f"{uri} {detail}", tombstones, removed) or uri in removed.sources
                for uri, detail in before.select("source_uri", "detail").iter_rows()]  # fmt: skip
        if any(goes):
            removed.rows["core.rejects"] += sum(goes)
            _replace(lake, part, before.filter(~pl.Series(goes)), write=write)
    for part in lake.parts("core.check_results"):
        before = lake.scan("core.check_results", [part]).collect()
        samples = ["[]" if _is_about(sample, tombstones, removed) else sample for sample in before["sample"]]
        after = before.with_columns(sample=pl.Series(samples, dtype=pl.String))
        if not after.equals(before):
            _replace(lake, part, after, write=write)


def _is_about(words: str, tombstones: Tombstones, removed: Removed) -> bool:
    return not removed.ids.isdisjoint(_AN_ID.findall(words)) or bool(tombstones.hidden_names(words))


def _replace(lake: Lake, part: PartRef, frame: pl.DataFrame, *, write: bool) -> None:
    if write:
        lake.stage(part.table, part.ingest_date, part.part, frame).publish()
