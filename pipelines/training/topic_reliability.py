"""How far the topic scores can be trusted: of articles, and of quotes within them.

    python -m pipelines.training.topic_reliability --data PACKS --gold TOPICS_DEV

Belongs here: figures for the model card. Does not belong here: learning anything (see ``topics``).

Nobody has labelled quotes, so that sentences of labelled articles stand in for them. In a *plain* article a sentence
is right with one of the article's topics; a *mixed* article is the beginnings of two articles without a common topic,
and a sentence is right with a topic of the one that it comes from.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipelines.text.topics import TopicModel
from pipelines.training import topic_corpus as corpus

BINS = (0.0, 0.5, 0.7, 0.85, 1.01)
PAIRS, SENTENCES, HALF_WORDS, FEWEST_WORDS = 300, 5, 300, 8
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


class Labelled(NamedTuple):
    """An article and its topics, the main one first."""

    title: str
    text: str
    topics: tuple[str, ...]


def read_articles(data: Path, gold: Path) -> list[Labelled]:
    """The articles of ``topics_dev.jsonl`` with their texts."""
    documents = {(one.source, one.article_id.rsplit("/", 1)[-1]): one for one in corpus.read_documents(data)}
    return [
        Labelled(documents[key].title, documents[key].text, tuple(f"medtop:{code}000000" for code in codes))
        for key, codes in corpus.read_gold(gold).items()
        if key in documents
    ]


def print_articles(model: TopicModel, articles: Sequence[Labelled]) -> None:
    """How often the best topic is right, by its score, and the expected calibration error."""
    best = [(model.topics(one.title, one.text)[0], one) for one in articles]
    error = 0.0
    print("score of the best topic | articles | mean score | is the main one | is one of them")
    for low, high in itertools.pairwise(BINS):
        held = [(topic, one) for topic, one in best if low <= topic.score < high]
        if held:
            mean = sum(topic.score for topic, _ in held) / len(held)
            main = sum(topic.topic_id == one.topics[0] for topic, one in held) / len(held)
            any_of = sum(topic.topic_id in one.topics for topic, one in held) / len(held)
            error += abs(mean - main) * len(held) / len(best)
            print(f"{low:.2f} to {min(high, 1):.2f} | {len(held)} | {mean:.3f} | {main:.3f} | {any_of:.3f}")
    print(f"expected calibration error {error:.3f} over {len(best)} articles")


def print_quotes(model: TopicModel, articles: Sequence[Labelled]) -> None:
    """How often the best topic of a sentence is right: by its article alone, its words alone, and by both."""
    rows = [*_plain(articles), *_mixed(articles)]
    print("sentences of | number | article alone | words alone | both")
    for kind in ("plain", "mixed"):
        right = [0, 0, 0]
        held = [row for row in rows if row[0] == kind]
        for _, title, text, sentence, topics in held:
            found = (
                model.topics(title, text),
                model.topics(None, sentence),
                *model.with_quotes(title, text, [sentence])[1],
            )
            right = [count + (scores[0].topic_id in topics) for count, scores in zip(right, found, strict=True)]
        print(f"{kind} | {len(held)} | " + " | ".join(f"{count / len(held):.3f}" for count in right))


Row = tuple[str, str, str, str, tuple[str, ...]]


def _plain(articles: Sequence[Labelled]) -> Iterator[Row]:
    chooser = random.Random(1)
    for one in articles:
        for sentence in _some(one.text, chooser):
            yield "plain", one.title, one.text, sentence, one.topics


def _mixed(articles: Sequence[Labelled]) -> Iterator[Row]:
    chooser = random.Random(2)
    for _ in range(PAIRS):
        pair = chooser.sample(articles, 2)
        if set(pair[0].topics) & set(pair[1].topics):
            continue
        halves = [" ".join(one.text.split()[:HALF_WORDS]) for one in pair]
        for one, half in zip(pair, halves, strict=True):
            for sentence in _some(half, chooser):
                yield "mixed", pair[0].title, "\n".join(halves), sentence, one.topics


def _some(text: str, chooser: random.Random) -> list[str]:
    sentences = [found for found in _SENTENCE.split(text) if len(found.split()) >= FEWEST_WORDS]
    return chooser.sample(sentences, min(SENTENCES, len(sentences)))


def main() -> None:
    """Print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True, help="folder with the data packs")
    arguments.add_argument("--gold", type=Path, required=True, help="topics_dev.jsonl")
    options = arguments.parse_args()
    articles, model = read_articles(options.data, options.gold), TopicModel.load()
    print_articles(model, articles)
    print_quotes(model, articles)


if __name__ == "__main__":
    main()
