"""The network: a transformer encoder with heads for cues, named mentions, and the spans that belong to a cue.

Shape: one pass over the tokens; then, for each cue c (the mean of its token vectors) and each token t,
``g = gelu(Wc c + Wt t + E[t - c])`` and ``g + gelu(conv5(g))``, from which come the logits in `SPAN_LOGITS`.
The source is a start and an end pointer over the tokens with a slot for "none"; the content is membership and edges.
Where an encoder's first weights come from: see `pretrained`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from pipelines.text.inference import AFTER, BEFORE

HEADS = 12  # of attention, in MiniLM and in MPNet
POSITIONS, VOCABULARY = 512, 30522
WIDTH = 192  # of the vector for each (cue, token) pair
TAPS = 5  # tokens that the span head's convolution sees at once
REACH = BEFORE + AFTER  # tokens around a cue that its spans are looked for in
SPAN_LOGITS = ("source_start", "source_end", "content", "content_start", "content_end")
KINDS = ("person", "organisation", "place", "event", "other")
NAME_LABELS = ("O", *(f"{edge}-{kind}" for kind in KINDS for edge in "BI"))
BUCKETS, FARTHEST = 32, 128  # of MPNet's table of distances between two tokens
FROZEN = 3  # of MPNet's layers: not trained any further, which spares a fifth of the time


@dataclass(frozen=True)
class Shape:
    """Size of an encoder: ``hidden`` numbers a token, ``feed_forward`` within a layer, MPNet's distances or none."""

    hidden: int
    feed_forward: int
    layers: int
    heads: int = HEADS
    relative: bool = False

    @property
    def attended(self) -> int:
        """Numbers a token that all heads of attention have together."""
        return self.heads * self.hidden // HEADS

    @classmethod
    def of(cls, weights: Mapping[str, Tensor]) -> Shape:
        """The shape of an encoder from its weights, named as in :class:`Network`."""
        feed_forward, hidden = weights["encoder.layers.0.widen.weight"].shape
        heads = weights["encoder.layers.0.query.weight"].shape[0] * HEADS // hidden
        layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layers."))
        return cls(hidden, feed_forward, layers, heads, "encoder.distances.weight" in weights)


FRESH = ("quote", "case", "line", "cues", "names")  # parts of an encoder that no released model has
MINILM = Shape(384, 1536, 6)
STUDENT = Shape(384, 768, 4, heads=8)
TEACHER = Shape(768, 3072, 9, relative=True)  # MPNet without its last three layers


class Layer(nn.Module):
    """One transformer layer as BERT has it (post-norm)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        hidden, self.heads = shape.hidden, shape.heads
        self.query, self.key, self.value = (nn.Linear(hidden, shape.attended) for _ in range(3))
        self.attended = nn.Linear(shape.attended, hidden)
        self.norm_attention, self.norm_output = nn.LayerNorm(hidden, eps=1e-12), nn.LayerNorm(hidden, eps=1e-12)
        self.widen, self.narrow = nn.Linear(hidden, shape.feed_forward), nn.Linear(shape.feed_forward, hidden)
        self.dropout = nn.Dropout(0.1)

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = tokens.shape
        query, key, value = (
            part(tokens).view(batch, length, self.heads, -1).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        mask = mask if mask.dtype == torch.bool else mask.to(query.dtype)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = self.attended(mixed.transpose(1, 2).reshape(batch, length, -1))
        tokens = self.norm_attention(tokens + self.dropout(mixed))
        widened: Tensor = self.narrow(functional.gelu(self.widen(tokens)))
        output: Tensor = self.norm_output(tokens + self.dropout(widened))
        return output


class Encoder(nn.Module):
    """Token vectors (batch, length, hidden) with the heads for cues (3 logits) and names (11 logits).

    In MPNet the features of a token come in above the layers that are not trained.
    """

    def __init__(self, shape: Shape = MINILM) -> None:
        super().__init__()
        hidden = shape.hidden
        self.frozen = FROZEN if shape.relative else 0
        self.words, self.positions = nn.Embedding(VOCABULARY, hidden), nn.Embedding(POSITIONS, hidden)
        self.quote, self.case, self.line = nn.Embedding(4, hidden), nn.Embedding(5, hidden), nn.Embedding(2, hidden)
        for feature in (self.quote, self.case, self.line):
            nn.init.zeros_(feature.weight)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.dropout = nn.Dropout(0.1)
        self.distances = nn.Embedding(BUCKETS, HEADS) if shape.relative else None
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.cues, self.names = nn.Linear(hidden, 3), nn.Linear(hidden, len(NAME_LABELS))

    def forward(
        self, ids: Tensor, quote: Tensor, case: Tensor, line: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """``mask`` (batch, 1, 1, length) is true for real tokens."""
        places = torch.arange(ids.shape[1], device=ids.device)
        summed = self.words(ids) + self.positions(places)
        features = self.quote(quote) + self.case(case) + self.line(line)
        if self.distances is None:
            tokens = self.dropout(self.norm(summed + features))
        else:
            bias = self.distances(relative_bucket(places - places[:, None])).permute(2, 0, 1)[None]
            mask = bias.masked_fill(~mask, -1e4)
            with torch.no_grad():
                tokens = self.norm(summed)
                for layer in self.layers[: self.frozen]:
                    tokens = layer(tokens, mask)
            tokens = self.dropout(tokens + features)
        for layer in self.layers[self.frozen :]:
            tokens = layer(tokens, mask)
        return tokens, self.cues(tokens), self.names(tokens)


def relative_bucket(distance: Tensor) -> Tensor:
    """Row of MPNet's table for a signed distance in tokens: single ones when near, then ranges that widen.

    As in T5 (Raffel et al. 2020, https://arxiv.org/abs/1910.10683), with the same constants as the released MPNet.
    """
    half = BUCKETS // 2
    near = half // 2
    apart = distance.abs()
    far = near + (torch.log(apart.clamp(min=1) / near) / math.log(FARTHEST / near) * (half - near)).long()
    return torch.where(distance > 0, half, 0) + torch.where(apart < near, apart, far.clamp(max=half - 1))


@dataclass(frozen=True)
class Around:
    """The tokens around cues: ``window`` (cues,) their windows, ``places`` (cues, `REACH`) the tokens' numbers there.

    ``real`` (cues, `REACH`) is false for places outside the window.
    """

    window: Tensor
    places: Tensor
    real: Tensor


class SpanHead(nn.Module):
    """Logits (cues, `REACH`, 5) of `SPAN_LOGITS`, and (cues, 2) for "no source" in the two pointers.

    ``separable``: the convolution looks along the tokens in each of the `WIDTH` numbers apart, then mixes them, at a
    fifth of the cost (Chollet 2017, https://arxiv.org/abs/1610.02357).
    """

    def __init__(self, hidden: int, separable: bool = False) -> None:
        super().__init__()
        self.of_cue, self.of_token = nn.Linear(hidden, WIDTH), nn.Linear(hidden, WIDTH)
        self.distances = nn.Parameter(torch.empty(REACH, WIDTH))
        self.convolution = nn.Conv1d(WIDTH, WIDTH, TAPS, padding=TAPS // 2, groups=WIDTH if separable else 1)
        self.mix = nn.Linear(WIDTH, WIDTH) if separable else nn.Identity()
        self.logits, self.none = nn.Linear(WIDTH, len(SPAN_LOGITS)), nn.Linear(hidden, 2)
        nn.init.normal_(self.distances, std=0.02)
        self.dropout = nn.Dropout(0.1)

    def forward(self, tokens: Tensor, cues: Tensor, around: Around) -> tuple[Tensor, Tensor]:
        """``tokens`` (windows, length, hidden), ``cues`` (cues, hidden)."""
        pairs = self.of_cue(cues)[:, None] + self.of_token(tokens)[around.window[:, None], around.places]
        pairs = self.dropout(functional.gelu(pairs + self.distances)) * around.real[..., None]
        along = self.mix(self.convolution(pairs.transpose(1, 2)).transpose(1, 2))
        pairs = pairs + functional.gelu(along)
        return self.logits(pairs), self.none(cues)


class Network(nn.Module):
    """Encoder and span head together, as trained."""

    def __init__(self, shape: Shape = MINILM, separable: bool = False) -> None:
        super().__init__()
        self.encoder, self.spans = Encoder(shape), SpanHead(shape.hidden, separable)

    @classmethod
    def read(cls, path: Path) -> Network:
        """The network of a file of weights, in the shape that they have, ready for inference."""
        return cls.of(torch.load(path, weights_only=True))

    @classmethod
    def of(cls, weights: Mapping[str, Tensor]) -> Network:
        """The network with these weights, in the shape that they have, ready for inference."""
        network = cls(Shape.of(weights), separable="spans.mix.weight" in weights)
        network.load_state_dict(weights)
        return network.eval()
