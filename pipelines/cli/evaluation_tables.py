"""An evaluation as tables for the terminal. Rates are percent.

Belongs here: columns, captions, layout. Does not belong here: options, files (`evaluate`), any figure of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table

from pipelines.evaluation.misses import Miss, one_line
from pipelines.evaluation.rates import Rates, percent, share
from pipelines.evaluation.reliability import Bin, Reliability
from pipelines.evaluation.scoring import Evaluation
from pipelines.evaluation.speakers import SpeakerTally
from pipelines.evaluation.tallies import QuoteGroup, Tallies

CAPTION = (
    "Rates in percent. exact, overlap, words: F1 of contents found word for word, found more or less, and of "
    "single words. speaker: right sources among contents found. P, R, F1: content and source right, end to end.\n"
)


def report(found: Evaluation, misses: int) -> Group:
    """Everything for the terminal, with so many mistakes of each sort."""
    confident = found.reliability.everything.count
    parts: list[RenderableType] = [
        f"{found.articles:,} article{'' if found.articles == 1 else 's'}\n",
        _kinds("Segments and paragraphs of contents", found.pieces, found.tokens),
        _kinds("Whole attributions", found.attributions),
        CAPTION,
        _passages(found),
        _nameless(found.speakers) if found.speakers else "",
        *(_confidence(found.reliability) if confident else ["The predictions tell no confidence.\n"]),
    ]
    if misses:
        parts.append(_misses("Wrong, the most confident first", found.wrong, misses))
        parts.append(_misses("Missed, the longest first", found.missed, misses))
    return Group(*parts)


def _kinds(title: str, tallies: Tallies, words: Mapping[QuoteGroup, Rates] | None = None) -> Table:
    """Figures by kind of quote; with ``words``, F1 over single words too."""
    table = _table(title, "kind", "gold", "found", "exact", "overlap", "words", "speaker", "P", "R", "F1")
    for group, one in tallies.items():
        measures = (one.exact.f1, one.overlap.f1, words[group].f1 if words else None, one.speaker_accuracy)
        counts = (f"{one.gold:,}", f"{one.found:,}")
        table.add_row(group, *counts, *map(_percent, measures), *_rates(one.end_to_end))
    return table


def _passages(found: Evaluation) -> Table:
    """Quoted passages and, where they were asked for, named speakers."""
    table = _table("Who said it, end to end", "", "gold", "found", "P", "R", "F1", "reached", "of these right")
    quoted, speakers = found.quoted, found.speakers
    rows = [("quoted passages, source", quoted.with_speaker, quoted.reported, quoted.speaker_accuracy)]
    if speakers is not None:
        rows.append(("named speakers", speakers.named, speakers.matched, speakers.right_of_matched))
    for words, rates, reached, right in rows:
        counts = (f"{rates.gold:,}", f"{rates.found:,}")
        table.add_row(words, *counts, *_rates(rates), _percent(share(reached, rates.gold)), _percent(right))
    return table


def _nameless(speakers: SpeakerTally) -> str:
    left = f"{_percent(speakers.left_unnamed_share)} of {speakers.unnamed:,}"
    return (
        f"Named speakers are of {speakers.articles:,} article(s). Sources without a name that were left so: {left}.\n"
    )


def _confidence(reliability: Reliability) -> tuple[Table, str]:
    """How many attributions have such a confidence, and how many of them are right end to end."""
    table = _table("Confidence of whole attributions", "confidence", "count", "mean", "right")
    for place, one in enumerate(reliability.bins, 1):
        _bin_row(table, f"{one.low:.1f} - {one.high:.1f}", one, place == len(reliability.bins))
    for one in reliability.firm:
        _bin_row(table, f">= {one.low:.1f}", one)
    _bin_row(table, "all", reliability.everything)
    error = reliability.calibration_error or 0.0
    return table, f"Mean distance of confidence from the share right (calibration error): {error:.3f}\n"


def _misses(title: str, misses: Sequence[Miss], shown: int) -> Table:
    """The first so many mistakes: what is wrong and where, the content, gold's source and the predicted one."""
    table = Table(
        box=None, title=f"{title} ({min(shown, len(misses)):,} of {len(misses):,})", title_justify="left",
        show_header=False, padding=(0, 2, 0, 0),
    )  # fmt: skip
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for miss in misses[:shown]:
        sure = f"{miss.word_count} words" if miss.confidence is None else f"{miss.confidence:.2f}"
        table.add_row(sure, f"{miss.fault}: {one_line(miss.article_id)} [{miss.start}:{miss.end}]", style="bold")
        table.add_row("", miss.excerpt)
        table.add_row("", f"source in gold: {_source(miss.gold_source)}; predicted: {_source(miss.found_source)}")
        table.add_row("", "")
    return table


def _table(title: str, first: str, *others: str) -> Table:
    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left")
    table.add_column(first, no_wrap=True)
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _rates(rates: Rates) -> tuple[str, str, str]:
    return _percent(rates.precision), _percent(rates.recall), _percent(rates.f1)


def _bin_row(table: Table, words: str, one: Bin, is_last: bool = False) -> None:
    mean = "-" if one.mean_confidence is None else f"{one.mean_confidence:.2f}"
    table.add_row(words, f"{one.count:,}", mean, _percent(one.right_share), end_section=is_last)


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{percent(share):.1f}"


def _source(words: str | None) -> str:
    return "(no attribution here)" if words is None else words or "(none)"
