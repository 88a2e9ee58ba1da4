"""The stages of reading an article, each as a function of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipelines.text.annotator import Annotator
from pipelines.text.attribution import find_attributions
from pipelines.text.dates import find_dates
from pipelines.text.encoding import encode
from pipelines.text.phrases import find_phrases
from pipelines.text.quotation import quoted_regions
from pipelines.text.tagging import find_names_in

Stage = Callable[[dict[str, Any]], object]


def stages(annotator: Annotator) -> dict[str, Stage]:
    """By its name, what each stage does with an article; the network's answers include its tokens."""
    model = annotator.attribution

    def network(article: dict[str, Any]) -> object:
        return model.read(encode(model.tokenizer, article["text"]))

    def attributions(article: dict[str, Any]) -> object:
        text = article["text"]
        regions = quoted_regions(text)
        encoding = encode(model.tokenizer, text, regions)
        reading = model.read(encoding)
        return find_attributions(text, encoding, reading, regions), find_names_in(text, encoding, reading)

    return {
        "quotation marks": lambda article: quoted_regions(article["text"]),
        "tokens": lambda article: encode(model.tokenizer, article["text"]),
        "network": network,
        "network and attributions": attributions,
        "dates": lambda article: find_dates(article["text"], None),
        "topics": lambda article: annotator.topics.topics(None, article["text"]),
        "key phrases": lambda article: find_phrases(None, article["text"], annotator.topics.importance_of),
    }
