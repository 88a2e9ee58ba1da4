"""Make an encoder narrower: keep the heads and the inner numbers of each layer that add most to a token's vector.

Belongs here: what to keep of a released encoder before it is trained. Does not belong here: reading it (`pretrained`).
Measure: mean size of what each head, or each inner number, adds to the vectors of real tokens (after Michel et al.
2019, https://arxiv.org/abs/1905.10650, without their gradients: there is no task yet).
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

from pipelines.training.network import Encoder, Layer, Shape


def narrow(wide: Encoder, shape: Shape, features: Mapping[str, Tensor], mask: Tensor) -> dict[str, Tensor]:
    """Weights for an encoder of ``shape``, as deep as ``wide``; what counts is measured on the tokens given."""
    kept = dict(wide.state_dict())
    for place, (heads, inner) in enumerate(_sizes(wide, features, mask)):
        layer = wide.layers[place]
        assert isinstance(layer, Layer)
        width = layer.attended.in_features // layer.heads
        chosen = heads.topk(shape.heads).indices.sort().values
        attended = (chosen[:, None] * width + torch.arange(width)).flatten()
        _keep_rows(kept, place, ("query", "key", "value"), attended)
        _keep_columns(kept, place, "attended", attended)
        numbers = inner.topk(shape.feed_forward).indices.sort().values
        _keep_rows(kept, place, ("widen",), numbers)
        _keep_columns(kept, place, "narrow", numbers)
    return kept


def _keep_rows(weights: dict[str, Tensor], place: int, names: tuple[str, ...], rows: Tensor) -> None:
    for name in names:
        for part in ("weight", "bias"):
            key = f"layers.{place}.{name}.{part}"
            weights[key] = weights[key][rows]


def _keep_columns(weights: dict[str, Tensor], place: int, name: str, columns: Tensor) -> None:
    key = f"layers.{place}.{name}.weight"
    weights[key] = weights[key][:, columns]


@torch.inference_mode()
def _sizes(wide: Encoder, features: Mapping[str, Tensor], mask: Tensor) -> list[tuple[Tensor, Tensor]]:
    """For each layer the mean size of what its heads (heads,) and its inner numbers (feed_forward,) add."""
    mixed, widened = list[Tensor](), list[Tensor]()
    hooks = []
    for layer in wide.layers:
        assert isinstance(layer, Layer)
        hooks.append(layer.attended.register_forward_pre_hook(lambda _, given: mixed.append(given[0])))
        hooks.append(layer.widen.register_forward_hook(lambda _, __, given: widened.append(given)))
    wide.eval()(**features, mask=mask)
    for hook in hooks:
        hook.remove()
    real = mask[:, 0, 0]
    found = []
    for layer, values, inner in zip(wide.layers, mixed, widened, strict=True):
        assert isinstance(layer, Layer)
        parts = values[real].unflatten(-1, (layer.heads, -1))
        columns = layer.attended.weight.unflatten(-1, (layer.heads, -1))
        heads = torch.stack([(parts[:, head] @ columns[:, head].T).norm(dim=-1).mean() for head in range(layer.heads)])
        found.append((heads, functional.gelu(inner[real]).abs().mean(0) * layer.narrow.weight.norm(dim=0)))
    return found
