"""One pass over one article: everything that its text tells.

Belongs here: the order in which the finders of this layer are asked. Does not belong here: any finding of its own.
This is the one function from articles to spans that the rest of the project calls; an engine is replaced behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.text.attribution import find_attributions
from pipelines.text.chains import find_chains
from pipelines.text.circumstances import medium, said_on
from pipelines.text.cues import cue_kind
from pipelines.text.dates import find_dates
from pipelines.text.encoding import encode
from pipelines.text.inference import AttributionModel
from pipelines.text.quotation import quoted_regions
from pipelines.text.span_sets import SpanSet
from pipelines.text.spans import Annotation, Attribution, Quote, Span, Speaker, TimeExpression, TopicScore
from pipelines.text.speakers import resolve_speakers
from pipelines.text.subjects import find_subjects
from pipelines.text.tagging import find_names_in
from pipelines.text.topics import TopicModel


@dataclass(frozen=True, slots=True)
class Annotator:
    """The models, loaded once, and the pass over an article."""

    attribution: AttributionModel
    topics: TopicModel

    @classmethod
    def load(cls, threads: int = 1) -> Annotator:
        """Load the models that ship with the project.

        Raises:
            ModelDamaged: a model file is missing or is not the released one.
        """
        return cls(AttributionModel.load(threads=threads), TopicModel.load())

    def annotate(
        self,
        text: str,
        title: str | None = None,
        published_on: date | None = None,
        furniture: Sequence[Span] = (),
        authors: Sequence[str] = (),
    ) -> Annotation:
        """All quotes, mentions, chains, dates, topics and key phrases of an article.

        ``furniture`` are spans of the text that belong to the page, not to the article: nothing is found in them.
        ``published_on`` is the calendar day that "Wednesday" and "in October" are counted from; ``authors`` are the
        names of the byline, the only one of whom is the writer's "I".
        """
        skipped = SpanSet(furniture)
        regions = [span for span in quoted_regions(text) if not skipped.touches(span)]
        encoding = encode(self.attribution.tokenizer, text, regions, furniture)
        reading = self.attribution.read(encoding)
        attributions = find_attributions(text, encoding, reading, regions)
        sources = list(dict.fromkeys(span for one in attributions for span in one.source))
        mentions, chains = find_chains(text, find_names_in(text, encoding, reading), sources, furniture)
        speakers = resolve_speakers(text, attributions, mentions, chains, authors)
        dates = find_dates(text, published_on, furniture)
        reported = [" ".join(text[span.start : span.end] for span in one.content) for one in attributions]
        subjects = find_subjects(self.topics, title, text, reported)
        quotes = tuple(
            _quote(text, one, speaker, dates, published_on, scores)
            for one, speaker, scores in zip(attributions, speakers, subjects.of_quotes, strict=True)
        )
        return Annotation(quotes, mentions, chains, dates, subjects.topics, subjects.phrases)


def _quote(
    text: str,
    one: Attribution,
    speaker: Speaker,
    dates: Sequence[TimeExpression],
    published_on: date | None,
    topics: tuple[TopicScore, ...],
) -> Quote:
    said, known_from = said_on(text, one, dates, published_on)
    cue = text[one.cue.start : one.cue.end] if one.cue else None
    return Quote(one, speaker, cue_kind(cue), said, known_from, medium(text, one), topics)
