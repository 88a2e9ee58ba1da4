"""``make bench``: what each stage does a CPU second, on this machine, over the bundled sample.

One process, one thread; start-up and loading are timed apart. Run it alone: other work on the machine shows.
"""

from __future__ import annotations

import platform
import resource
from collections.abc import Callable
from time import process_time

from pipelines.demo import articles_folder
from pipelines.ingest import ArticleRecord, Document, extract_article, read_sources
from pipelines.text.annotator import Annotator
from pipelines.text.attribution import find_attributions
from pipelines.text.chains import find_chains
from pipelines.text.dates import find_dates
from pipelines.text.encoding import encode
from pipelines.text.quotation import quoted_regions
from pipelines.text.tagging import find_names_in

ROUNDS = 3


def main() -> None:
    """Measure and print one table."""
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}")
    documents = [found for found in read_sources([articles_folder()]) if isinstance(found, Document)]
    began = process_time()
    articles = [found for found in map(extract_article, documents) if isinstance(found, ArticleRecord)]
    _row("ingest", len(articles) / (process_time() - began), "articles")
    began = process_time()
    annotator = Annotator.load()
    _row("load the models", process_time() - began, "seconds")
    texts = [article.text for article in articles]
    words = sum(article.word_count for article in articles) * ROUNDS
    for name, stage in _stages(annotator).items():
        began = process_time()
        for _ in range(ROUNDS):
            for text in texts:
                stage(text)
        _row(name, words / (process_time() - began), "words")
    _row("peak memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")


def _stages(annotator: Annotator) -> dict[str, Callable[[str], object]]:
    model = annotator.attribution

    def network(text: str) -> object:
        return model.read(encode(model.tokenizer, text))

    def attributions(text: str) -> object:
        regions = quoted_regions(text)
        encoding = encode(model.tokenizer, text, regions)
        reading = model.read(encoding)
        return find_attributions(text, encoding, reading, regions), find_names_in(text, encoding, reading)

    return {
        "quotation marks": quoted_regions,
        "tokens": lambda text: encode(model.tokenizer, text),
        "network": network,
        "network and attributions": attributions,
        "chains without names": lambda text: find_chains(text, ()),
        "dates": lambda text: find_dates(text, None),
        "topics": lambda text: annotator.topics.topics(None, text),
        "everything": annotator.annotate,
    }


def _row(name: str, value: float, unit: str) -> None:
    per = "" if unit in ("seconds", "MB") else " a CPU second"
    print(f"{name:<26} {value:>12,.1f} {unit}{per}")


if __name__ == "__main__":
    main()
