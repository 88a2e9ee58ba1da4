"""Distil the attribution network into fewer layers: ``python -m pipelines.training.distillation --data DIR ...``.

The student starts as three of the teacher's layers, with its heads, and learns from the gold labels and from the
teacher: its last token vectors (mean squared error), its probabilities for cues and names and, for the gold cues, for
their spans. Vectors, cues and names need no labels, so that articles without gold teach as much as those with it.
Layer choice and vector matching: Sun et al. 2019 (https://arxiv.org/abs/1908.09355), Jiao et al. 2020
(https://arxiv.org/abs/1909.10351).
"""

from __future__ import annotations

import argparse
import random
from functools import partial
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from pipelines.text.encoding import load_tokenizer
from pipelines.training.attribution import (
    LOSS_WEIGHTS,
    SEED,
    gold_losses,
    read_examples,
    soft_cross_entropy,
    span_logits,
)
from pipelines.training.data import Batch, batches, cut
from pipelines.training.loop import rate, run_epoch, start_optimizer
from pipelines.training.network import TAPS, Network, pretrained_folder

EPOCHS = 4
KEPT = (0, 2, 5)  # of the teacher's layers
WEIGHTS = LOSS_WEIGHTS | {"vectors": 2.0, "taught": 1.0, "taught_names": 0.5, "taught_spans": 2.0}


def student_of(teacher: Network) -> Network:
    """A network of the kept layers, with the teacher's embeddings and heads; its convolution starts at the middle."""
    student = Network(len(KEPT), separable=True)
    weights = teacher.state_dict()
    middle = weights["spans.convolution.weight"][:, :, TAPS // 2]
    taken = {"spans.mix.weight": middle, "spans.mix.bias": weights["spans.convolution.bias"]}
    for name, fresh in student.state_dict().items():
        parts = name.split(".")
        if name.startswith("encoder.layers."):
            parts[2] = str(KEPT[int(parts[2])])
        if name.startswith("spans.convolution."):
            taken[name] = torch.zeros_like(fresh)
        taken.setdefault(name, weights.get(".".join(parts), fresh))
    taken["spans.convolution.weight"][:, :, TAPS // 2] = 1
    student.load_state_dict(taken)
    return student


def distil(data: Path, teacher_file: Path, output: Path, epochs: int) -> None:
    """Train the student and leave ``output/student_N.pt`` after epoch N."""
    torch.manual_seed(SEED)
    tokenizer = load_tokenizer(pretrained_folder() / "tokenizer.json")
    examples = read_examples(data, tokenizer, output / "silver_names.json")
    teacher = Network.read(teacher_file)
    student = student_of(teacher)
    optimizer = start_optimizer(student)
    marks = (tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]"))
    for epoch in range(epochs):
        plan = batches(cut(examples, random.Random(SEED + epoch)), random.Random(SEED + epoch))
        run_epoch(
            student,
            partial(losses, student, teacher),
            WEIGHTS,
            optimizer,
            plan,
            marks,
            partial(rate, count=len(plan), cycle=epochs, start=epoch),
            output / "log_student.jsonl",
            epoch,
        )
        torch.save(student.state_dict(), output / f"student_{epoch + 1}.pt")


def losses(student: Network, teacher: Network, batch: Batch) -> dict[str, Tensor]:
    """Losses of one batch against the gold labels and against the teacher, unweighted."""
    tokens, cue_logits, name_logits = student.encoder(**batch.features, mask=batch.mask)
    with torch.no_grad():
        shown, taught, taught_names = teacher.encoder(**batch.features, mask=batch.mask)
    real = batch.mask[:, 0, 0]
    wanted = shown.float()[real]
    found = gold_losses(student, batch, tokens, cue_logits, name_logits)
    found["vectors"] = (tokens.float()[real] - wanted).square().mean() / wanted.var()
    found["taught"] = soft_cross_entropy(cue_logits, taught, real)
    found["taught_names"] = soft_cross_entropy(name_logits, taught_names, real)
    if len(batch.window):
        with torch.no_grad():
            wanted_spans = span_logits(teacher, batch, shown)
        found["taught_spans"] = _taught_spans(batch, wanted_spans, span_logits(student, batch, tokens))
    return found


def _taught_spans(batch: Batch, wanted: tuple[Tensor, Tensor], given: tuple[Tensor, Tensor]) -> Tensor:
    real = batch.mask[batch.window, 0, 0]
    pointers = []
    for logits, none in (wanted, given):
        kept = logits[..., :2].masked_fill(~real[..., None], -1e4)
        pointers.append(torch.cat([none[:, None], kept], dim=1))
    source = -(pointers[0].softmax(1) * pointers[1].log_softmax(1)).sum(1).mean()
    near = wanted[0][..., 2:][real].sigmoid()
    content = functional.binary_cross_entropy_with_logits(given[0][..., 2:][real], near)
    return 0.15 * source + content


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds polnear/ and the other packs")
    parser.add_argument("--teacher", type=Path, required=True, help="the teacher's file of weights")
    parser.add_argument("--output", type=Path, required=True, help="where student_N.pt and the log go")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    arguments = parser.parse_args()
    distil(arguments.data, arguments.teacher, arguments.output, arguments.epochs)


if __name__ == "__main__":
    main()
