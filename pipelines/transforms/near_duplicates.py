"""Which texts are near-duplicates: candidates by MinHash, confirmed by their shingles.

Belongs here: sketches, candidate pairs, the check of a pair. Does not belong here: articles and stories.

A sketch has 32 bands of 4 MinHash values over all shingles, and 8 bands over the first ones: a copy that was cut to a
fifth shares few shingles with the whole text, but it begins as that does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from pipelines.transforms.shingles import Hashes, share_count

BANDS, LEAD_BANDS, BAND_ROWS = 32, 8, 4
LEAD_SHINGLES = 24
LEAST_CONTAINMENT = 0.8  # shared shingles as a share of those of the shorter text
FEWER_NEED_NUMBERS = 40  # shingles; below this a template with other figures may share 0.8 of them
# Both keep template-heavy corpora linear. Copies of one text stand close together, and share most buckets.
NEIGHBOURS = 24  # in a bucket a text is paired with this many before it
CHECKED = 16  # of all its pairs with texts before it this many are checked
SEED = 20240305

Rows = npt.NDArray[np.int64]
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


class Compared(NamedTuple):
    """What two texts are compared by; ``shingles`` sorted, the lower half of each hash, which is enough for a pair."""

    shingles: npt.NDArray[np.uint32]
    numbers: frozenset[str]


def band_keys(wholes: Sequence[Hashes], leads: Sequence[Hashes]) -> Hashes:
    """The bucket of each text in each band, as an array of texts x bands; texts without shingles get buckets too."""
    return np.hstack([_banded(wholes, BANDS), _banded(leads, LEAD_BANDS)])


def _banded(sets: Sequence[Hashes], bands: int) -> Hashes:
    ends = np.cumsum([0, *map(len, sets)], dtype=np.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(np.concatenate(sets), ends, bands * BAND_ROWS, SEED)
    values = np.array(matrix.to_rows(), dtype=np.uint64).reshape(len(sets), bands, BAND_ROWS)
    keys = np.zeros((len(sets), bands), dtype=np.uint64)
    for row in range(BAND_ROWS):
        keys = (keys ^ values[:, :, row]) * _FACTOR
        keys ^= keys >> _SHIFT
    return keys


def candidate_pairs(keys: Hashes, groups: Rows, hours: npt.NDArray[np.float64], window: float) -> tuple[Rows, Rows]:
    """Positions of texts that share a bucket, each pair once, the first position the smaller.

    ``keys`` is texts x bands, in order of time. ``groups``: texts of one group are no pair. ``hours``: when each text
    is from, NaN where unknown; pairs further apart than ``window`` hours are none. See `NEIGHBOURS` and `CHECKED` for
    which pairs of a large bucket are left out.
    """
    count = len(keys)

    def allowed(first: Rows, second: Rows) -> Rows:
        """The pairs of a band that are any, each as one number: those too far apart need not lie in memory."""
        apart = np.abs(hours[first] - hours[second]) > window  # False where one of them is NaN
        kept = ~apart & (groups[first] != groups[second])
        numbers: Rows = first[kept] * count + second[kept]
        return numbers

    # band by band: each pair so far as a number, in order, and how many buckets it shares. -1 is no pair: there is one
    found, shared = np.array([-1]), np.zeros(1, dtype=np.int8)
    for band in range(keys.shape[1]):
        order = np.argsort(keys[:, band], kind="stable")
        pairs = [allowed(first, second) for first, second in _neighbours(keys[order, band], order)]
        of_band = np.sort(np.concatenate([found[:0], *pairs]))
        places = np.searchsorted(found, of_band)
        is_known = found.take(places, mode="clip") == of_band
        shared[places[is_known]] += 1
        found = np.insert(found, places[~is_known], of_band[~is_known])
        shared = np.insert(shared, places[~is_known], 1)
    return _most_shared(found[1:] // count, found[1:] % count, shared[1:])


def _neighbours(sorted_keys: Hashes, order: Rows) -> Iterator[tuple[Rows, Rows]]:
    """The pairs of a band; ``order`` has the positions of ``sorted_keys``."""
    for step in range(1, NEIGHBOURS + 1):
        same = sorted_keys[step:] == sorted_keys[:-step]
        if not same.any():
            return
        yield order[:-step][same], order[step:][same]


def _most_shared(first: Rows, second: Rows, shared: npt.NDArray[np.int8]) -> tuple[Rows, Rows]:
    """Of the pairs of each second position the `CHECKED` that share most buckets; of equals those of the earliest."""
    order = np.lexsort((first, -shared, second))
    first, second = first[order], second[order]
    starts = np.searchsorted(second, second, side="left")
    kept = np.arange(len(second)) - starts < CHECKED
    return first[kept], second[kept]


def are_similar(first: Rows, second: Rows, texts: Mapping[int, Compared]) -> npt.NDArray[np.bool_]:
    """Of which pairs the one text is contained in the other."""
    ends = zip(first.tolist(), second.tolist(), strict=True)
    return np.array([_is_contained(texts[one], texts[other]) for one, other in ends], dtype=np.bool_)


def _is_contained(one: Compared, other: Compared) -> bool:
    """Whether the shorter text is contained in the longer.

    A short text is not contained in one that lacks a number of it: today's price is not yesterday's.
    """
    shorter, longer = sorted((one, other), key=lambda text: len(text.shingles))
    if len(shorter.shingles) < FEWER_NEED_NUMBERS and not shorter.numbers <= longer.numbers:
        return False
    return share_count(shorter.shingles, longer.shingles) >= LEAST_CONTAINMENT * len(shorter.shingles)
