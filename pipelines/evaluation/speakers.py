"""Whether the person or organisation behind a source is the right one.

Belongs here: comparing names, counting.
Does not belong here: how the engine finds the name (`pipelines.text.speakers`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.evaluation.rates import Rates, share
from pipelines.evaluation.records import NAMED_KINDS, CanonicalSpeaker
from pipelines.evaluation.units import Compared, Unit, match
from pipelines.evaluation.words import WORD

Canon = Mapping[str, Mapping[str, CanonicalSpeaker]]  # article id, attribution id
_TITLES = """
    mr mrs ms miss dr sir lord lady dame prof professor rev reverend pope king queen prince princess
    president vice prime minister chancellor secretary general foreign deputy former the
    senator sen representative rep congressman congresswoman governor gov mayor justice judge
    chairman chairwoman chair
"""
TITLES = frozenset(_TITLES.split())
_ENDINGS = frozenset({"s", "jr", "sr"})  # of a possessive, of a family


@dataclass(slots=True)
class SpeakerTally:
    """Counts over attributions, which are paired by content.

    ``gold``: those whose canonical speaker is named; ``matched`` of them were found, ``right`` bear one of the names.
    ``found``: those for which the engine names a person or organisation. ``unnamed`` were found and have no named
    speaker; ``left_unnamed`` of them the engine leaves so.
    """

    articles: int = 0
    gold: int = 0
    found: int = 0
    matched: int = 0
    right: int = 0
    unnamed: int = 0
    left_unnamed: int = 0

    @property
    def named(self) -> Rates:
        """Rates of named speakers, end to end."""
        return Rates(self.right, self.found, self.right, self.gold)

    @property
    def right_of_matched(self) -> float | None:
        """Share (0..1) of found attributions with a named speaker that bear a right name."""
        return share(self.right, self.matched)

    @property
    def left_unnamed_share(self) -> float | None:
        """Share (0..1) of found attributions without a named speaker that the engine gives no name."""
        return share(self.left_unnamed, self.unnamed)

    def add(self, speaker: CanonicalSpeaker, partner: Unit | None) -> None:
        """Count a gold attribution."""
        if speaker.is_named:
            self.gold += 1
            self.matched += partner is not None
            self.right += partner is not None and bears_name(partner, speaker)
        elif partner is not None:
            self.unnamed += 1
            self.left_unnamed += not _is_named(partner)


def tally_speakers(articles: Sequence[Compared], canon: Canon) -> SpeakerTally:
    """Counts over the articles of ``canon`` and the gold attributions that it names.

    A prediction for an attribution that it leaves out is neither right nor wrong.
    """
    tallied = SpeakerTally()
    for article in articles:
        speakers = canon.get(article.article.article_id)
        if speakers is None:
            continue
        tallied.articles += 1
        asked = [unit for unit in article.gold if unit.claim.id in speakers]
        partners = match(asked, article.found)
        left_out = match([unit for unit in article.gold if unit.claim.id not in speakers], article.found)
        skipped = set(left_out.values()) - set(partners.values())
        tallied.found += sum(_is_named(unit) for place, unit in enumerate(article.found) if place not in skipped)
        for number, unit in enumerate(asked):
            partner = article.found[partners[number]] if number in partners else None
            tallied.add(speakers[str(unit.claim.id)], partner)
    return tallied


def bears_name(unit: Unit, speaker: CanonicalSpeaker) -> bool:
    """Whether the predicted name is one of the speaker's, but for case, accents, titles and middle initials."""
    return folded(unit.claim.speaker_name or "") in {folded(name) for name in speaker.names}


def folded(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents, titles in front, possessive, ``Jr`` and middle initials."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
    words = [word for word in WORD.findall(plain.casefold()) if word not in _ENDINGS]
    while len(words) > 1 and words[0] in TITLES:
        del words[0]
    middle = [word for word in words[1:-1] if len(word) > 1]
    return (words[0], *middle, words[-1]) if len(words) > 2 else tuple(words)


def _is_named(unit: Unit) -> bool:
    return unit.claim.speaker_kind in NAMED_KINDS
