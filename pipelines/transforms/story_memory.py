"""What finding stories remembers from one time to the next: the sketch of each version, and which pairs are alike.

Belongs here: the frames, what a version is told by, and what of a memory still holds. Does not belong here: sketches
(see ``stories``, ``near_duplicates``), where a memory is kept (see ``steps.remembering``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from pipelines.transforms.near_duplicates import BANDS, LEAD_BANDS

Mask = npt.NDArray[np.bool_]
KEYS = pl.Array(pl.UInt64, BANDS + LEAD_BANDS)
# ``given`` is a hash of all that a sketch follows from
SKETCHES = pl.Schema(
    {
        "version_id": pl.String(),
        "given": pl.UInt64(),
        "has_words": pl.Boolean(),
        "names_publisher": pl.Boolean(),
        "is_clear": pl.Boolean(),
        "is_possible": pl.Boolean(),
        "keys": KEYS,
    }
)
VERDICTS = pl.Schema({"one": pl.String(), "other": pl.String(), "is_similar": pl.Boolean()})
GIVEN = pl.struct("title", "text_sha256", "furniture", "publisher", "authors").hash(20240305)


@dataclass(frozen=True, slots=True)
class StoryMemory:
    """``sketches``: a row a version; ``verdicts``: a row a pair of versions that was compared, the earlier first."""

    sketches: pl.DataFrame
    verdicts: pl.DataFrame

    @classmethod
    def of(cls, frames: Mapping[str, pl.DataFrame] | None) -> StoryMemory:
        """The memory out of its frames by name; an empty one where there are none."""
        found = frames or {"sketches": pl.DataFrame(schema=SKETCHES), "verdicts": pl.DataFrame(schema=VERDICTS)}
        return cls(found["sketches"], found["verdicts"])

    def frames(self) -> dict[str, pl.DataFrame]:
        """Its frames by name."""
        return {"sketches": self.sketches, "verdicts": self.verdicts}

    def still_true_of(self, versions: pl.DataFrame) -> StoryMemory:
        """What holds for versions as they are now (version_id, given), and nothing about any other."""
        sketches = self.sketches.join(versions, on=["version_id", "given"], how="semi", maintain_order="left")
        known = sketches.select("version_id")
        verdicts = self.verdicts.join(known, left_on="one", right_on="version_id", how="semi")
        return StoryMemory(sketches, verdicts.join(known, left_on="other", right_on="version_id", how="semi"))

    def verdicts_on(self, pairs: pl.DataFrame) -> tuple[Mask, Mask]:
        """Of pairs (one, other): which of them were compared, and which of these are alike."""
        found = pairs.join(self.verdicts, on=["one", "other"], how="left", maintain_order="left")["is_similar"]
        return found.is_not_null().to_numpy(), found.fill_null(value=False).to_numpy()
