"""The weights of an exported model folder, taken back to float: what ships is where a next training may begin.

Does not belong here: writing such a folder (`export`).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, numpy_helper
from torch import Tensor

from pipelines.text.inference import FILES

Arrays = dict[str, NDArray[np.float32]]


def read_exported(folder: Path) -> dict[str, Tensor]:
    """Weights named as in `network.Network`, float32, of a folder that `export.export` wrote."""
    weights: Arrays = {}
    for file in FILES[:2]:
        weights |= _weights(onnx.load(folder / file))
    return {name: torch.from_numpy(np.array(values)) for name, values in weights.items()}


def _weights(model: ModelProto) -> Arrays:
    known = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    makers = {output: node for node in model.graph.node for output in node.output}
    in_float = (".weight", ".bias", ".distances")
    found: Arrays = {name: values for name, values in known.items() if name.endswith(in_float)}
    for name in known:
        if name.endswith(".weight_quantized"):
            full = name.removesuffix("_quantized")
            found[full] = _in_full(known, full)
    for node in model.graph.node:
        bias = next((name for name in node.input if name.endswith(".bias")), "")
        weight = bias.removesuffix("bias") + "weight"
        if node.op_type == "Conv":
            found[weight] = known[node.input[1]][:, :, 0]  # the export writes it in two dimensions
        elif node.op_type == "Add" and bias:
            product = next(makers[name] for name in node.input if name != bias)
            quantized = _multiplied(product, makers).input[1]
            found[weight] = _in_full(known, quantized.removesuffix("_quantized")).T
    return found


def _in_full(known: Arrays, name: str) -> NDArray[np.float32]:
    shifted = known[f"{name}_quantized"].astype(np.float32) - known[f"{name}_zero_point"]
    return shifted * known[f"{name}_scale"]


def _multiplied(node: NodeProto, makers: dict[str, NodeProto]) -> NodeProto:
    """The integer product that a product of scales and a cast stand behind."""
    while node.op_type != "MatMulInteger":
        node = makers[node.input[0]]
    return node
