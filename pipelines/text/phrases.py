"""Key phrases: the words that tell what one article is about.

Belongs here: candidates and their scores, from the article alone. Does not belong here: phrases that are new in a week
(see ``sql/marts/emerging_phrases_weekly.sql``), names of persons and organisations as such (see ``names``).

Candidates are one to three words in a row without function words, reporting verbs, days and numbers, and two such
words around *of*. The score is a C-value (Frantzi, Ananiadou and Mima 2000: frequency, less the frequency of the longer
phrases that hold the candidate, times the logarithm of its length) with frequencies that count the title three and
the lead two times, weighed by smooth inverse frequency (Arora, Liang and Ma 2017: a / (a + share of the word in news),
as the topic model's table holds it).
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from pipelines.text.spans import KeyPhrase

MOST_PHRASES, FEWEST_OCCURRENCES, LONGEST = 12, 2, 3
LEAST_SHARE_OF_FUNCTION_WORDS = 0.2  # English news has two to three times as many; other languages next to none
TITLE_WEIGHT, LEAD_WEIGHT, LEAD_WORDS, MOST_WORDS = 3.0, 2.0, 60, 3000
UNKNOWN_WEIGHT = 0.9  # of a word that the topic model does not know: a rare name or a slip
LEAST_WEIGHT_ALONE = 0.8  # what a single word needs to be a phrase

_FILE = resources.files("pipelines.text").joinpath("data/phrase_words.json")
_LISTS: dict[str, list[str]] = json.loads(_FILE.read_text("utf-8"))
_INSIDE, _EDGES = frozenset(_LISTS["inside"]), frozenset(_LISTS["edges"]) | {"of"}
_TOKEN = re.compile(r"[^\W\d_]+(?:[-.&][^\W\d_]+)*|['’]s?\b|\w+|[^\w\s]|\n")


@dataclass(slots=True)
class _Candidate:
    """A phrase in one of its spellings; ``frequency`` weighs title and lead."""

    frequency: float = 0.0
    spellings: dict[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(self.spellings.values())


Weigh = Callable[[str], float | None]  # the importance of a lower-cased word from 0 to 1, None for an unknown one
Key = tuple[str, ...]


def find_phrases(title: str | None, text: str, weigh: Weigh) -> tuple[KeyPhrase, ...]:
    """At most twelve phrases, best first, ties in alphabetical order; none where the text is not English.

    A phrase occurs at least twice in title and text, or stands in title or lead and each of its words occurs twice. No
    phrase lies within another. Singular and plural count together, under the spelling that the article uses more. Reads
    the first 3,000 words.
    """
    text = text[: MOST_WORDS * 8]
    tokens = _TOKEN.findall(text.lower())
    counts = Counter(tokens)
    if not _is_english(counts):
        return ()
    heading = _TOKEN.findall(title.lower()) if title and not text.startswith(title) else []
    counts.update(heading)
    inside = {token for token in counts if token[0].isalpha() and token not in _INSIDE and len(token) > 1}
    lone = _lone_words({word: counts[word] for word in inside})
    candidates: defaultdict[Key, _Candidate] = defaultdict(_Candidate)
    _collect(_runs(heading, inside), TITLE_WEIGHT, TITLE_WEIGHT, lone, candidates)
    _collect(_runs(tokens, inside), LEAD_WEIGHT, 1.0, lone, candidates)
    kept = {key: one for key, one in candidates.items() if _recurs(key, one, candidates)}
    scores = _scores(kept, weigh)
    ranked = sorted((key for key in scores if scores[key] > 0), key=lambda key: (-scores[key], key))
    chosen = _apart(ranked)
    best = scores[chosen[0]] if chosen else 1.0
    return tuple(
        KeyPhrase(_usual(kept[key].spellings), round(scores[key] / best, 4), kept[key].count) for key in chosen
    )


def _is_english(counts: Mapping[str, int]) -> bool:
    words = [token for token in counts if token[0].isalpha()]
    inside = sum(counts[word] for word in words if word in _INSIDE)
    return inside >= LEAST_SHARE_OF_FUNCTION_WORDS * sum(map(counts.__getitem__, words))


def _recurs(key: Key, one: _Candidate, candidates: dict[Key, _Candidate]) -> bool:
    if one.count >= FEWEST_OCCURRENCES:
        return True
    if len(key) == 1 or one.frequency < LEAD_WEIGHT:
        return False
    alone = (candidates.get((word,)) for word in key if word != "of")
    return all(word is not None and word.count >= FEWEST_OCCURRENCES for word in alone)


def _lone_words(counts: Mapping[str, int]) -> set[str]:
    """Words that occur but once, in singular and plural together: no phrase with such a word can be kept."""
    together = Counter[str]()
    for word, count in counts.items():
        together[_singular(word)] += count
    return {word for word in counts if together[_singular(word)] < FEWEST_OCCURRENCES}


def _collect(
    runs: Iterable[list[str]], lead: float, after: float, lone: Set[str], candidates: defaultdict[Key, _Candidate]
) -> None:
    place = 0
    for run in runs:
        weight = lead if place < LEAD_WORDS else after
        place += len(run)
        for phrase in _phrases_of(run, lone):
            candidate = candidates[tuple(map(_singular, phrase))]
            candidate.frequency += weight
            spelling = " ".join(phrase)
            candidate.spellings[spelling] = candidate.spellings.get(spelling, 0) + 1


def _runs(tokens: Sequence[str], inside: Set[str]) -> Iterator[list[str]]:
    """Words that stand together, all of ``inside``; ``of`` stays where such a word is on both sides."""
    run: list[str] = []
    for token in tokens:
        if token in inside or (token == "of" and run and run[-1] != "of"):
            run.append(token)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _phrases_of(run: list[str], lone: Set[str]) -> Iterator[list[str]]:
    """One to three words of a run, none of them lone, that can begin and end a noun phrase.

    Not *reported fully*, *quickly closed*, *closed*.
    """
    for start, first in enumerate(run):
        if first in lone or first in _EDGES:
            continue
        if not first.endswith(("ly", "ed", "ing")):
            yield [first]
        if first.endswith("ly"):
            continue
        for end in range(start + 2, min(len(run), start + LONGEST) + 1):
            last = run[end - 1]
            if last in lone:
                break
            if last not in _EDGES and not last.endswith(("ly", "ed")):
                yield run[start:end]


def _scores(kept: dict[Key, _Candidate], weigh: Weigh) -> dict[Key, float]:
    longer: defaultdict[Key, list[float]] = defaultdict(list)
    for key, one in kept.items():
        for size in range(1, len(key)):
            for start in range(len(key) - size + 1):
                longer[key[start : start + size]].append(one.frequency)
    weights = {word: _weight(word, weigh) for word in {word for key in kept for word in key}}
    scores = {}
    for key, one in kept.items():
        weight = sum(weights[word] for word in key if word != "of") / sum(word != "of" for word in key)
        if len(key) == 1 and weight < LEAST_WEIGHT_ALONE:
            continue
        nested = longer.get(key, [])
        alone = one.frequency - (sum(nested) / len(nested) if nested else 0.0)
        scores[key] = math.log2(1 + len(key)) * alone * weight
    return scores


def _weight(word: str, weigh: Weigh) -> float:
    found = weigh(word)
    return UNKNOWN_WEIGHT if found is None else found


def _apart(ranked: list[Key]) -> list[Key]:
    """The best phrases of which none holds another."""
    chosen: dict[str, Key] = {}
    for key in ranked:
        words = f" {' '.join(key)} "
        if not any(words in other or other in words for other in chosen):
            chosen[words] = key
            if len(chosen) == MOST_PHRASES:
                break
    return list(chosen.values())


@lru_cache(maxsize=1 << 16)
def _singular(word: str) -> str:
    """The key of a word: a plural counts with its singular. No dictionary: *news* becomes *new*, for counting only."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def _usual(spellings: Mapping[str, int]) -> str:
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
