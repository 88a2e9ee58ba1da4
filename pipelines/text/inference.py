"""Runs the ONNX network over an encoded text, window by window.

Belongs here: loading the model files (checked by hash), running them. Does not belong here: what the numbers mean
(`decoding`) or what the text says (`attribution`).

Every window is run alone and unpadded: int8 scales are taken over whole inputs, so a batch would let one article
change another's answer. An article gives the same numbers alone or among others, on one thread or two.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from pipelines.text.decoding import (
    NAME_KINDS,
    SPEECH_THRESHOLD,
    Floats,
    TokenRange,
    by_word,
    find_contents,
    find_cues,
    find_sources,
    softmax,
)
from pipelines.text.encoding import Encoding, Integers, Window, stretches, windows
from pipelines.text.subtokens import Subtokens

MODEL_FOLDER = Path(__file__).parent / "models" / "attribution"
BEFORE, AFTER = 48, 80  # tokens that a cue's source and content are looked for in; more finds no more on PolNeAR dev
CUES_AT_ONCE = 8  # more fall out of the processor's cache
SLOWER = ["SkipLayerNormFusion"]  # ONNX Runtime's fused operator takes five times as long as its parts here
FILES = ("encoder.onnx", "spans.onnx", "tokenizer.json")


class ModelDamaged(RuntimeError):
    """A model file is missing or is not the one that was released."""


@dataclass(frozen=True, slots=True)
class CueReading:
    """A cue with its source and the fragments of its content, in tokens of the whole text."""

    cue: TokenRange
    source: TokenRange | None
    content: tuple[TokenRange, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of a text: cues in order, and name probabilities (tokens, 11)."""

    cues: tuple[CueReading, ...]
    names: Floats


def check_files(folder: Path) -> None:
    """Compare the files of a model folder with its ``manifest.json`` (name to sha256).

    Raises:
        ModelDamaged: a file is missing or differs; the message names it and the mend.
    """
    mend = "reinstall the package, or fetch the folder anew from the repository"
    manifest = folder / "manifest.json"
    if not manifest.exists():
        raise ModelDamaged(f"{manifest} is missing: {mend}")
    for name, expected in json.loads(manifest.read_text(encoding="utf-8")).items():
        path = folder / name
        if not path.exists():
            raise ModelDamaged(f"{path} is missing: {mend}")
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise ModelDamaged(f"{path} is not the released file: {mend}")


class AttributionModel:
    """The network and its tokenizer. Make one with :meth:`load`."""

    def __init__(
        self, tokenizer: Subtokens, encoder: onnxruntime.InferenceSession, spans: onnxruntime.InferenceSession
    ):
        self.tokenizer = tokenizer
        self._encoder, self._spans = encoder, spans
        self._first, self._last = tokenizer.number("[CLS]"), tokenizer.number("[SEP]")

    @classmethod
    def load(cls, folder: Path = MODEL_FOLDER, threads: int = 1) -> AttributionModel:
        """Load the model of a folder after checking its files.

        Raises:
            ModelDamaged: a file is missing or is not the released one.
        """
        check_files(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        encoder, spans = (
            onnxruntime.InferenceSession(
                str(folder / name), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
            )
            for name in FILES[:2]
        )
        return cls(Subtokens(folder / FILES[2]), encoder, spans)

    def read(self, encoding: Encoding) -> Reading:
        """Run the network over a text."""
        cues: list[CueReading] = []
        names = np.zeros((len(encoding), 1 + 2 * len(NAME_KINDS)), dtype=np.float32)
        for stretch in stretches(len(encoding)):
            vectors, cue_shares, name_shares = self._encode(encoding, stretch)
            own = slice(stretch.own_start - stretch.start, stretch.own_end - stretch.start)
            names[stretch.own_start : stretch.own_end] = name_shares[own]
            quoted = np.flatnonzero(encoding.quote[stretch.start : stretch.end])
            found = [
                cue for cue in find_cues(cue_shares) if own.start <= cue.start < own.stop and _may_count(cue, quoted)
            ]
            cues.extend(_moved(one, stretch.start) for one in self._read_cues(vectors, found))
        return Reading(tuple(cues), names)

    def _encode(self, encoding: Encoding, stretch: Window) -> tuple[Floats, Floats, Floats]:
        """Vectors (tokens, 384) and probabilities for cues (tokens, 3) and names (tokens, 11) of a stretch."""
        parts = []
        for window in windows(encoding.line, stretch.start, stretch.end):
            own = slice(window.own_start - window.start + 1, window.own_end - window.start + 1)
            parts.append([output[0, own] for output in self._run(encoding, window)])
        vectors, cue_logits, name_logits = (np.concatenate(part) for part in zip(*parts, strict=True))
        word = encoding.word[stretch.start : stretch.end]
        return vectors, by_word(softmax(cue_logits), word), by_word(softmax(name_logits), word)

    def _run(self, encoding: Encoding, window: Window) -> list[Floats]:
        inside = slice(window.start, window.end)
        features = {
            "ids": _bordered(encoding.ids[inside], self._first, self._last),
            **{name: _bordered(getattr(encoding, name)[inside], 0, 0) for name in ("quote", "case", "line")},
        }
        outputs: list[Floats] = self._encoder.run(None, features)
        return outputs

    def _read_cues(self, vectors: Floats, cues: list[TokenRange]) -> Iterator[CueReading]:
        if not cues:
            return
        centres = np.array([(cue.start + cue.end - 1) // 2 for cue in cues])
        places = centres[:, None] + np.arange(-BEFORE, AFTER)
        real = (places >= 0) & (places < len(vectors))
        batches = [slice(first, first + CUES_AT_ONCE) for first in range(0, len(cues), CUES_AT_ONCE)]
        parts = [self._run_spans(vectors, cues[some], places[some], real[some]) for some in batches]
        logits, none = (np.concatenate(part) for part in zip(*parts, strict=True))
        allowed = real & _outside(cues, places)
        sources, contents = find_sources(logits[:, :, :2], none, allowed), find_contents(logits, allowed)
        for cue, source, content, shift in zip(cues, sources, contents, places[:, 0].tolist(), strict=True):
            found = source.moved(shift) if source else None
            yield CueReading(cue, found, tuple(fragment.moved(shift) for fragment in content))

    def _run_spans(
        self, vectors: Floats, cues: Sequence[TokenRange], places: NDArray[np.int64], real: NDArray[np.bool_]
    ) -> list[Floats]:
        """Logits (cues, reach, 5) and (cues, 2) of cues that stand near one another."""
        low, high = max(0, int(places.min())), min(len(vectors), int(places.max()) + 1)
        feed = {
            "tokens": vectors[low:high],
            "cues": np.stack([np.add.reduce(vectors[cue.start : cue.end]) / (cue.end - cue.start) for cue in cues]),
            "places": np.minimum(np.maximum(places, low), high - 1) - low,
            "real": real.astype(np.float32),
        }
        outputs: list[Floats] = self._spans.run(None, feed)
        return outputs


def _bordered(values: Integers, first: int, last: int) -> Integers:
    """One row (1, length + 2): the values between two others."""
    row = np.empty((1, len(values) + 2), dtype=np.int64)
    row[0, 0], row[0, 1:-1], row[0, -1] = first, values, last
    return row


def _may_count(cue: TokenRange, quoted: NDArray[np.int64]) -> bool:
    """Whether a cue is likely, or one that may explain a quotation nearby: the spans of others are not looked for."""
    if cue.probability >= SPEECH_THRESHOLD:
        return True
    first, last = np.searchsorted(quoted, (cue.start - BEFORE, cue.end + AFTER))
    return bool(first < last)


def _outside(cues: list[TokenRange], places: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where a source or a content may stand: not in the cue."""
    starts, ends = (np.array(edge)[:, None] for edge in ([cue.start for cue in cues], [cue.end for cue in cues]))
    outside: NDArray[np.bool_] = (places < starts) | (places >= ends)
    return outside


def _moved(reading: CueReading, shift: int) -> CueReading:
    source = reading.source.moved(shift) if reading.source else None
    return CueReading(reading.cue.moved(shift), source, tuple(fragment.moved(shift) for fragment in reading.content))
