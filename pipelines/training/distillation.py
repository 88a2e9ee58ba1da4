"""Distil the attribution network into fewer layers: ``python -m pipelines.training.distillation --data DIR ...``.

The student starts as three of the teacher's layers, with its heads, and learns three things at once: the teacher's
last token vectors (mean squared error), the teacher's probabilities for cues, and the gold labels. The first two need
no labels, so that articles without gold teach as much as those with it.
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

from pipelines.text.encoding import load_tokenizer
from pipelines.training.attribution import LOSS_WEIGHTS, SEED, gold_losses, read_examples, soft_cross_entropy
from pipelines.training.data import Batch, batches, cut
from pipelines.training.loop import rate, run_epoch, start_optimizer
from pipelines.training.network import TAPS, Network, pretrained_folder

EPOCHS = 4
KEPT = (0, 2, 5)  # of the teacher's layers
WEIGHTS = LOSS_WEIGHTS | {"vectors": 2.0, "taught": 1.0}


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
        shown, taught, _ = teacher.encoder(**batch.features, mask=batch.mask)
    real = batch.mask[:, 0, 0]
    shown = shown.float()[real]
    vectors = (tokens.float()[real] - shown).square().mean() / shown.var()
    found = gold_losses(student, batch, tokens, cue_logits, name_logits)
    return found | {"vectors": vectors, "taught": soft_cross_entropy(cue_logits, taught, real)}


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
