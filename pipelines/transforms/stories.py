"""Articles to stories: which articles reprint one text, which of them was first, and which came from a news agency.

Belongs here: the order of articles, links between them, rows of core.stories. Does not belong here: comparing texts
(see ``near_duplicates``, ``shingles``), agencies (see ``wire_credits``). Nothing is ever dropped: reprints are marked.

An article joins the story of the earliest article that it is like. It has one such link at most, and only to an
earlier article, so an article that comes later (a roundup, say) never joins two stories and never renames one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from pipelines.contracts import conform, table
from pipelines.transforms.near_duplicates import (
    LEAD_SHINGLES,
    Compared,
    Rows,
    are_similar,
    band_keys,
    candidate_pairs,
)
from pipelines.transforms.shingles import (
    FEWEST_SHINGLES,
    Hashes,
    lead_hashes,
    number_words,
    shingle_hashes,
    without_spans,
)
from pipelines.transforms.story_memory import GIVEN, KEYS, SKETCHES, StoryMemory
from pipelines.transforms.wire_credits import find_credit, names_publisher

WINDOW_HOURS = 7 * 24.0
OTHER_OUTLETS = 2  # that carry a text whose credit may name an agency, before it is taken to do so
BATCH_ROWS = 2000
PAIRS_AT_ONCE = 1_000_000  # whose shingles lie in memory; each time costs a look at all texts

_TEXT = ("version_id", "title", "text", "furniture")
_CREDIT = pl.Struct({"names_publisher": pl.Boolean, "is_clear": pl.Boolean, "is_possible": pl.Boolean})
_READ = ("version_id", "publisher", "authors", "text", "title", "furniture")


def find_stories(articles: pl.LazyFrame) -> pl.LazyFrame:
    """core.stories from core.articles: a row for each version_id, ordered by it.

    Reads version_id, article_id, title, text, text_sha256, furniture, publisher, authors and published_at. All versions
    of an article are in one story, and all those of its first article are original; ``story_id`` is that one's
    article_id. Texts are read in batches and not kept, once for sketches and again to compare those that share a
    bucket. Memory grows by about 1 kB a version, and by 4 bytes a shingle of those that are compared together.
    """
    return find_stories_again(articles, StoryMemory.of(None))[0].lazy()


def find_stories_again(articles: pl.LazyFrame, memory: StoryMemory) -> tuple[pl.DataFrame, StoryMemory]:
    """core.stories as `find_stories` gives it, and what to remember: only texts that are new are read."""
    heads = articles.select("version_id", "article_id", "publisher", "published_at", given=GIVEN).collect()
    heads = heads.unique("version_id", keep="first", maintain_order=True)
    memory = memory.still_true_of(heads.select("version_id", "given"))
    new = heads.join(memory.sketches, on="version_id", how="anti").select("version_id", "given")
    sketches = pl.concat([memory.sketches, _sketched(_of_versions(articles, new), new)])
    versions = _in_order(heads.join(sketches.drop("given", "keys").with_row_index("row"), on="version_id"))
    links, verdicts = _links(articles, versions, sketches["keys"].to_numpy(), memory)
    rows = conform(_rows(versions, _first_articles(versions, links)), table("core.stories"))
    return rows, StoryMemory(sketches, verdicts)


def _of_versions(articles: pl.LazyFrame, wanted: pl.DataFrame) -> pl.LazyFrame:
    return articles.join(wanted.lazy().select("version_id"), on="version_id", how="semi", maintain_order="left")


def _sketched(articles: pl.LazyFrame, given: pl.DataFrame) -> pl.DataFrame:
    """The sketches of versions; ``given``: their version_id and given."""
    frames = [pl.DataFrame(schema=SKETCHES)]
    if given.is_empty():
        return frames[0]
    for batch in _batches(articles.select(_READ)):
        wholes, leads = _shingles(batch), []
        for whole, body in zip(wholes, _bodies(batch), strict=True):
            leads.append(lead_hashes(body, LEAD_SHINGLES) if len(whole) >= FEWEST_SHINGLES else whole)
        credits = pl.Series("credit", [_credit(row) for row in batch.iter_rows(named=True)], dtype=_CREDIT)
        has_words = pl.Series("has_words", [len(whole) > 0 for whole in wholes], dtype=pl.Boolean)
        sketched = batch.select("version_id", has_words, credits, pl.Series("keys", band_keys(wholes, leads), KEYS))
        told = given.join(sketched.unnest("credit"), on="version_id", maintain_order="right")
        frames.append(told.select(SKETCHES.names()))
    return pl.concat(frames).unique("version_id", keep="first", maintain_order=True)


def _batches(frame: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    for batch in frame.collect_batches(chunk_size=BATCH_ROWS, maintain_order=True):
        yield from batch.iter_slices(BATCH_ROWS)


def _bodies(batch: pl.DataFrame) -> Iterator[str]:
    """The texts without what belongs to the page around them."""
    for text, furniture in batch.select("text", "furniture").iter_rows():
        yield without_spans(text, ((span["start"], span["end"]) for span in furniture)) if furniture else text


def _shingles(batch: pl.DataFrame) -> list[Hashes]:
    return [shingle_hashes(body, title) for body, title in zip(_bodies(batch), batch["title"], strict=True)]


def _credit(article: dict[str, Any]) -> dict[str, bool]:
    credit = find_credit(article["text"], article["authors"] or ())
    return {
        "names_publisher": names_publisher(credit, article["publisher"]),
        "is_clear": credit.is_clear,
        "is_possible": bool(credit.agencies),
    }


def _in_order(versions: pl.DataFrame) -> pl.DataFrame:
    """The versions in order of time, undated last, with ``place``: that of their article among articles.

    Of one day's articles those that credit their own publisher come first, since an agency's text is no reprint of its
    clients', and those of midnight last, since of them only the day is known.
    """
    first = versions.group_by("article_id").agg(
        first_at=pl.col("published_at").min(), is_own=pl.col("names_publisher").any()
    )
    is_midnight = pl.col("first_at").dt.truncate("1d") == pl.col("first_at")
    order = [pl.col("first_at").dt.date(), ~pl.col("is_own"), is_midnight, "first_at", "article_id"]
    placed = first.sort(order, nulls_last=True).with_row_index("place").select("article_id", "place")
    return versions.join(placed, on="article_id").sort("published_at", "place", "version_id", nulls_last=True)


def _links(
    articles: pl.LazyFrame, versions: pl.DataFrame, keys: Hashes, memory: StoryMemory
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """For each article that is like an earlier one its ``place`` and the first one's, ``earlier``; and verdicts.

    ``keys`` are the buckets of the ``row`` that each version has.
    """
    compared = versions["has_words"].to_numpy().nonzero()[0]
    places = versions["place"].cast(pl.Int64).to_numpy()
    epoch = versions["published_at"].dt.epoch("s").cast(pl.Float64) / 3600
    hours: npt.NDArray[np.float64] = epoch.fill_null(float("nan")).to_numpy()
    rows = versions["row"].to_numpy()[compared]
    pairs = candidate_pairs(keys[rows], places[compared], hours[compared], WINDOW_HOURS)
    one, other = compared[pairs[0]], compared[pairs[1]]
    ids = versions["version_id"]
    verdicts = pl.DataFrame({"one": ids[one], "other": ids[other]}, schema={"one": pl.String, "other": pl.String})
    is_known, is_similar = memory.verdicts_on(verdicts)
    is_similar[~is_known] = _compare(articles, versions, one[~is_known], other[~is_known])
    verdicts = verdicts.with_columns(is_similar=pl.Series(is_similar, dtype=pl.Boolean))
    one, other = one[is_similar], other[is_similar]
    ends = pl.DataFrame({"one": places[one], "other": places[other]}, schema={"one": pl.Int64, "other": pl.Int64})
    links = ends.select(place=pl.max_horizontal("one", "other"), earlier=pl.min_horizontal("one", "other"))
    return links.group_by("place").agg(pl.col("earlier").min()), verdicts


def _compare(articles: pl.LazyFrame, versions: pl.DataFrame, first: Rows, second: Rows) -> npt.NDArray[np.bool_]:
    """Of which pairs of positions the texts are alike; in the order of time, so that few texts are needed at once."""
    is_similar = np.zeros(len(first), dtype=np.bool_)
    order = np.argsort(np.maximum(first, second), kind="stable")
    for start in range(0, len(order), PAIRS_AT_ONCE):
        some = order[start : start + PAIRS_AT_ONCE]
        one, other = first[some], second[some]
        is_similar[some] = are_similar(one, other, _candidates(articles, versions, np.union1d(one, other)))
    return is_similar


def _candidates(
    articles: pl.LazyFrame, versions: pl.DataFrame, positions: npt.NDArray[np.int64]
) -> dict[int, Compared]:
    """What the versions at some positions are compared by."""
    wanted = versions.select("version_id").with_row_index("position")[positions]
    by_id = dict(wanted.select("version_id", "position").iter_rows())
    found: dict[int, Compared] = {}
    texts = _of_versions(articles.select(_TEXT), wanted) if len(wanted) else articles.select(_TEXT).clear()
    for batch in _batches(texts):
        for version_id, shingles, body in zip(batch["version_id"], _shingles(batch), _bodies(batch), strict=True):
            found[by_id[version_id]] = Compared(np.unique(shingles.astype(np.uint32)), number_words(body))
    return found


def _first_articles(versions: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """For each article's ``place`` that of the first article of its story, ``first_place``."""
    earlier = dict(links.iter_rows())
    first: list[int] = []
    for place in range(versions["place"].n_unique()):
        first.append(first[earlier[place]] if place in earlier else place)
    return pl.DataFrame({"first_place": first}, schema={"first_place": pl.UInt32}).with_row_index("place")


def _rows(versions: pl.DataFrame, first_articles: pl.DataFrame) -> pl.DataFrame:
    names = versions.select(first_place="place", story_id="article_id").unique()
    placed = versions.join(first_articles, on="place").join(names, on="first_place")
    outlets = pl.col("publisher").drop_nulls().n_unique().over("story_id")
    others = outlets - pl.col("publisher").is_not_null().cast(pl.UInt32)
    return placed.select(
        "version_id",
        "article_id",
        "story_id",
        is_original=pl.col("place") == pl.col("first_place"),
        is_wire=pl.col("is_clear") | (pl.col("is_possible") & (others >= OTHER_OUTLETS)),
    ).sort("version_id")
