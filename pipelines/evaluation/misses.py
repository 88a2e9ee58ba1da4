"""The mistakes that teach most: confident predictions that are wrong, and long attributions that were not found.

Belongs here: telling what is wrong, and showing it in the text's own words. Does not belong here: counting, printing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipelines.evaluation.units import Compared, Pairs, Unit, same_source
from pipelines.text.spans import Span

Fault = Literal["wrong source", "not in gold", "missed"]
LONGEST = 160  # characters of an excerpt


@dataclass(frozen=True, slots=True)
class Miss:
    """A mistake. ``start`` and ``end`` delimit the content in the article's text; ``excerpt`` is that, shortened.

    The sources are words of the text, empty where there is none. For what gold does not have, or was missed, the
    other side's source is that of the claim that shares most words with it, None where none shares any.
    """

    article_id: str
    fault: Fault
    start: int
    end: int
    excerpt: str
    gold_source: str | None
    found_source: str | None
    word_count: int
    confidence: float | None = None


def wrong_predictions(articles: Sequence[tuple[Compared, Pairs]]) -> list[Miss]:
    """Predictions that are wrong end to end, the most confident first; equal ones in the order of the articles."""
    found = [miss for article, pairs in articles for miss in _wrong(article, pairs)]
    return sorted(found, key=lambda miss: -1.0 if miss.confidence is None else miss.confidence, reverse=True)


def missed_attributions(articles: Sequence[tuple[Compared, Pairs]]) -> list[Miss]:
    """Gold attributions that nothing was found for, the longest first; equal ones in the order of the articles."""
    found = [miss for article, pairs in articles for miss in _missed(article, pairs)]
    return sorted(found, key=lambda miss: miss.word_count, reverse=True)


def _wrong(article: Compared, pairs: Pairs) -> Iterator[Miss]:
    for unit, partner in pairs.found:
        if partner is None:
            yield _miss(article, "not in gold", unit, _nearest(unit, article.gold), unit)
        elif not same_source(unit.claim, partner.claim):
            yield _miss(article, "wrong source", unit, partner, unit)


def _missed(article: Compared, pairs: Pairs) -> Iterator[Miss]:
    for unit, partner in pairs.gold:
        if partner is None:
            yield _miss(article, "missed", unit, unit, _nearest(unit, article.found))


def _nearest(unit: Unit, others: Iterable[Unit]) -> Unit | None:
    best = max(others, key=lambda other: len(unit.words & other.words), default=None)
    return best if best is not None and unit.words & best.words else None


def _miss(article: Compared, fault: Fault, shown: Unit, gold: Unit | None, found: Unit | None) -> Miss:
    text, content = article.article.text, shown.claim.content
    return Miss(
        article_id=article.article.article_id,
        fault=fault,
        start=min(span.start for span in content),
        end=max(span.end for span in content),
        excerpt=excerpt(text, content),
        gold_source=None if gold is None else excerpt(text, gold.claim.source),
        found_source=None if found is None else excerpt(text, found.claim.source),
        word_count=len(shown.words),
        confidence=shown.claim.confidence,
    )


def excerpt(text: str, spans: Iterable[Span]) -> str:
    """The words of the spans on one line, cut in the middle where they are long, without control characters."""
    plain = " … ".join(one_line(text[span.start : span.end]) for span in spans)
    if len(plain) <= LONGEST:
        return plain
    half = (LONGEST - 3) // 2
    return f"{plain[:half].rstrip()} … {plain[-half:].lstrip()}"


def one_line(words: str) -> str:
    """The words with single spaces and without control characters, which could write over a terminal."""
    return "".join(mark for mark in " ".join(words.split()) if unicodedata.category(mark) not in ("Cc", "Cf"))
