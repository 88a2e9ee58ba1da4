"""Distil the teacher into the network that ships: ``python -m pipelines.training.distillation --data DIR ...``.

The student starts as some of MiniLM's layers, or as a model that was exported before, and learns from the gold labels
and from the teacher's answers: its last token vectors (mean squared error through a projection), its probabilities for
cues and names and, for gold cues and those that the teacher sees, for their spans. Answers need no labels: articles
without gold teach as much as the others.
Vector matching: Jiao et al. 2020 (https://arxiv.org/abs/1909.10351).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from pipelines.text.encoding import WINDOW
from pipelines.text.subtokens import Subtokens
from pipelines.training.attribution import LOSS_WEIGHTS, SEED, gold_losses, span_logits
from pipelines.training.batches import Batch, Lesson, batches, collate, cut, masked
from pipelines.training.examples import read_examples
from pipelines.training.exported import read_exported
from pipelines.training.loop import is_half_faster, keep, rate, resume, run_epoch, start_optimizer
from pipelines.training.narrowing import narrow
from pipelines.training.network import FRESH, MINILM, STUDENT, Encoder, Network, Shape
from pipelines.training.pretrained import load_minilm, minilm_folder
from pipelines.training.teaching import file_key, taught_examples

EPOCHS = 6
ENCODER_RATE, LATER_RATE = 3e-4, 2e-4  # from MiniLM's weights, from those of a model that knows the task
LAYERS = (0, 1, 2, 3)  # of MiniLM's
SAMPLE = 48  # windows that tell which parts of its layers to keep
REUTERS, ADDRESSES = 800, 60  # articles without gold
LEAST_SEEN = 0.9  # of the teacher's probability for a source must lie in the window, or it teaches nothing there
GOLD = 0.5  # weight of a gold label, where the teacher's answer has 1
WEIGHTS = {name: GOLD * weight for name, weight in LOSS_WEIGHTS.items()} | {
    "vectors": 1.0, "taught_cues": 2.0, "taught_names": 1.0, "taught_source": 0.3, "taught_content": 2.0,
    "taught_edges": 3.0,
}  # fmt: skip
NEW_SHARE = 0.85  # Wortsman et al. 2022 (https://arxiv.org/abs/2109.01903); of 1.0, 0.85, 0.7, 0.6, 0.5 best on dev
LATER_WEIGHTS = {"vectors": 0.3}  # of a model that knows the task and has vectors of its own


class Student(Network):
    """The network that ships, with the projection onto the teacher's vectors that only its training needs."""

    def __init__(self, taught: int) -> None:
        """``taught``: numbers in a vector of the teacher."""
        super().__init__(STUDENT, separable=True)
        self.projection = nn.Linear(STUDENT.hidden, taught)

    def start_from_minilm(self, seen: Batch) -> None:
        """Take MiniLM's layers; ``seen`` are tokens to tell by which parts of them are worth keeping."""
        wide = Encoder(replace(MINILM, layers=STUDENT.layers))
        load_minilm(wide, LAYERS)
        own = self.encoder.state_dict()
        wide.load_state_dict({name: own[name] for name in own if name.startswith(FRESH)}, strict=False)
        self.encoder.load_state_dict(narrow(wide, STUDENT, seen.features, seen.mask))

    def start_from(self, other: Network) -> None:
        """Take the weights of a network of the same shape."""
        self.encoder.load_state_dict(other.encoder.state_dict())
        self.spans.load_state_dict(other.spans.state_dict())


def distil(data: Path, teacher_file: Path, output: Path, start: Path | None, epochs: int) -> None:
    """Train the student and leave ``output/student.pt``; goes on from the last checkpoint where there is one.

    It begins with MiniLM, or with the exported model in ``start``, which then also teaches beside the teacher.
    """
    output.mkdir(parents=True, exist_ok=True)
    half = is_half_faster()
    tokenizer = Subtokens(minilm_folder() / "tokenizer.json")
    marks = (tokenizer.number("[CLS]"), tokenizer.number("[SEP]"))
    examples = read_examples(data, tokenizer, output / "silver_names.json", REUTERS, ADDRESSES)
    teacher = Network.read(teacher_file)
    second = None if start is None else Network.of(read_exported(start))
    examples = taught_examples(examples, teacher, second, marks, output / f"taught_{file_key(teacher_file)}", half)
    torch.manual_seed(SEED)
    student = Student(Shape.of(teacher.state_dict()).hidden)
    if second is None:
        student.start_from_minilm(
            collate(random.Random(SEED).sample(cut(examples, random.Random(SEED), WINDOW), SAMPLE), *marks)
        )
    else:
        student.start_from(second)
    weights = WEIGHTS | ({} if second is None else LATER_WEIGHTS)
    optimizer = start_optimizer(student, ENCODER_RATE if second is None else LATER_RATE)
    for epoch in range(resume(output / "checkpoint.pt", student, optimizer), epochs):
        torch.manual_seed(SEED + epoch)
        plan = batches(cut(examples, random.Random(SEED + epoch), WINDOW), random.Random(SEED + epoch))
        run_epoch(
            student,
            partial(losses, student, tokenizer.number("[MASK]")),
            weights,
            optimizer,
            plan,
            marks,
            partial(rate, count=len(plan), epochs=epochs, start=epoch),
            output / "log.jsonl",
            epoch,
            half,
        )
        keep(output / "checkpoint.pt", student, optimizer, epoch + 1)
    shipped = {name: weights for name, weights in student.state_dict().items() if not name.startswith("projection.")}
    if second is not None:
        shipped = mixed(shipped, second.state_dict())
    torch.save(shipped, output / "student.pt")


def mixed(weights: Mapping[str, Tensor], before: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Trained weights with a share of those that training began with: more robust than either (see `NEW_SHARE`)."""
    return {name: NEW_SHARE * values + (1 - NEW_SHARE) * before[name] for name, values in weights.items()}


def losses(student: Student, mask_token: int, batch: Batch) -> dict[str, Tensor]:
    """Losses of one batch against gold and against the teacher, unweighted, with a share of its words hidden."""
    seen = batch.features | {"ids": masked(batch.features["ids"], mask_token)}
    tokens, cue_logits, name_logits = student.encoder(**seen, mask=batch.mask)
    spans = span_logits(student, batch, tokens)
    found = gold_losses(batch, cue_logits, name_logits, spans)
    lesson, real = batch.lesson, batch.mask[:, 0, 0].clone()
    assert lesson is not None
    real[:, 0] = False  # the teacher tells nothing of [CLS] and [SEP]: its vectors there are zero
    real &= lesson.vectors.abs().sum(-1) > 0
    wanted = lesson.vectors[real]
    found["vectors"] = (student.projection(tokens[real]).float() - wanted).square().mean() / wanted.var()
    found["taught_cues"] = soft_cross_entropy(cue_logits[real], lesson.cues[real])
    found["taught_names"] = soft_cross_entropy(name_logits[real], lesson.names[real])
    return found | (span_lesson(batch, lesson, *spans) if len(batch.cue_weights) else {})


def soft_cross_entropy(logits: Tensor, taught: Tensor) -> Tensor:
    """Mean cross entropy of logits (tokens, labels) against the teacher's."""
    return -(taught.softmax(-1) * logits.float().log_softmax(-1)).sum(-1).mean()


def span_lesson(batch: Batch, lesson: Lesson, logits: Tensor, none: Tensor) -> dict[str, Tensor]:
    """Losses of the spans around cues against the teacher's."""
    real = batch.around.real
    share = torch.cat([lesson.none[:, None], lesson.spans[..., :2]], dim=1).softmax(1)
    visible = torch.cat([torch.ones(len(real), 1, dtype=torch.bool), real], dim=1)[..., None]
    seen = (share * visible).sum(1)  # (cues, 2)
    mine = torch.cat([none[:, None], logits[..., :2].masked_fill(~real[..., None], -1e4)], dim=1).log_softmax(1)
    source = -(share * visible * mine).sum(1) / seen
    counted = seen > LEAST_SEEN
    content = functional.binary_cross_entropy_with_logits(
        logits[..., 2:][real], lesson.spans[..., 2:][real].sigmoid(), reduction="none"
    ).mean(0)
    return {
        "taught_source": torch.where(counted, source, 0).sum() / counted.sum().clamp(min=1),
        "taught_content": content[0],
        "taught_edges": content[1] + content[2],
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds polnear/ and the other packs")
    parser.add_argument("--teacher", type=Path, required=True, help="the teacher's file of weights")
    parser.add_argument("--output", type=Path, required=True, help="where the answers, student.pt and the log go")
    parser.add_argument("--start", type=Path, help="an exported model to begin with, in place of MiniLM")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    arguments = parser.parse_args()
    distil(arguments.data, arguments.teacher, arguments.output, arguments.start, arguments.epochs)


if __name__ == "__main__":
    main()
