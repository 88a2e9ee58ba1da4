"""Export a trained network to int8 ONNX: ``python -m pipelines.training.export NETWORK.pt FOLDER``.

The folder gets encoder.onnx (int8 weights, one scale a channel), spans.onnx (float32: it is small), tokenizer.json
and manifest.json (sha256 of each). The model card beside them is written by hand.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from pipelines.text.inference import FILES
from pipelines.training.network import HEADS, HIDDEN, Encoder, Layer, Network, SpanHead, pretrained_folder


class ExportedEncoder(nn.Module):
    """The encoder for one unpadded window, its attention written out."""

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
    size = HIDDEN // HEADS
    query, key, value = (
        part(tokens).reshape(1, -1, HEADS, size).transpose(1, 2) for part in (layer.query, layer.key, layer.value)
    )
    shares = torch.softmax(query @ key.transpose(2, 3) * size**-0.5, dim=-1)
    tokens = layer.norm_attention(tokens + layer.attended((shares @ value).transpose(1, 2).reshape(1, -1, HIDDEN)))
    widened: Tensor = layer.narrow(nn.functional.gelu(layer.widen(tokens)))
    normed: Tensor = layer.norm_output(tokens + widened)
    return normed


class ExportedSpans(nn.Module):
    """The span head for the cues of one window: tokens (length, 384), cues (cues, 384), distances (cues, length)."""

    def __init__(self, spans: SpanHead) -> None:
        super().__init__()
        self.spans = spans

    def forward(self, tokens: Tensor, cues: Tensor, distances: Tensor) -> tuple[Tensor, Tensor]:
        logits, none = self.spans(tokens[None], cues, distances)
        return logits, none


def export(network_file: Path, folder: Path, reduce_range: bool = False) -> None:
    """Write the model folder from a file of weights."""
    network = Network()
    network.load_state_dict(torch.load(network_file, weights_only=True))
    network.eval()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        full = Path(temporary) / "encoder.onnx"
        _export_encoder(network.encoder, full)
        quantize_dynamic(
            full, folder / FILES[0], per_channel=True, reduce_range=reduce_range, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )  # fmt: skip
    _export_spans(network.spans, folder / FILES[1])
    shutil.copy(pretrained_folder() / "tokenizer.json", folder / FILES[2])
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    (folder / "manifest.json").write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")


def _export_encoder(encoder: Encoder, path: Path) -> None:
    names = ["ids", "quote", "case", "line"]
    example = tuple(torch.ones(1, 16, dtype=torch.long) for _ in names)
    outputs = ["tokens", "cue_logits", "name_logits"]
    axes = {name: {1: "length"} for name in names + outputs}
    torch.onnx.export(
        ExportedEncoder(encoder),
        example,
        path,
        input_names=names,
        output_names=outputs,
        dynamic_axes=axes,
        dynamo=False,
    )


def _export_spans(spans: SpanHead, path: Path) -> None:
    example = (torch.zeros(16, HIDDEN), torch.zeros(3, HIDDEN), torch.zeros(3, 16, dtype=torch.long))
    axes = {
        "tokens": {0: "length"},
        "cues": {0: "cues"},
        "distances": {0: "cues", 1: "length"},
        "logits": {0: "cues", 1: "length"},
        "none": {0: "cues"},
    }
    torch.onnx.export(
        ExportedSpans(spans),
        example,
        path,
        input_names=["tokens", "cues", "distances"],
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
