"""Texts to vectors with the sentence encoder that teaches the topic model.

Belongs here: running the encoder and keeping its vectors. Does not belong here: what the vectors are used for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.training.pretrained import minilm_folder
from pipelines.training.topic_corpus import Floats

PART = 2000  # texts encoded, and kept, at a time


class Encoder:
    """MiniLM on one thread; vectors of length 1, kept in a folder if one is given."""

    def __init__(self, cache: Path | None) -> None:
        self._cache = cache
        self._model: Any = None

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one vector a text, of shape (texts, 384)."""
        return np.concatenate([self._part(texts[start : start + PART]) for start in range(0, len(texts), PART)])

    def _part(self, texts: Sequence[str]) -> Floats:
        key = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
        kept = self._cache / f"{key}.npy" if self._cache else None
        if kept and kept.exists():
            stored: Floats = np.load(kept)
            return stored
        vectors: Floats = self._encoder().encode(
            list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False
        ).astype(np.float32)  # fmt: skip
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            np.save(kept, vectors)
        return vectors

    def _encoder(self) -> Any:
        if self._model is None:
            from sentence_transformers import SentenceTransformer

            self._model = SentenceTransformer(str(minilm_folder()), device="cpu")
            self._model.max_seq_length = 128
        return self._model
