"""One epoch of training: batches in, steps of the optimizer, a log.

Belongs here: what every training run of the attribution network does alike. Does not belong here: losses and data.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from pipelines.training.data import Batch, Cut, collate
from pipelines.training.network import Network

RATE_ENCODER, RATE_HEADS, WARM_UP = 3e-4, 1e-3, 100
LOGGED = 25  # steps a line of the log


def rate(step: int, count: int, cycle: int, start: int = 0, peak: float = 1.0) -> float:
    """Share of the full learning rate at a step of epoch ``start`` of a cycle of epochs, each of ``count`` steps.

    It rises over `WARM_UP` steps and falls to zero with the end of the cycle.
    """
    return peak * min((start * count + step + 1) / WARM_UP, 1 - (start + step / count) / cycle)


def start_optimizer(network: Network) -> torch.optim.AdamW:
    """AdamW with a lower rate for the encoder's body than for what starts from nothing."""
    fresh = ("spans", "encoder.cues", "encoder.names", "encoder.quote", "encoder.case", "encoder.line")
    heads = [weights for name, weights in network.named_parameters() if name.startswith(fresh)]
    known = {id(weights) for weights in heads}
    body = [weights for weights in network.parameters() if id(weights) not in known]
    groups: list[dict[str, Any]] = [
        {"params": body, "lr": RATE_ENCODER, "initial_rate": RATE_ENCODER},
        {"params": heads, "lr": RATE_HEADS, "initial_rate": RATE_HEADS},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def run_epoch(
    network: Network,
    losses_of: Callable[[Batch], dict[str, Tensor]],
    weights: Mapping[str, float],
    optimizer: torch.optim.AdamW,
    plan: Sequence[Sequence[Cut]],
    marks: tuple[int, int],
    rate_at: Callable[[int], float],
    log: Path,
    epoch: int,
) -> None:
    """Train over the batches of ``plan``. ``marks`` are the numbers of [CLS] and [SEP]; ``rate_at`` takes a step."""
    network.train()
    began, sums = time.perf_counter(), dict.fromkeys(weights, 0.0)
    for step, pieces in enumerate(plan):
        for group in optimizer.param_groups:
            group["lr"] = group["initial_rate"] * rate_at(step)
        with torch.autocast("cpu", torch.bfloat16):
            found = losses_of(collate(pieces, *marks))
        loss = sum((weights[name] * value for name, value in found.items()), torch.tensor(0.0))
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        for name, value in found.items():
            sums[name] += float(value.detach())
        if (step + 1) % LOGGED == 0 or step + 1 == len(plan):
            count = (step % LOGGED) + 1
            row = {"epoch": epoch, "step": step + 1, "of": len(plan)}
            row |= {"seconds": round(time.perf_counter() - began, 1)}
            row |= {name: round(value / count, 4) for name, value in sums.items()}
            with log.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(row) + "\n")
            sums = dict.fromkeys(weights, 0.0)
