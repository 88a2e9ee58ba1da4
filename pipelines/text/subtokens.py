"""Texts cut into the subtokens of a WordPiece vocabulary.

Belongs here: cutting, and remembering how a piece between two spaces is cut. Does not belong here: what else the
network reads beside each subtoken (``encoding``).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

_MOST_HELD = 1 << 18  # characters of pieces that are remembered, some 30,000 words with their punctuation


class Subtokens:
    """The tokenizer of a ``tokenizer.json`` file, without truncation, padding and special tokens.

    No token reaches over a space or a newline, and none depends on what stands beyond one: so each piece between two
    of them is cut once, and most of an article's pieces were met before.
    """

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._known: dict[str, tuple[int, ...]] = {}
        self._held = 0

    def number(self, token: str) -> int:
        """The number of a token in the vocabulary. Raises KeyError for a token that it does not have."""
        number = self._tokenizer.token_to_id(token)
        if number is None:
            raise KeyError(token)
        return int(number)

    def cut(self, text: str) -> NDArray[np.int64]:
        """The tokens of a text, (tokens, 3): number, and half-open character offsets."""
        pieces = text.replace("\n", " ").split(" ")
        known = self._remembered(pieces)
        found = [known[piece] for piece in pieces]
        tokens = np.fromiter(chain.from_iterable(found), dtype=np.int64).reshape(-1, 3)
        lengths = np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces))
        counts = np.fromiter(map(len, found), dtype=np.int64, count=len(found)) // 3
        tokens[:, 1:] += np.repeat(np.cumsum(lengths + 1) - lengths - 1, counts)[:, None]
        return tokens

    def _remembered(self, pieces: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """By piece, its tokens as numbers and offsets in turn; all of those given are in it."""
        if self._held > _MOST_HELD:
            self._known, self._held = {}, 0
        known = self._known
        fresh = [piece for piece in dict.fromkeys(pieces) if piece not in known]
        if fresh:
            joined = " ".join(fresh)
            raw = self._tokenizer.encode(joined, add_special_tokens=False)
            tokens = list(zip(raw.ids, raw.offsets, strict=True))
            start = at = 0
            for piece in fresh:
                end, flat = start + len(piece), list[int]()
                while at < len(tokens) and tokens[at][1][0] < end:
                    number, (first, last) = tokens[at]
                    flat += (number, first - start, last - start)
                    at += 1
                known[piece] = tuple(flat)
                start = end + 1
            self._held += len(joined)
        return known
