"""Export a trained network to int8 ONNX: ``python -m pipelines.training.export NETWORK.pt FOLDER``.

The folder gets encoder.onnx and spans.onnx (int8 weights, one scale a channel), tokenizer.json and
 manifest.json (sha256 of each). The model card beside them is written by hand.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from pipelines.text.inference import FILES
from pipelines.training.network import HEADS, HIDDEN, TAPS, Encoder, Layer, Network, SpanHead, pretrained_folder


class FusedAttention(torch.autograd.Function):
    """Multi-head attention as one operator of ONNX Runtime, a tenth faster than its parts. Only for export."""

    @staticmethod
    def forward(context: Any, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        """A tensor of the right shape; the tracer wants no more."""
        return query + key + value

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any) -> Any:
        """The operator: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md."""
        output = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=HEADS)
        output.setType(query.type())
        return output


class ExportedEncoder(nn.Module):
    """The encoder for one unpadded window, its attention fused."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor, quote: Tensor, case: Tensor, line: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        inner = self.encoder
        places = inner.positions.weight[: ids.shape[1]]
        tokens = inner.norm(inner.words(ids) + places + inner.quote(quote) + inner.case(case) + inner.line(line))
        for layer in inner.layers:
            assert isinstance(layer, Layer)
            tokens = _layer(layer, tokens)
        return tokens, inner.cues(tokens), inner.names(tokens)


def _layer(layer: Layer, tokens: Tensor) -> Tensor:
    mixed = FusedAttention.apply(layer.query(tokens), layer.key(tokens), layer.value(tokens))  # type: ignore[no-untyped-call]
    tokens = layer.norm_attention(tokens + layer.attended(mixed))
    widened: Tensor = layer.narrow(nn.functional.gelu(layer.widen(tokens)))
    normed: Tensor = layer.norm_output(tokens + widened)
    return normed


class ExportedSpans(nn.Module):
    """The span head for the cues of one window, each over a stretch of tokens of its own.

    Inputs: tokens (length, 384), cues (cues, 384), places (cues, reach) numbers of tokens, distances (cues, reach).
    The convolution is written out: one product over shifted copies, in int8, or, where it is separable, a weighted sum.
    """

    def __init__(self, spans: SpanHead) -> None:
        super().__init__()
        self.spans = spans
        self.taps = [tap.T for tap in spans.convolution.weight.detach().unbind(2)]

    def forward(self, tokens: Tensor, cues: Tensor, places: Tensor, distances: Tensor) -> tuple[Tensor, Tensor]:
        inner = self.spans
        pairs = inner.of_cue(cues)[:, None] + inner.of_token(tokens)[places] + inner.distance(distances)
        pairs = nn.functional.gelu(pairs)
        padded = nn.functional.pad(pairs, (0, 0, TAPS // 2, TAPS // 2))
        shifted = [padded[:, tap : tap + places.shape[1]] for tap in range(TAPS)]
        if inner.convolution.groups == 1:
            along = torch.cat(shifted, dim=2) @ torch.cat(self.taps)
        else:
            along = shifted[0] * self.taps[0]
            for copy, tap in zip(shifted[1:], self.taps[1:], strict=True):
                along = along + copy * tap
        pairs = pairs + nn.functional.gelu(inner.mix(along + inner.convolution.bias))
        return inner.logits(pairs), inner.none(cues)


def export(network_file: Path, folder: Path, reduce_range: bool = False) -> None:
    """Write the model folder from a file of weights."""
    network = Network.read(network_file)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        full = Path(temporary) / "full.onnx"
        for name, write in ((FILES[0], _export_encoder), (FILES[1], _export_spans)):
            write(network, full)
            quantize_dynamic(
                full, folder / name, per_channel=True, reduce_range=reduce_range, weight_type=QuantType.QInt8,
                op_types_to_quantize=["MatMul", "Gather"] if name == FILES[0] else ["MatMul"],
            )  # fmt: skip
    shutil.copy(pretrained_folder() / "tokenizer.json", folder / FILES[2])
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    (folder / "manifest.json").write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")


def _export_encoder(network: Network, path: Path) -> None:
    names = ["ids", "quote", "case", "line"]
    example = tuple(torch.ones(1, 16, dtype=torch.long) for _ in names)
    outputs = ["tokens", "cue_logits", "name_logits"]
    axes = {name: {1: "length"} for name in names + outputs}
    torch.onnx.export(
        ExportedEncoder(network.encoder),
        example,
        path,
        input_names=names,
        output_names=outputs,
        dynamic_axes=axes,
        dynamo=False,
        custom_opsets={"com.microsoft": 1},
    )


def _export_spans(network: Network, path: Path) -> None:
    places = torch.zeros(3, 12, dtype=torch.long)
    axes = {
        "tokens": {0: "length"},
        "cues": {0: "cues"},
        "places": {0: "cues", 1: "reach"},
        "distances": {0: "cues", 1: "reach"},
        "logits": {0: "cues", 1: "reach"},
        "none": {0: "cues"},
    }
    torch.onnx.export(
        ExportedSpans(network.spans),
        (torch.zeros(16, HIDDEN), torch.zeros(3, HIDDEN), places, places),
        path,
        input_names=["tokens", "cues", "places", "distances"],
        output_names=["logits", "none"],
        dynamic_axes=axes,
        dynamo=False,
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reduce-range", action="store_true", help="7-bit weights: exact on processors without VNNI")
    arguments = parser.parse_args()
    export(arguments.network, arguments.folder, arguments.reduce_range)


if __name__ == "__main__":
    main()
