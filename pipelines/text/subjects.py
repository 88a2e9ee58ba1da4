"""What an article and its quotes are about: topics and key phrases, from the topic model alone.

Belongs here: the order in which the topic model and the phrase finder are asked. Does not belong here: either of them.
It needs no spans but the words of the quotes, so that a new topic model does not call for a new reading of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.text.phrases import find_phrases
from pipelines.text.spans import KeyPhrase, TopicScore
from pipelines.text.topics import TopicModel


@dataclass(frozen=True, slots=True)
class Subjects:
    """Topics of each quote and of the article, best first, and the article's key phrases."""

    of_quotes: tuple[tuple[TopicScore, ...], ...]
    topics: tuple[TopicScore, ...]
    phrases: tuple[KeyPhrase, ...]


def find_subjects(model: TopicModel, title: str | None, text: str, reported: Sequence[str]) -> Subjects:
    """Topics and phrases of an article; ``reported`` are the words of its quotes, segments joined by a space."""
    topics, of_quotes = model.with_quotes(title, text, reported)
    return Subjects(of_quotes, topics, find_phrases(title, text, model.importance_of))
