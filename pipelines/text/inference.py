"""Runs the ONNX network over an encoded text, window by window.

Belongs here: loading the model files (checked by hash), running them. Does not belong here: what the numbers mean
(`decoding`) or what the text says (`attribution`).

Every window is run alone and unpadded: int8 scales are taken over whole inputs, so a batch would let one article
change another's answer. An article gives the same numbers alone or among others, on one thread or two.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from pipelines.text.decoding import Floats, TokenRange, by_word, find_contents, find_cues, find_source, softmax
from pipelines.text.encoding import Encoding, Window, load_tokenizer, windows

MODEL_FOLDER = Path(__file__).parent / "models" / "attribution"
REACH = 128  # as in pipelines/training/network.py
BEFORE, AFTER = 112, 144  # tokens that a cue's source and content are looked for in; 99.8% of PolNeAR dev lie inside
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
        self, tokenizer: Tokenizer, encoder: onnxruntime.InferenceSession, spans: onnxruntime.InferenceSession
    ):
        self.tokenizer = tokenizer
        self._encoder, self._spans = encoder, spans
        self._first, self._last = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")

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
            onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
            for name in FILES[:2]
        )
        return cls(load_tokenizer(folder / FILES[2]), encoder, spans)

    def read(self, encoding: Encoding) -> Reading:
        """Run the network over a text."""
        cues: list[CueReading] = []
        names = np.zeros((len(encoding), 11), dtype=np.float32)
        for window in windows(encoding):
            tokens, cue_logits, name_logits = self._encode(encoding, window)
            word = encoding.word[window.start : window.end]
            own = slice(window.own_start - window.start, window.own_end - window.start)
            names[window.own_start : window.own_end] = by_word(softmax(name_logits), word)[own]
            cues.extend(self._read_cues(window, tokens, by_word(softmax(cue_logits), word)))
        return Reading(tuple(cues), names)

    def _encode(self, encoding: Encoding, window: Window) -> tuple[Floats, Floats, Floats]:
        inside = slice(window.start, window.end)
        features = {
            "ids": np.concatenate([[self._first], encoding.ids[inside], [self._last]])[None],
            **{name: np.pad(getattr(encoding, name)[inside], 1)[None] for name in ("quote", "case", "line")},
        }
        tokens, cue_logits, name_logits = self._encoder.run(None, features)
        return tokens[0], cue_logits[0, 1:-1], name_logits[0, 1:-1]

    def _read_cues(self, window: Window, tokens: Floats, cue_shares: Floats) -> Iterator[CueReading]:
        cues = [cue for cue in find_cues(cue_shares) if window.own_start <= cue.start + window.start < window.own_end]
        if not cues:
            return
        centres = np.array([(cue.start + cue.end + 1) // 2 for cue in cues])
        reach = min(len(tokens), BEFORE + AFTER)
        first = np.clip(centres - BEFORE, 0, len(tokens) - reach)
        places = first[:, None] + np.arange(reach)
        feed = {
            "tokens": tokens,
            "cues": np.stack([tokens[cue.start + 1 : cue.end + 1].mean(axis=0) for cue in cues]),
            "places": places,
            "distances": np.clip(places - centres[:, None], -REACH, REACH) + REACH,
        }
        logits, none = self._spans.run(None, feed)
        allowed = _readable(cues, places, len(tokens))
        for row, (cue, content) in enumerate(zip(cues, find_contents(logits, allowed), strict=True)):
            source = find_source(logits[row, :, :2], none[row], allowed[row])
            shift = window.start - 1 + int(first[row])
            yield CueReading(
                _moved(cue, window.start),
                _moved(source, shift) if source else None,
                tuple(_moved(fragment, shift) for fragment in content),
            )


def _readable(cues: list[TokenRange], places: NDArray[np.int64], length: int) -> NDArray[np.bool_]:
    """Where a source or a content may stand: not in the cue, nor on the two marks around the window."""
    starts, ends = (np.array(edge)[:, None] + 1 for edge in ([cue.start for cue in cues], [cue.end for cue in cues]))
    readable: NDArray[np.bool_] = ((places < starts) | (places >= ends)) & (places > 0) & (places < length - 1)
    return readable


def _moved(tokens: TokenRange, shift: int) -> TokenRange:
    return TokenRange(tokens.start + shift, tokens.end + shift, tokens.probability)
