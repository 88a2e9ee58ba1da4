"""Everything that can be said about predictions for a set of gold articles.

Belongs here: asking each measure once, and the result as plain values. Does not belong here: any measure of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipelines.evaluation.misses import Miss, missed_attributions, wrong_predictions
from pipelines.evaluation.rates import Rates, percent
from pipelines.evaluation.records import Claim, GoldArticle
from pipelines.evaluation.reliability import Bin, Reliability, reliability
from pipelines.evaluation.speakers import Canon, SpeakerTally, tally_speakers
from pipelines.evaluation.tallies import QuotedTally, QuoteGroup, Tallies, Tally, tally, tally_quoted, token_rates
from pipelines.evaluation.units import Choice, Compared, Pairs


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures. ``pieces`` has one unit a segment and paragraph, ``attributions`` one a whole content.

    ``tokens`` are rates of single words. ``reliability``, ``wrong`` and ``missed`` are about whole attributions.
    ``speakers`` is None where no canonical speakers were given.
    """

    articles: int
    pieces: Tallies
    attributions: Tallies
    tokens: Mapping[QuoteGroup, Rates]
    quoted: QuotedTally
    reliability: Reliability
    speakers: SpeakerTally | None
    wrong: Sequence[Miss]
    missed: Sequence[Miss]


def evaluate(
    articles: Iterable[tuple[GoldArticle, Sequence[Claim]]], canon: Canon | None = None, choice: Choice | None = None
) -> Evaluation:
    """Compare gold articles with the claims that were predicted for each."""
    compared = [Compared.of(article, claims, choice or Choice()) for article, claims in articles]
    whole = [Pairs.of(article) for article in compared]
    together = list(zip(compared, whole, strict=True))
    return Evaluation(
        articles=len(compared),
        pieces=tally(Pairs.of(article.in_pieces()) for article in compared),
        attributions=tally(whole),
        tokens=token_rates(compared),
        quoted=tally_quoted(compared),
        reliability=reliability(whole),
        speakers=None if canon is None else tally_speakers(compared, canon),
        wrong=wrong_predictions(together),
        missed=missed_attributions(together),
    )


def plain_values(found: Evaluation, misses: int) -> dict[str, Any]:
    """The evaluation in the types of JSON: rates in percent with one digit, confidence from 0 to 1, counts as such.

    ``misses`` is how many mistakes of each kind are told.
    """
    return {
        "articles": found.articles,
        "pieces": {group: _tally(one) | {"token": _rates(found.tokens[group])} for group, one in found.pieces.items()},
        "attributions": {group: _tally(one) for group, one in found.attributions.items()},
        "quoted": _rates(found.quoted.with_speaker)
        | {
            "reported": percent(found.quoted.reported_share),
            "speaker_accuracy": percent(found.quoted.speaker_accuracy),
        },
        "speakers": None if found.speakers is None else _speakers(found.speakers),
        "confidence": _reliability(found.reliability),
        "wrong": [asdict(miss) for miss in found.wrong[:misses]],
        "missed": [asdict(miss) for miss in found.missed[:misses]],
    }


def _rates(rates: Rates) -> dict[str, float | int | None]:
    return {
        "precision": percent(rates.precision),
        "recall": percent(rates.recall),
        "f1": percent(rates.f1),
        "found": rates.found,
        "gold": rates.gold,
    }


def _tally(one: Tally) -> dict[str, Any]:
    return {
        "exact": _rates(one.exact),
        "overlap": _rates(one.overlap),
        "end_to_end": _rates(one.end_to_end),
        "speaker_accuracy": percent(one.speaker_accuracy),
        "speaker_count": one.speaker_asked,
    }


def _speakers(one: SpeakerTally) -> dict[str, Any]:
    return {
        "articles": one.articles,
        "named": _rates(one.named),
        "matched": one.matched,
        "right_of_matched": percent(one.right_of_matched),
        "unnamed": one.unnamed,
        "left_unnamed": percent(one.left_unnamed_share),
    }


def _reliability(one: Reliability) -> dict[str, Any]:
    error = one.calibration_error
    return {
        "bins": [_bin(held) for held in one.bins],
        "at_least": [_bin(held) for held in one.firm],
        "all": _bin(one.everything),
        "calibration_error": None if error is None else round(error, 4),
    }


def _bin(held: Bin) -> dict[str, Any]:
    mean = held.mean_confidence
    return {
        "low": held.low,
        "high": held.high,
        "count": held.count,
        "right": percent(held.right_share),
        "mean_confidence": None if mean is None else round(mean, 4),
    }
