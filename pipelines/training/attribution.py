"""Train the teacher: ``python -m pipelines.training.attribution --data ../shared/data --output DIR``.

The teacher is too large to ship; `distillation` makes a small network of what it knows. Resumable (a checkpoint an
epoch, under DIR), seeded, logged to DIR/log.jsonl.
"""

from __future__ import annotations

import argparse
import random
from functools import partial
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from pipelines.text.subtokens import Subtokens
from pipelines.training.batches import IGNORED, NO_SPAN, Batch, batches, cut, masked
from pipelines.training.examples import read_examples
from pipelines.training.loop import is_half_faster, keep, rate, resume, run_epoch, start_optimizer
from pipelines.training.network import TEACHER, Network
from pipelines.training.pretrained import load_mpnet, minilm_folder

SEED = 20160908
EPOCHS = 2
ENCODER_RATE = 7e-5
SIZE, CONTEXT = 382, (32, 32)  # tokens of a window, and of those what is only context before and after
EDGE_WEIGHT = 6.0  # a border is one token in fifty: its loss weighs more
REUTERS, ADDRESSES = 100, 30  # articles that only teach names


def losses(network: Network, mask_token: int, batch: Batch) -> dict[str, Tensor]:
    """Losses of one batch, unweighted, with a share of its words hidden."""
    seen = batch.features | {"ids": masked(batch.features["ids"], mask_token)}
    tokens, cue_logits, name_logits = network.encoder(**seen, mask=batch.mask)
    return gold_losses(batch, cue_logits, name_logits, span_logits(network, batch, tokens))


def gold_losses(
    batch: Batch, cue_logits: Tensor, name_logits: Tensor, spans: tuple[Tensor, Tensor]
) -> dict[str, Tensor]:
    """Cue, name, source, content and edge losses against the labels of a batch; ``spans`` is of `span_logits`."""
    cue_weights = torch.tensor([1.0, 2.0, 2.0])
    found = {
        "cue": _cross_entropy(cue_logits, batch.cue_labels, cue_weights),
        "name": _cross_entropy(name_logits, batch.name_labels, None),
    }
    return found | (_span_losses(batch, *spans) if len(batch.cue_weights) else {})


def span_logits(network: Network, batch: Batch, tokens: Tensor) -> tuple[Tensor, Tensor]:
    """What the span head gives for the cues of a batch: (cues, `REACH`, 5) and (cues, 2)."""
    cues = torch.einsum("cl,clh->ch", batch.cue_weights.to(tokens.dtype), tokens[batch.around.window])
    logits, none = network.spans(tokens, cues, batch.around)
    return logits.float(), none.float()


def _cross_entropy(logits: Tensor, labels: Tensor, weights: Tensor | None) -> Tensor:
    if bool((labels == IGNORED).all()):
        return logits.sum() * 0
    return functional.cross_entropy(logits.float().flatten(0, 1), labels.flatten(), weights, ignore_index=IGNORED)


def _span_losses(batch: Batch, logits: Tensor, none: Tensor) -> dict[str, Tensor]:
    pointer = logits[..., :2].masked_fill(~batch.around.real[..., None], -1e4)
    with_none = torch.cat([none[:, None], pointer], dim=1).transpose(1, 2)  # (cues, 2, 1 + reach): slot 0 is "none"
    targets = torch.where(batch.pointers == IGNORED, IGNORED, batch.pointers + 1)
    targets = torch.where(batch.pointers == NO_SPAN, 0, targets)
    known = batch.content >= 0
    weights = torch.where(batch.content == 1, torch.tensor([1.0, EDGE_WEIGHT, EDGE_WEIGHT]), 1.0)
    content = functional.binary_cross_entropy_with_logits(
        logits[..., 2:], batch.content.clamp(min=0), weights, reduction="none"
    )
    content = torch.where(known, content, 0).sum((0, 1)) / known[..., 0].sum().clamp(min=1)
    source = functional.cross_entropy(with_none.flatten(0, 1), targets.flatten(), ignore_index=IGNORED, reduction="sum")
    counted = (targets != IGNORED).sum().clamp(min=1)
    return {"source": source / counted, "content": content[0], "edges": content[1] + content[2]}


LOSS_WEIGHTS = {"cue": 1.0, "name": 0.5, "source": 0.3, "content": 2.0, "edges": 3.0}


def train(data: Path, output: Path, epochs: int) -> None:
    """Train and leave ``output/teacher.pt``; goes on from the last epoch's checkpoint where there is one."""
    torch.manual_seed(SEED)
    output.mkdir(parents=True, exist_ok=True)
    half = is_half_faster()
    tokenizer = Subtokens(minilm_folder() / "tokenizer.json")
    examples = read_examples(data, tokenizer, output / "silver_names.json", REUTERS, ADDRESSES)
    network = Network(TEACHER)
    load_mpnet(network.encoder)
    optimizer = start_optimizer(network, ENCODER_RATE)
    done = resume(output / "checkpoint.pt", network, optimizer)
    start_token, end_token, mask_token = (tokenizer.number(mark) for mark in ("[CLS]", "[SEP]", "[MASK]"))
    for epoch in range(done, epochs):
        torch.manual_seed(SEED + epoch)
        plan = batches(cut(examples, random.Random(SEED + epoch), SIZE), random.Random(SEED + epoch))
        run_epoch(
            network,
            partial(losses, network, mask_token),
            LOSS_WEIGHTS,
            optimizer,
            plan,
            (start_token, end_token),
            partial(rate, count=len(plan), epochs=epochs, start=epoch),
            output / "log.jsonl",
            epoch,
            half,
        )
        keep(output / "checkpoint.pt", network, optimizer, epoch + 1)
    torch.save(network.state_dict(), output / "teacher.pt")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds polnear/ and the other packs")
    parser.add_argument("--output", type=Path, required=True, help="where checkpoints, the log and teacher.pt go")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    arguments = parser.parse_args()
    train(arguments.data, arguments.output, arguments.epochs)


if __name__ == "__main__":
    main()
