"""What a teacher says of examples, kept in files: the student reads the answers again and again, the teacher once.

Belongs here: running a trained network over whole articles. Does not belong here: learning from it (`distillation`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pipelines.text.decoding import by_word, find_cues, softmax
from pipelines.text.encoding import CONTEXT as WINDOW_CONTEXT
from pipelines.text.encoding import WINDOW, Encoding, Window, windows
from pipelines.text.inference import BEFORE
from pipelines.training.attribution import CONTEXT, SIZE
from pipelines.training.examples import CueTarget, Example, Taught
from pipelines.training.network import REACH, Around, Network

LOGGED = 200  # examples a line on the terminal
LEAST_SHARE = 1e-6
Half = NDArray[np.float16]


def taught_examples(
    examples: Sequence[Sequence[Example]],
    teacher: Network,
    second: Network | None,
    marks: tuple[int, int],
    folder: Path,
    half: bool,
) -> list[list[Example]]:
    """The examples with what the teacher says of them; cues that only it sees become targets without gold.

    The answers are kept in ``folder`` and taken from there the next time. ``half``: see `loop.run_epoch`. ``second`` is
    a network of the size that ships: its answers and the teacher's are averaged, since two that err differently are
    together better than either (Hinton et al. 2015, https://arxiv.org/abs/1503.02531).
    """
    folder.mkdir(parents=True, exist_ok=True)
    number, found = 0, []
    for readings in examples:
        answered = []
        for one in readings:
            path = folder / f"{number:05}.npz"
            if not path.exists():
                with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=half):
                    _keep(path, *_answers(teacher, one, marks))
            answered.append(_with_answers(one, path, second, marks))
            number += 1
            if number % LOGGED == 0:
                print(f"the teacher has answered {number} examples", flush=True)
        found.append(answered)
    return found


def file_key(teacher_file: Path) -> str:
    """Twelve letters that stand for a teacher's weights: answers of another teacher lie elsewhere."""
    return hashlib.sha256(teacher_file.read_bytes()).hexdigest()[:12]


def _answers(teacher: Network, one: Example, marks: tuple[int, int]) -> tuple[Taught, NDArray[np.int64]]:
    cues, names, vectors = read_tokens(teacher, one.encoding, marks, SIZE, CONTEXT)
    proposed = find_cues(by_word(softmax(cues.numpy()), one.encoding.word))
    known = [target.cue for target in one.targets]
    ranges = known + [
        (cue.start, cue.end) for cue in proposed if not any(cue.start < end and start < cue.end for start, end in known)
    ]
    spans, none = read_spans(teacher, vectors, ranges)
    halves = (values.numpy().astype(np.float16) for values in (cues, names, vectors, spans, none))
    return Taught(*halves), np.array(ranges, dtype=np.int64).reshape(-1, 2)


def _keep(path: Path, taught: Taught, ranges: NDArray[np.int64]) -> None:
    aside = path.with_suffix(".partial.npz")
    np.savez(
        aside, cues=taught.cues, names=taught.names, vectors=taught.vectors, spans=taught.spans, none=taught.none,
        ranges=ranges,
    )  # fmt: skip
    aside.replace(path)


def _with_answers(one: Example, path: Path, second: Network | None, marks: tuple[int, int]) -> Example:
    kept = np.load(path)
    ranges = [(int(start), int(end)) for start, end in kept["ranges"]]
    proposed = [CueTarget(cue, None, (), known=False) for cue in ranges[len(one.targets) :]]
    taught = Taught(kept["cues"], kept["names"], kept["vectors"], kept["spans"], kept["none"])
    taught = taught if second is None else _averaged(taught, second, one.encoding, ranges, marks)
    return replace(one, targets=(*one.targets, *proposed), taught=taught)


@torch.inference_mode()
def _averaged(
    taught: Taught, second: Network, encoding: Encoding, ranges: Sequence[tuple[int, int]], marks: tuple[int, int]
) -> Taught:
    """The mean of two networks' answers: of probabilities for the labels of tokens, of logits for spans."""
    cues, names, vectors = read_tokens(second, encoding, marks, WINDOW, WINDOW_CONTEXT)
    spans, none = read_spans(second, vectors, ranges)
    return Taught(
        _mean_share(taught.cues, cues),
        _mean_share(taught.names, names),
        taught.vectors,
        ((taught.spans + spans.numpy()) / 2).astype(np.float16),
        ((taught.none + none.numpy()) / 2).astype(np.float16),
    )


def _mean_share(first: Half, second: Tensor) -> Half:
    """Logits of the mean of two probabilities over labels."""
    mean = (softmax(first.astype(np.float32)) + softmax(second.numpy())) / 2
    return np.log(mean + LEAST_SHARE).astype(np.float16)


def read_tokens(
    network: Network, encoding: Encoding, marks: tuple[int, int], size: int, context: tuple[int, int]
) -> tuple[Tensor, Tensor, Tensor]:
    """Cue logits (tokens, 3), name logits (tokens, 11) and vectors (tokens, hidden) of a whole article.

    ``size`` and ``context``: see `encoding.windows`.
    """
    cut = list(windows(encoding.line, 0, len(encoding), size, context))
    length = max(window.end - window.start for window in cut) + 2
    features = {name: torch.zeros(len(cut), length, dtype=torch.long) for name in ("ids", "quote", "case", "line")}
    mask = torch.zeros(len(cut), 1, 1, length, dtype=torch.bool)
    for row, window in enumerate(cut):
        count = window.end - window.start
        for name, tensor in features.items():
            tensor[row, 1 : count + 1] = torch.from_numpy(getattr(encoding, name)[window.start : window.end])
        features["ids"][row, 0], features["ids"][row, count + 1] = marks
        mask[row, ..., : count + 2] = True
    tokens, cues, names = network.encoder(**features, mask=mask)
    return _own(cues, cut), _own(names, cut), _own(tokens, cut)


def _own(values: Tensor, cut: Sequence[Window]) -> Tensor:
    """The rows of each window's own tokens, one after another."""
    parts = [
        values[row, window.own_start - window.start + 1 : window.own_end - window.start + 1]
        for row, window in enumerate(cut)
    ]
    return torch.cat(parts).float()


def read_spans(network: Network, vectors: Tensor, cues: Sequence[tuple[int, int]]) -> tuple[Tensor, Tensor]:
    """Span logits (cues, `REACH`, 5) and (cues, 2) for cues given as token ranges of an article."""
    if not cues:
        return torch.zeros(0, REACH, 5), torch.zeros(0, 2)
    centres = torch.tensor([(start + end - 1) // 2 for start, end in cues])
    places = centres[:, None] - BEFORE + torch.arange(REACH)
    real = (places >= 0) & (places < len(vectors))
    around = Around(torch.zeros(len(cues), dtype=torch.long), places.clamp(0, len(vectors) - 1), real)
    means = torch.stack([vectors[start:end].mean(0) for start, end in cues])
    logits, none = network.spans(vectors[None], means, around)
    return logits.float(), none.float()
