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

from pipelines.training.batches import Batch, Cut, collate
from pipelines.training.network import FRESH, Network

HEADS_RATE, WARM_UP = 1e-3, 100
LOGGED = 25  # steps a line of the log


def rate(step: int, count: int, epochs: int, start: int) -> float:
    """Share of the full learning rate at a step of epoch ``start`` of ``epochs``, each of ``count`` steps.

    It rises over `WARM_UP` steps and falls to zero with the last epoch's end.
    """
    return min((start * count + step + 1) / WARM_UP, 1 - (start + step / count) / epochs)


def start_optimizer(network: Network, encoder_rate: float) -> torch.optim.AdamW:
    """AdamW with a lower rate for the encoder's body than for what starts from nothing."""
    fresh = ("spans", "projection", *(f"encoder.{name}" for name in FRESH))
    heads = [weights for name, weights in network.named_parameters() if name.startswith(fresh)]
    known = {id(weights) for weights in heads}
    body = [weights for weights in network.parameters() if id(weights) not in known and weights.requires_grad]
    groups: list[dict[str, Any]] = [
        {"params": body, "lr": encoder_rate, "initial_rate": encoder_rate},
        {"params": heads, "lr": HEADS_RATE, "initial_rate": HEADS_RATE},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def resume(path: Path, network: Network, optimizer: torch.optim.Optimizer) -> int:
    """Load the last checkpoint, if there is one, and tell how many epochs are done."""
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["epochs"])


def keep(path: Path, network: Network, optimizer: torch.optim.Optimizer, epochs: int) -> None:
    """Write a checkpoint after so many epochs; a crash leaves the one before."""
    aside = path.with_suffix(".partial")
    torch.save({"epochs": epochs, "network": network.state_dict(), "optimizer": optimizer.state_dict()}, aside)
    aside.replace(path)


def is_half_faster() -> bool:
    """Whether this processor multiplies bfloat16 faster than float32.

    Tried out, not looked up: on AMD Zen 5 it is three times as fast, on Intel without AMX a third slower.
    """
    seconds = {}
    for kind in (torch.float32, torch.bfloat16):
        left, right = torch.ones(2048, 768, dtype=kind), torch.ones(768, 768, dtype=kind)
        left @ right
        began = time.perf_counter()
        for _ in range(5):
            left @ right
        seconds[kind] = time.perf_counter() - began
    return seconds[torch.bfloat16] < seconds[torch.float32]


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
    half: bool,
) -> None:
    """Train over the batches of ``plan``. ``marks`` are the numbers of [CLS] and [SEP]; ``rate_at`` takes a step.

    ``half``: multiply in bfloat16 (see `is_half_faster`).
    """
    network.train()
    began, sums = time.perf_counter(), dict.fromkeys(weights, 0.0)
    for step, pieces in enumerate(plan):
        for group in optimizer.param_groups:
            group["lr"] = group["initial_rate"] * rate_at(step)
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
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
