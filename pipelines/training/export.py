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
from pipelines.training.network import REACH, TAPS, Encoder, Layer, Network, SpanHead
from pipelines.training.pretrained import minilm_folder


class FusedAttention(torch.autograd.Function):
    """Multi-head attention as one operator of ONNX Runtime, a tenth faster than its parts. Only for export."""

    @staticmethod
    def forward(context: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        """A tensor of the right shape; the tracer wants no more."""
        return query + key + value

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        """The operator: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md."""
        output = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
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
    mixed = FusedAttention.apply(layer.query(tokens), layer.key(tokens), layer.value(tokens), layer.heads)  # type: ignore[no-untyped-call]
    tokens = layer.norm_attention(tokens + layer.attended(mixed))
    widened: Tensor = layer.narrow(nn.functional.gelu(layer.widen(tokens)))
    normed: Tensor = layer.norm_output(tokens + widened)
    return normed


class ExportedSpans(nn.Module):
    """The span head for some cues of one text, each over the tokens around it.

    Inputs: tokens (length, hidden), cues (cues, hidden), places (cues, REACH) numbers of tokens, real (cues, REACH) 0
    for places outside the text. A convolution that is not separable is written as one product over shifted copies, in
    int8.
    """

    def __init__(self, spans: SpanHead) -> None:
        super().__init__()
        self.spans = spans
        self.taps = [tap.T for tap in spans.convolution.weight.detach().unbind(2)]

    def forward(self, tokens: Tensor, cues: Tensor, places: Tensor, real: Tensor) -> tuple[Tensor, Tensor]:
        inner = self.spans
        pairs = inner.of_cue(cues)[:, None] + inner.of_token(tokens)[places] + inner.distances
        pairs = nn.functional.gelu(pairs) * real[..., None]
        return inner.logits(pairs + nn.functional.gelu(self._along(pairs))), inner.none(cues)

    def _along(self, pairs: Tensor) -> Tensor:
        """What the convolution gives, (cues, REACH, WIDTH)."""
        convolution = self.spans.convolution
        if convolution.groups == 1:
            padded = nn.functional.pad(pairs, (0, 0, TAPS // 2, TAPS // 2))
            shifted = torch.cat([padded[:, tap : tap + REACH] for tap in range(TAPS)], dim=2)
            return shifted @ torch.cat(self.taps) + convolution.bias
        rows = pairs.transpose(1, 2)[:, :, None]  # in two dimensions: ONNX Runtime has a fast kernel for those alone
        weight, bias = convolution.weight[:, :, None], convolution.bias
        along = nn.functional.conv2d(rows, weight, bias, padding=(0, TAPS // 2), groups=convolution.groups)
        return self.spans.mix(along[:, :, 0].transpose(1, 2))


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
    shutil.copy(minilm_folder() / "tokenizer.json", folder / FILES[2])
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
    hidden = network.spans.of_cue.in_features
    axes = {"tokens": {0: "length"}} | {name: {0: "cues"} for name in ("cues", "places", "real", "logits", "none")}
    torch.onnx.export(
        ExportedSpans(network.spans),
        (
            torch.zeros(16, hidden),
            torch.zeros(3, hidden),
            torch.zeros(3, REACH, dtype=torch.long),
            torch.zeros(3, REACH),
        ),
        path,
        input_names=["tokens", "cues", "places", "real"],
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
