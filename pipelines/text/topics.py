"""What an article and each of its quotes are about: scores for the seventeen top-level IPTC Media Topics.

Belongs here: reading the model folder, finding known terms in a text, turning them into scores, the topic list.
Does not belong here: training (see ``pipelines.training.topics``), a choice of how many topics an article keeps.

The model is a table with one row a known word or word pair and one column a topic. A row is what the term says for
each topic. The scores of an article are a softmax over the weighted mean of its rows (``models/topics/MODEL_CARD.md``).
A quote inherits them weighted by its own words (``TopicModel.with_quotes``).
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.text.spans import TopicScore

MODEL_FOLDER = Path(__file__).parent / "models" / "topics"
MANIFEST = "manifest.json"
MODEL_FILES = frozenset({"model.json", "terms.txt", "evidence.npy", "importance.npy", "taxonomy.json"})
IMPORTANCE_SCALE = 255  # an importance of 1 in the table
LEAST_IMPORTANCE = 100  # of a content word, in the table's unit; the, said and would have less
EVEN_WORDS = 12  # a quote of so many content words weighs as much as its article (measured: MODEL_CARD.md)
WORD = re.compile(r"[^\W\d_]+")
_UNKNOWN: tuple[int | None, dict[str, int]] = (None, {})


class TopicModelError(ValueError):
    """The model folder is incomplete, or a file in it is not the one that the manifest names."""


class Topic(NamedTuple):
    """A concept of IPTC Media Topics. ``parent_id`` is None for the top level."""

    topic_id: str
    label: str
    parent_id: str | None
    definition: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text is read: what a term counts in the title, in the lead and after it.

    ``lead_words`` and ``most_words`` are word counts from the start of the text; what follows the latter is not read.
    ``repeat_power`` damps repetition: n occurrences count n ** repeat_power.
    """

    title_weight: float
    lead_weight: float
    lead_words: int
    most_words: int
    repeat_power: float


@dataclass(frozen=True, slots=True)
class Settings:
    """The numbers beside the tables.

    ``bias`` is what each topic has without evidence; ``evidence_step`` is the worth of one unit of the evidence
    table. ``doubt`` is added to the sum of the weights, so that few known terms leave the scores near even.
    """

    bias: tuple[float, ...]
    evidence_step: float
    doubt: float
    reading: Reading

    @classmethod
    def parse(cls, content: bytes) -> Settings:
        """Read ``model.json``."""
        values = json.loads(content)
        reading = Reading(**values["reading"])
        return cls(tuple(values["bias"]), float(values["evidence_step"]), float(values["doubt"]), reading)


class TermIndex:
    """Finds the known words and word pairs of a text, lower-cased, and weighs them by place and repetition.

    ``rows``: term -> its row in the tables.
    """

    def __init__(self, terms: Iterable[str], reading: Reading) -> None:
        self.rows = {term: row for row, term in enumerate(terms)}
        self._words: dict[
            str, tuple[int | None, dict[str, int]]
        ] = {}  # a word's own row, and by the next word a pair's
        for term, row in self.rows.items():
            first, _, second = term.partition(" ")
            alone = self.rows.get(first)
            if second:  # a last word that pairs begin with counts twice: so the tables were trained
                self._words.setdefault(first, (alone, {} if alone is None else {"": alone}))[1][second] = row
        for term, row in self.rows.items():
            self._words.setdefault(term, (row, {}))
        self._reading = reading

    def weigh(self, title: str | None, text: str) -> dict[int, float]:
        """Return the row of each known term with its weight (a count, damped), in order of the rows."""
        reading = self._reading
        words = WORD.findall(text[: reading.most_words * 12].lower())[: reading.most_words]
        counts = defaultdict[int, float](float)
        self._count(WORD.findall((title or "").lower()), reading.title_weight, counts)
        self._count(words[: reading.lead_words], reading.lead_weight, counts)
        self._count(words[reading.lead_words :], 1.0, counts)
        return {row: counts[row] ** reading.repeat_power for row in sorted(counts)}

    def _count(self, words: list[str], weight: float, counts: defaultdict[int, float]) -> None:
        for word, follower in zip_longest(words, words[1:], fillvalue=""):
            row, pairs = self._words.get(word, _UNKNOWN)
            if row is not None:
                counts[row] += weight
            if follower in pairs:
                counts[pairs[follower]] += weight


class TopicModel:
    """Scores articles for the top-level topics. Immutable, and safe to share between threads."""

    def __init__(
        self,
        index: TermIndex,
        evidence: NDArray[np.int8],
        importance: NDArray[np.uint8],
        settings: Settings,
        topics: tuple[Topic, ...],
    ) -> None:
        """Take the parts: ``evidence`` (terms, topics), ``importance`` (terms), topics with the top level first."""
        self._index = index
        self._evidence = evidence
        self._importance = importance
        self._content_words = frozenset(term for term, row in index.rows.items() if importance[row] >= LEAST_IMPORTANCE)
        self._evidence_step = settings.evidence_step
        self._doubt = settings.doubt * IMPORTANCE_SCALE
        self._bias = np.array(settings.bias, dtype=np.float64)
        self._topics = topics

    @classmethod
    def load(cls, folder: Path = MODEL_FOLDER) -> TopicModel:
        """Read a model folder, after comparing each file with the SHA-256 in its manifest.

        Raises TopicModelError where a file is missing, changed, or does not fit the others.
        """
        contents = _checked_contents(folder)
        settings = Settings.parse(contents["model.json"])
        terms = contents["terms.txt"].decode("utf-8").split("\n")
        evidence = np.load(io.BytesIO(contents["evidence.npy"]), allow_pickle=False)
        importance = np.load(io.BytesIO(contents["importance.npy"]), allow_pickle=False)
        if evidence.shape != (len(terms), len(settings.bias)) or importance.shape != (len(terms),):
            raise TopicModelError(f"the tables in {folder} do not fit its {len(terms)} terms")
        topics = _read_topics(contents["taxonomy.json"])
        return cls(TermIndex(terms, settings.reading), evidence, importance, settings, topics)

    def topics(self, title: str | None, text: str) -> tuple[TopicScore, ...]:
        """Score one article, best first, ties by id.

        All top-level topics are returned. A score is the estimated probability that the topic is the main one; the
        scores of an article add up to 1 but for rounding (6 decimals). Without a known term they are nearly even.
        """
        return self.with_quotes(title, text, ())[0]

    def with_quotes(
        self, title: str | None, text: str, quotes: Sequence[str]
    ) -> tuple[tuple[TopicScore, ...], tuple[tuple[TopicScore, ...], ...]]:
        """Score one article and each of its quotes, as ``topics`` does.

        A quote's scores are the log-linear mix of the article's and those of its own words, p ~ article^(1-w) own^w
        with w = n / (n + 12) for n content words (known words of some importance). Without any it has the article's.
        """
        article = self._reading(title, text)
        readings = [article]
        for words in quotes:
            count = sum(map(self._content_words.__contains__, WORD.findall(words.lower())))
            share = count / (count + EVEN_WORDS)
            readings.append((1 - share) * article + share * self._reading(None, words) if share else article)
        first, *others = map(self._ranked, _softmax(np.array(readings)).tolist())
        return first, tuple(others)

    def importance_of(self, word: str) -> float | None:
        """How telling a lower-cased word is, from 0 to 1 (rare words most); None where the model does not know it."""
        row = self._index.rows.get(word)
        return None if row is None else float(self._importance[row]) / IMPORTANCE_SCALE

    def _reading(self, title: str | None, text: str) -> NDArray[np.float64]:
        """The logarithm of each topic's share, but for a constant."""
        return self._bias + self._mean_evidence(self._index.weigh(title, text))

    def _ranked(self, scores: list[float]) -> tuple[TopicScore, ...]:
        """The topics, best first; ties stay in the order of the topics, which is that of their ids."""
        found = [
            TopicScore(topic.topic_id, topic.label, round(score, 6))
            for topic, score in zip(self._topics, scores, strict=False)
        ]
        return tuple(sorted(found, key=attrgetter("score"), reverse=True))

    def taxonomy(self) -> list[Topic]:
        """Return every live concept, the top level first in the order of its ids (source and licence: model card)."""
        return list(self._topics)

    def _mean_evidence(self, weights: Mapping[int, float]) -> NDArray[np.float64]:
        if not weights:
            return np.zeros_like(self._bias)
        rows = np.fromiter(weights.keys(), dtype=np.int64, count=len(weights))
        counts = np.fromiter(weights.values(), dtype=np.float64, count=len(weights))
        shares = counts * self._importance[rows]
        shares /= shares.sum() + self._doubt
        # Not a matrix product: its order of summation, and so the last digit, would depend on the number of threads.
        sums: NDArray[np.float64] = (shares[:, None] * self._evidence[rows]).sum(axis=0) * self._evidence_step
        return sums


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares over the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _checked_contents(folder: Path) -> dict[str, bytes]:
    manifest = folder / MANIFEST
    if not manifest.is_file():
        raise TopicModelError(f"{manifest} is missing")
    contents: dict[str, bytes] = {}
    for name, expected in json.loads(manifest.read_text(encoding="utf-8")).items():
        path = folder / name
        if not path.is_file():
            raise TopicModelError(f"{path} is missing")
        contents[name] = path.read_bytes()
        if hashlib.sha256(contents[name]).hexdigest() != expected:
            raise TopicModelError(f"{path} is not the file that {MANIFEST} names")
    absent = sorted(MODEL_FILES - contents.keys())
    if absent:
        raise TopicModelError(f"{manifest} does not name {', '.join(absent)}")
    return contents


def _read_topics(content: bytes) -> tuple[Topic, ...]:
    concepts = [Topic(*row) for row in json.loads(content)["concepts"]]
    return tuple(sorted(concepts, key=lambda one: (one.parent_id is not None, one.topic_id)))
