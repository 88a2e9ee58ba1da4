"""What the attribution engine does with each shape of reported speech, on invented articles.

The articles stand in ``behaviours.txt``: a heading a behaviour, articles parted by ``---``, marked as the sample is
(``pipelines/demo/README.md``): ``{s1 source}``, ``{q1 content}``; ``{q0 ...}`` is nobody's speech. A line
``speaker: 1 = Ilse Varn`` before an article names who is meant. Only what is marked is asked for: others may be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from pipelines.demo.markup import GoldAttribution, parse_markup
from pipelines.text.annotator import Annotator
from pipelines.text.spans import Quote

WORD = re.compile(r"\w+")
SPEAKER = re.compile(r"^speaker: (?P<numbers>[\d ]+) = (?P<name>.+)\n", re.MULTILINE)
OPENING, CLOSING = frozenset("“\"«»„‘'`"), frozenset("”“\"«»’'")
MODEL_MISSES: dict[str, str] = {}  # the beginning of an article -> why the network shipped today misses it


class Case(NamedTuple):
    behaviour: str
    article: str


def _cases() -> Iterator[Case]:
    written = (Path(__file__).parent / "behaviours.txt").read_text(encoding="utf-8")
    for block in re.split(r"^# ", written, flags=re.MULTILINE)[1:]:
        behaviour, articles = block.split("\n", 1)
        for article in articles.strip().split("\n---\n"):
            yield Case(behaviour, article)


def _parameters() -> Iterator[object]:
    for number, case in enumerate(_cases()):
        reason = next((why for start, why in MODEL_MISSES.items() if case.article.startswith(start)), None)
        marks = [pytest.mark.xfail(strict=False, reason=reason)] if reason else []
        yield pytest.param(case, id=f"{case.behaviour}-{number}", marks=marks)


@cache
def _annotator() -> Annotator:
    return Annotator.load()


def _words(text: str, spans: Sequence[tuple[int, int]]) -> list[int]:
    """Where the words of some spans begin, without a *that* that leads them in."""
    starts = sorted(word.start() for start, end in spans for word in WORD.finditer(text, start, end))
    return starts[1:] if starts and text.startswith("that ", starts[0]) else starts


def _matching(text: str, wanted: GoldAttribution, quotes: Sequence[Quote]) -> list[int]:
    """Numbers of the quotes with just the words of this source and this content."""
    return [
        number
        for number, quote in enumerate(quotes)
        if _words(text, [(span.start, span.end) for span in quote.attribution.content]) == _words(text, wanted.content)
        and _words(text, [(span.start, span.end) for span in quote.attribution.source]) == _words(text, wanted.source)
    ]


def _shares_words(text: str, unwanted: GoldAttribution, quote: Quote) -> bool:
    taken = _words(text, [(span.start, span.end) for span in quote.attribution.content])
    return bool(set(taken) & set(_words(text, unwanted.content)))


def _stands_in_marks(text: str, span: tuple[int, int]) -> bool:
    return text[: span[0]][-1:] in OPENING and text[span[1] :].lstrip(",.")[:1] in CLOSING


def _shown(text: str, quotes: Sequence[Quote]) -> str:
    return "\n".join(
        f"{[text[span.start : span.end] for span in quote.attribution.source]} said "
        f"{[text[span.start : span.end] for span in quote.attribution.content]}"
        for quote in quotes
    )


@pytest.mark.parametrize("case", _parameters())
def test_each_marked_source_is_found_with_just_its_words(case: Case) -> None:
    speakers = {
        int(number): line["name"] for line in SPEAKER.finditer(case.article) for number in line["numbers"].split()
    }
    marked = parse_markup(SPEAKER.sub("", case.article))
    quotes = _annotator().annotate(marked.text).quotes
    places: dict[int, int] = {}
    for wanted in marked.attributions:
        if wanted.number == 0:
            assert not any(_shares_words(marked.text, wanted, quote) for quote in quotes), _shown(marked.text, quotes)
            continue
        found = _matching(marked.text, wanted, quotes)
        assert found, f"{wanted.number} is not among:\n{_shown(marked.text, quotes)}"
        places[wanted.number] = found[0]
        if all(_stands_in_marks(marked.text, span) for span in wanted.content):
            assert quotes[found[0]].attribution.kind == "direct"
        if wanted.number in speakers:
            assert quotes[found[0]].speaker.name == speakers[wanted.number]
    if case.behaviour.startswith("a speaker inside"):
        assert quotes[places[2]].attribution.parent == places[1]
        assert quotes[places[1]].attribution.parent is None


def test_every_behaviour_has_at_least_two_articles() -> None:
    counts: dict[str, int] = {}
    for case in _cases():
        counts[case.behaviour] = counts.get(case.behaviour, 0) + 1
    assert len(counts) >= 35
    assert min(counts.values()) >= 2
