"""Who issued the document that speaks: "The council issued a statement. The statement said ...".

Belongs here: finding the issuer of a document that the article told of before.
Does not belong here: a document whose source names its writer ("a report by ...", see ``heads``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from pipelines.text import lexicon
from pipelines.text.spans import Mention, Speaker

_FARTHEST = 1200
_GOVERNOR = re.compile(r"(\w+) (?:the )?\Z")
_ISSUED = (
    r" (?:(?:has|had|have|also|then|later|jointly) ){{0,2}}"
    r"(?:issued|released|published|wrote|written|penned|authored|signed|filed|drafted|posted|sent|delivered|made|gave)"
    r" (?:a|an|the|its|his|her|their|another) (?:[\w’'-]+ ){{0,3}}(?:{nouns})\b"
)
_SAME = {"book": "book|memoir|biography|novel", "statement": "statement|declaration", "document": r"\w+"}


class Issuers:
    """The persons and bodies of one article that issued something."""

    def __init__(self, text: str, mentions: Sequence[Mention], speaker: Callable[[int], Speaker]) -> None:
        self._text = text
        self._mentions = mentions
        self._starts = [mention.span.start for mention in mentions]
        self._speaker = speaker

    def before(self, noun: str, start: int) -> Speaker | None:
        """Who issued the last such document before an offset: the mention right before the verb."""
        issued = re.compile(_ISSUED.format(nouns=_SAME.get(noun, re.escape(noun))))
        at = bisect_left(self._starts, start)
        while at > 0 and start - self._mentions[at - 1].span.end < _FARTHEST:
            at -= 1
            mention = self._mentions[at]
            if mention.kind in ("person", "organisation", "place") and issued.match(
                self._text, mention.span.end, min(start, mention.span.end + 160)
            ):
                found = None if self._is_governed(mention) else self._speaker(mention.chain)
                return found if found and found.name else None
        return None

    def _is_governed(self, mention: Mention) -> bool:
        """Whether the name only tells of what: "the committee on Velmark sent a letter"."""
        before = _GOVERNOR.search(self._text, max(0, mention.span.start - 20), mention.span.start)
        return before is not None and before.group(1).lower() in lexicon.words("prepositions")
