"""Taking forgotten articles and people out of the tables of one part.

An article goes with all its rows. Of a person go the mentions and the quotes, and the name is blotted out wherever
it still stands: offsets hold, and other people's quotes stay. People are told by their chains, found in the text as
it was; so no pronoun of theirs is given to somebody else.

Belongs here: frames in, frames out. Does not belong here: part files, tables across articles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipelines.transforms.annotations import SEGMENT_SEPARATOR
from pipelines.transforms.blotting import Blotter, cover
from pipelines.transforms.tombstones import Tombstones

Frames = dict[str, pl.DataFrame]
_PROSE = ("title", "section", "publisher", "role", "chain_name", "speaker_name", "speaker_head", "medium")
_ADDRESSES = ("url", "source_uri")
_SPAN_TEXTS = (("cue_start", "cue_end", "cue_text"), ("source_start", "source_end", "source_text"))


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is left of a part's tables, and which versions of articles were removed from it or blotted."""

    frames: Frames
    removed: frozenset[str] = frozenset()
    blotted: frozenset[str] = frozenset()

    @property
    def changes(self) -> bool:
        """Whether there was anything to forget."""
        return bool(self.removed or self.blotted)


def redact(frames: Mapping[str, pl.DataFrame], tombstones: Tombstones) -> Redaction:
    """The tables of a part (core.articles and what is annotated of it) without what is forgotten.

    Tables in which nothing is forgotten are the frames that were given.
    """
    articles = frames["core.articles"]
    gone = articles.filter(pl.col("article_id").is_in(tombstones.articles))["version_id"]
    left = {name: _without(frame, "version_id", gone) for name, frame in frames.items()}
    blotted = frozenset[str]()
    if tombstones.hides_names:
        left, blotted = _without_people(left, tombstones)
    return Redaction(left, frozenset(gone), blotted)


def _without(frame: pl.DataFrame, key: str, values: pl.Series) -> pl.DataFrame:
    return frame.filter(~pl.col(key).is_in(values.implode())) if values.len() else frame


def _without_people(frames: Frames, tombstones: Tombstones) -> tuple[Frames, frozenset[str]]:
    chains = _hidden_chains(frames, tombstones)
    quotes = _hidden_quotes(frames, tombstones, chains)
    blotters = _blotters(frames, tombstones, chains, quotes)
    if not blotters:
        return frames, frozenset()
    left = {name: _without(frame, "quote_id", quotes) if "quote_id" in frame.columns else frame
            for name, frame in frames.items()}  # fmt: skip
    if "core.mentions" in left:
        left["core.mentions"] = _without(left["core.mentions"], "chain_id", chains)
    if "core.quotes" in left:
        orphan = pl.col("parent_quote_id").is_in(quotes.implode())
        parent = pl.when(orphan).then(None).otherwise("parent_quote_id")
        left["core.quotes"] = left["core.quotes"].with_columns(parent_quote_id=parent)
    return _blot(left, blotters, _hidden_spans(frames, chains)), frozenset(blotters)


def _hidden_chains(frames: Frames, tombstones: Tombstones) -> pl.Series:
    """Chains of a forgotten name, or of words that mean the person in that article."""
    if "core.mentions" not in frames:
        return pl.Series(dtype=pl.String)
    named = frames["core.mentions"].select("chain_id", "article_id", name=pl.coalesce("chain_name", "text")).unique()
    return pl.Series(
        sorted({chain for chain, article, name in named.iter_rows() if tombstones.hides(name, article)}),
        dtype=pl.String,
    )


def _hidden_quotes(frames: Frames, tombstones: Tombstones, chains: pl.Series) -> pl.Series:
    if "core.quotes" not in frames:
        return pl.Series(dtype=pl.String)
    hidden = set(chains)
    name = pl.coalesce("speaker_name", "source_text")
    rows = frames["core.quotes"].select("quote_id", "speaker_chain_id", name, "article_id").iter_rows()
    return pl.Series(
        [quote for quote, chain, name, article in rows if chain in hidden or tombstones.hides(name, article)],
        dtype=pl.String,
    )


def _blotters(frames: Frames, tombstones: Tombstones, chains: pl.Series, quotes: pl.Series) -> dict[str, Blotter]:
    """By version, what is to be blotted out in it; versions in which nothing is forgotten are not there."""
    names: dict[str, set[str]] = {}
    kept: dict[str, set[str]] = {}
    for version, name, is_hidden in _names(frames, chains, quotes):
        (names if is_hidden else kept).setdefault(version, set()).add(name)
    for row in frames["core.articles"].iter_rows(named=True):
        for text in (row["title"], row["text"], " . ".join(row["authors"])):
            if found := tombstones.hidden_names(text or "", row["article_id"]):
                names.setdefault(row["version_id"], set()).update(found)
    return {version: Blotter(frozenset(found), frozenset(kept.get(version, ()))) for version, found in names.items()}


def _names(frames: Frames, chains: pl.Series, quotes: pl.Series) -> Iterator[tuple[str, str, bool]]:
    """Version, a name in it, and whether it is one to forget: mentions by name, names of chains and of speakers.

    The surname of a person is hidden too, also where nothing was found to be a mention.
    """
    hidden_chains, hidden_quotes = set(chains), set(quotes)
    if "core.mentions" in frames:
        columns = ("version_id", "text", "chain_name", "chain_id", "form", "entity_kind")
        for version, text, name, chain, form, kind in frames["core.mentions"].select(columns).unique().iter_rows():
            is_hidden = chain in hidden_chains
            surname = name.split()[-1] if name and is_hidden and kind == "person" else None
            for one in {text if form == "name" else None, name, surname} - {None}:
                yield version, one, is_hidden
    if "core.quotes" in frames:
        for version, name, quote in frames["core.quotes"].select("version_id", "speaker_name", "quote_id").iter_rows():
            if name and quote in hidden_quotes:
                yield version, name, True


def _hidden_spans(frames: Frames, chains: pl.Series) -> dict[str, list[tuple[int, int]]]:
    """By version, where a person to forget is mentioned by name."""
    spans: dict[str, list[tuple[int, int]]] = {}
    if "core.mentions" in frames:
        hidden = pl.col("chain_id").is_in(chains.implode()) & (pl.col("form") == "name")
        rows = frames["core.mentions"].filter(hidden).select("version_id", "start", "end").iter_rows()
        for version, start, end in rows:
            spans.setdefault(version, []).append((start, end))
    return spans


def _blot(frames: Frames, blotters: Mapping[str, Blotter], spans: Mapping[str, list[tuple[int, int]]]) -> Frames:
    rows = frames["core.articles"].select("version_id", "text").iter_rows()
    texts = {
        version: blotters[version].text(cover(text, spans.get(version, ())))
        for version, text in rows
        if version in blotters
    }
    return {name: _blot_frame(name, frame, blotters, texts) for name, frame in frames.items()}


def _blot_frame(
    name: str, frame: pl.DataFrame, blotters: Mapping[str, Blotter], texts: Mapping[str, str]
) -> pl.DataFrame:
    """The frame, rows in order, with the rows of blotted versions blotted; a phrase with a name in it goes."""
    rows = []
    for row in frame.iter_rows(named=True):
        blotter = blotters.get(row["version_id"])
        if blotter is None:
            rows.append(row)
        elif name != "core.article_phrases" or not blotter.is_in(row["phrase"]):
            rows.append(_blot_row(name, row, blotter, texts[row["version_id"]]))
    return pl.DataFrame(rows, schema=frame.schema)


def _blot_row(name: str, row: dict[str, Any], blotter: Blotter, text: str) -> dict[str, Any]:
    found = row | {column: blotter.text(row[column]) for column in _PROSE if column in row}
    found |= {column: blotter.address(row[column]) for column in _ADDRESSES if column in row}
    if name == "core.articles":
        found["authors"] = [blotter.text(author) for author in row["authors"]]
        return found | {"text": text, "text_sha256": hashlib.sha256(text.encode()).hexdigest()}
    if name in ("core.mentions", "core.dates"):
        return found | {"text": text[row["start"] : row["end"]]}
    if name == "core.quotes":
        spans = ((target, row[start], row[end]) for start, end, target in _SPAN_TEXTS)
        found |= {target: text[start:end] for target, start, end in spans if start is not None}
        pieces = (text[span["start"] : span["end"]] for span in row["segments"])
        found["quote_text"] = SEGMENT_SEPARATOR.join(pieces)
    return found
