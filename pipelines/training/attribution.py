"""Train the attribution network: ``python -m pipelines.training.attribution --data ../shared/data --output DIR``.

Resumable (a checkpoint an epoch, under DIR), seeded, logged to DIR/log.jsonl. Export is a step of its own (`export`).
"""

from __future__ import annotations

import argparse
import random
from functools import partial
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from pipelines.text.encoding import load_tokenizer
from pipelines.training.data import (
    IGNORED,
    NO_SPAN,
    Batch,
    Example,
    batches,
    cut,
    example,
    masked,
    read_names,
    read_pack,
    with_gold_names,
)
from pipelines.training.loop import rate, run_epoch, start_optimizer
from pipelines.training.network import Network, pretrained_folder

SEED = 20160908
EPOCHS, CYCLE = 4, 4  # the learning rate falls to zero over a cycle; a further one starts anew at a share of `PEAKS`
PEAKS = (1.0, 0.7)
EDGE_WEIGHT = 6.0  # a border is one token in fifty: its loss weighs more
REUTERS, ADDRESSES = 1500, 60  # articles that only teach names


def read_examples(data: Path, tokenizer: Tokenizer, cache: Path) -> list[list[Example]]:
    """The readings of each article: PolNeAR train with its attributions, and other packs for names alone."""
    reuters = [article for article in read_pack(data / "reuters21578.jsonl.gz") if len(article["text"]) > 300]
    others = reuters[:: len(reuters) // REUTERS][:REUTERS] + read_pack(data / "ua_addresses.jsonl.gz")[:ADDRESSES]
    readings: dict[str, list[dict[str, Any]]] = {}
    for article in read_pack(data / "polnear/train.jsonl.gz") + read_pack(data / "polnear/train.multi.jsonl.gz"):
        found = readings.setdefault(article["article_id"], [])
        if article["annotator"] not in {other["annotator"] for other in found}:
            found.append(article)
    gum = read_pack(data / "wikinews_gum_mentions.jsonl.gz")[::2]
    labelled = list(readings.values())
    names = read_names([found[0] for found in labelled] + others + gum, cache)
    examples = [
        [example(tokenizer, article, silver, labelled=True) for article in found]
        for found, silver in zip(labelled, names[: len(labelled)], strict=True)
    ]
    for article, silver in zip(others + gum, names[len(labelled) :], strict=True):
        spans = with_gold_names(silver, article["mentions"]) if "mentions" in article else silver
        examples.append([example(tokenizer, article, spans, labelled=False)])
    return examples


def losses(network: Network, teacher: Network | None, mask_token: int, batch: Batch) -> dict[str, Tensor]:
    """Losses of one batch, unweighted, with a share of its words hidden.

    In the second cycle the network of the first, which sees every word, teaches the cues of articles without gold to
    the one in training, which does not (noisy student: Xie et al. 2020, https://arxiv.org/abs/1911.04252).
    """
    seen = batch.features | {"ids": masked(batch.features["ids"], mask_token)}
    tokens, cue_logits, name_logits = network.encoder(**seen, mask=batch.mask)
    found = gold_losses(network, batch, tokens, cue_logits, name_logits)
    if teacher is not None and not bool(batch.labelled.all()):
        found["self"] = _self_loss(teacher, batch, cue_logits)
    return found


def gold_losses(
    network: Network, batch: Batch, tokens: Tensor, cue_logits: Tensor, name_logits: Tensor
) -> dict[str, Tensor]:
    """Cue, name, source, content and edge losses against the labels of a batch."""
    cue_weights = torch.tensor([1.0, 2.0, 2.0])
    found = {
        "cue": _cross_entropy(cue_logits, batch.cue_labels, cue_weights),
        "name": _cross_entropy(name_logits, batch.name_labels, None),
    }
    if len(batch.window):
        found |= _span_losses(batch, *span_logits(network, batch, tokens))
    return found


def _self_loss(teacher: Network, batch: Batch, cue_logits: Tensor) -> Tensor:
    mine = ~batch.labelled
    with torch.no_grad():
        features = {name: values[mine] for name, values in batch.features.items()}
        taught = teacher.encoder(**features, mask=batch.mask[mine])[1]
    return soft_cross_entropy(cue_logits[mine], taught, batch.mask[mine, 0, 0])


def soft_cross_entropy(logits: Tensor, taught: Tensor, real: Tensor) -> Tensor:
    """Cross entropy of logits (batch, length, labels) against a teacher's, over the tokens that are ``real``."""
    each = -(taught.float().softmax(-1) * logits.float().log_softmax(-1)).sum(-1)
    return each[real].mean()


def _cross_entropy(logits: Tensor, labels: Tensor, weights: Tensor | None) -> Tensor:
    if bool((labels == IGNORED).all()):
        return logits.sum() * 0
    return functional.cross_entropy(logits.float().flatten(0, 1), labels.flatten(), weights, ignore_index=IGNORED)


def span_logits(network: Network, batch: Batch, tokens: Tensor) -> tuple[Tensor, Tensor]:
    """What the span head gives for the cues of a batch: (cues, length, 5) and (cues, 2)."""
    mine = tokens[batch.window]
    cues = torch.einsum("cl,clh->ch", batch.cue_weights.to(mine.dtype), mine)
    logits, none = network.spans(mine, cues, batch.distances)
    return logits.float(), none.float()


def _span_losses(batch: Batch, logits: Tensor, none: Tensor) -> dict[str, Tensor]:
    padded = ~batch.mask[batch.window, 0, 0]
    pointer = logits[..., :2].masked_fill(padded[..., None], -1e4)
    with_none = torch.cat([none[:, None], pointer], dim=1).transpose(1, 2)  # (cues, 2, 1 + length): slot 0 is "none"
    targets = torch.where(batch.pointers == IGNORED, IGNORED, batch.pointers + 1)
    targets = torch.where(batch.pointers == NO_SPAN, 0, targets)
    known = batch.content >= 0
    weights = torch.where(batch.content == 1, torch.tensor([1.0, EDGE_WEIGHT, EDGE_WEIGHT]), 1.0)
    content = functional.binary_cross_entropy_with_logits(
        logits[..., 2:], batch.content.clamp(min=0), weights, reduction="none"
    )
    content = torch.where(known, content, 0).sum((0, 1)) / known[..., 0].sum()
    source = functional.cross_entropy(with_none.flatten(0, 1), targets.flatten(), ignore_index=IGNORED, reduction="sum")
    counted = (targets != IGNORED).sum().clamp(min=1)
    return {"source": source / counted, "content": content[0], "edges": content[1] + content[2]}


LOSS_WEIGHTS = {"cue": 1.0, "self": 0.5, "name": 0.5, "source": 0.3, "content": 2.0, "edges": 3.0}


def train(data: Path, output: Path, epochs: int) -> None:
    """Train and leave ``output/network_N.pt`` after epoch N; goes on from the last checkpoint where there is one."""
    torch.manual_seed(SEED)
    output.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(pretrained_folder() / "tokenizer.json")
    examples = read_examples(data, tokenizer, output / "silver_names.json")
    network = Network()
    network.encoder.load_pretrained()
    optimizer = start_optimizer(network)
    done = _resume(output / "checkpoint.pt", network, optimizer)
    start_token, end_token, mask_token = (tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]", "[MASK]"))
    for epoch in range(done, epochs):
        torch.manual_seed(SEED + epoch)
        cycle, place = divmod(epoch, CYCLE)
        teacher = Network.read(output / f"network_{cycle * CYCLE}.pt") if cycle else None
        plan = batches(cut(examples, random.Random(SEED + epoch)), random.Random(SEED + epoch))
        run_epoch(
            network,
            partial(losses, network, teacher, mask_token),
            LOSS_WEIGHTS,
            optimizer,
            plan,
            (start_token, end_token),
            partial(rate, count=len(plan), cycle=CYCLE, start=place, peak=PEAKS[min(cycle, 1)]),
            output / "log.jsonl",
            epoch,
        )
        state = {"epoch": epoch + 1, "network": network.state_dict(), "optimizer": optimizer.state_dict()}
        torch.save(state, output / "checkpoint.tmp")
        (output / "checkpoint.tmp").replace(output / "checkpoint.pt")
        torch.save(network.state_dict(), output / f"network_{epoch + 1}.pt")


def _resume(path: Path, network: Network, optimizer: Any) -> int:
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["epoch"])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds polnear/ and the other packs")
    parser.add_argument("--output", type=Path, required=True, help="where checkpoints, the log and network_N.pt go")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    arguments = parser.parse_args()
    train(arguments.data, arguments.output, arguments.epochs)


if __name__ == "__main__":
    main()
