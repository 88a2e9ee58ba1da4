"""What resolving remembers from one time to the next: whom the articles so far mean, and all that was learnt from them.

Belongs here: the frames, and whether the articles that were read are still the first ones, unchanged. Does not belong
here: reading articles (see ``article_rows``), the bytes of a registry (see ``registry_bytes``).

An article is understood from itself and from those taken in before it. So a memory is good for articles that come
after all that it has read, and for nothing when one of those has changed, is gone, or has got one before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

_SEED = 20240305
_OF_MENTION = ("mention_id", "chain_id", "entity_kind", "text", "form", "role", "start", "end", "chain_name")
_OF_QUOTE = (
    *("quote_id", "speaker_kind", "speaker_name", "speaker_chain_id", "speaker_method"),
    *("source_text", "source_start", "cue_start", "segments"),
)
_OF_ARTICLE = ("version_id", "article_id", "publisher", "published_on")


@dataclass(frozen=True, slots=True)
class EntityMemory:
    """``read``: version_id and ``seen`` of the articles that were read, in order, where ``seen`` tells their content.

    ``chains`` and ``speakers`` are the links found in them, ``registry`` what was learnt.
    """

    read: pl.DataFrame
    chains: pl.DataFrame
    speakers: pl.DataFrame
    registry: bytes

    @classmethod
    def of(cls, frames: Mapping[str, pl.DataFrame] | None) -> EntityMemory | None:
        """The memory out of its frames by name; None where there are none."""
        if not frames:
            return None
        return cls(frames["read"], frames["chains"], frames["speakers"], frames["registry"].item())

    def frames(self) -> dict[str, pl.DataFrame]:
        """Its frames by name."""
        registry = pl.DataFrame({"registry": [self.registry]}, schema={"registry": pl.Binary})
        return {"read": self.read, "chains": self.chains, "speakers": self.speakers, "registry": registry}

    def is_good_for(self, read: pl.DataFrame) -> bool:
        """Whether articles, as `seen_articles` tells them, begin with those that were read, unchanged."""
        return read.head(self.read.height).equals(self.read)


def seen_articles(scenes: pl.DataFrame, mentions: pl.LazyFrame, quotes: pl.LazyFrame) -> pl.DataFrame:
    """For each article, in order: version_id, and a hash (``seen``) of all in it that resolving reads."""
    found = scenes.select("version_id", of_article=pl.struct(_OF_ARTICLE).hash(_SEED)).lazy()
    for name, frame, columns in (("of_mentions", mentions, _OF_MENTION), ("of_quotes", quotes, _OF_QUOTE)):
        rows = frame.select("version_id", pl.struct(columns).hash(_SEED).alias(name))
        each = rows.group_by("version_id").agg(pl.col(name).bitwise_xor(), pl.len().alias(f"{name}_count"))
        found = found.join(each, on="version_id", how="left", maintain_order="left")
    counted = [f"of_{name}{end}" for name in ("mentions", "quotes") for end in ("", "_count")]
    return found.select("version_id", seen=pl.struct("of_article", *counted).hash(_SEED)).collect()
