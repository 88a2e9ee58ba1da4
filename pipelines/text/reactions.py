"""What somebody does in answer to what was said or asked: shrugs, nods, refuses.

Belongs here: the verbs, and quotations that such a sentence of their own paragraph gives to whoever does it.
Does not belong here: whom a pronoun means (see ``pronouns``, which looks up the verbs).
"""

from __future__ import annotations

import re

from pipelines.text import lexicon
from pipelines.text.adoption import is_sentence
from pipelines.text.drafts import Draft, Page, trimmed
from pipelines.text.names import fold
from pipelines.text.quotation import inner
from pipelines.text.roles import noun_for_person
from pipelines.text.sentence_forms import FORM_CONFIDENCE
from pipelines.text.spans import Span

_GESTURES = (
    r"shrug(?:s|ged)|nod(?:s|ded)|laugh(?:s|ed)|chuckle[sd]|smile[sd]|grin(?:s|ned)|grimace[sd]|frown(?:s|ed)|wince[sd]"
    r"|sigh(?:s|ed)|snort(?:s|ed)|scoff(?:s|ed)|bristle[sd]|hesitate[sd]|pause[sd]|shakes? (?:his|her) head"
    r"|shook (?:his|her) head"
)
# who answers the one who spoke before, and goes on to speak: Lant shrugged. "Let him try," he said
REACTS = re.compile(
    r"[^.!?\n“”\"]{0,80}?\b(?:agree[sd]?|disagree[sd]?|concur(?:s|red)|differ(?:s|ed)|dissent(?:s|ed)|object(?:s|ed)"
    rf"|demur(?:s|red)|{_GESTURES}|counter(?:s|ed)|retort(?:s|ed)|respond(?:s|ed)|repl(?:y|ies|ied)|answer(?:s|ed)"
    r"|interrupt(?:s|ed)|interject(?:s|ed)|refuse[sd]|declin(?:es|ed)|relent(?:s|ed)|balk(?:s|ed)"
    r"|(?:is|was|remain(?:s|ed)) (?:not so |less |more |un)[\w-]+|(?:sees|saw) it differently"
    r"|(?:takes|took|has|had) (?:a different|another) view)\b[^.!?\n“”\"]{0,60}[.!?:]"
)
# a paragraph's first sentence, before a quotation: Planck snorts. Lange, who built it, shakes her head.
_BEAT = re.compile(
    rf"(?P<who>[^,.!?:\n“”\"]{{1,60}}?)(?:, [^,.!?:\n“”\"]{{1,60}},)?(?: (?:just|only|merely|simply|then|\w+ly))*"
    rf" (?P<cue>{_GESTURES})\b[^.!?\n“”\"]{{0,60}}[.!:]"
)
# whom somebody asks to do something, and who then does or does not: Olt asked Holm to leave. He refused.
_ASKS = re.compile(
    r"\b(?:ask(?:s|ed)?|tells?|told|urge[sd]?|order(?:s|ed)|invite[sd]?|beg(?:s|ged)|implore[sd]?|advise[sd]?"
    r"|instruct(?:s|ed)|request(?:s|ed)|call(?:s|ed) on|plead(?:s|ed) with|want(?:s|ed)) (?:[\w.’'-]+ ){0,3}\Z"
)
_TO_DO = re.compile(r"(?: [\w.’'-]+){0,2} to [a-z]")
_OBEYS = re.compile(
    r" (?:\w+ly |has |had |have )?(?:refuse[sd]?|declin(?:es|ed)|agree[sd]|accept(?:s|ed)|obey(?:s|ed)|compl(?:ies|ied)"
    r"|consent(?:s|ed)|oblige[sd]|relent(?:s|ed)|balk(?:s|ed)|resist(?:s|ed)|hesitate[sd]|did so|did not|didn[’']t"
    r"|would not|wouldn[’']t|will not|won[’']t|has not|hasn[’']t|never did)\b"
)
_LONGEST_BEAT = 250  # characters
_NOBODY = frozenset(["it", "nobody", "everybody", "everyone", "silence", "there", "this", "that", "i", "we", "you"])


def obeys(text: str, end: int) -> bool:
    """Whether the word that ends at an offset is who does, or does not, what somebody was asked to do."""
    return _OBEYS.match(text, end) is not None


def is_asked(text: str, start: int, end: int) -> bool:
    """Whether the name at a place is whom somebody asks to do something: ``asked |Holm| to leave``."""
    return _TO_DO.match(text, end) is not None and _ASKS.search(text, max(0, start - 60), start) is not None


def read_reactions(page: Page, drafts: list[Draft]) -> None:
    """Give a quotation behind a paragraph's first sentence to whoever laughs or nods in it.

    *"It is safe," Olt said.* / *Lind snorts. "She has never seen it."* The network takes the second one for Olt's. One
    that somebody speaks in its own paragraph stays as it was read.
    """
    for region in page.regions:
        start = page.text.rfind("\n", max(0, region.start - _LONGEST_BEAT), region.start) + 1
        if start == 0 and region.start > _LONGEST_BEAT:
            continue
        beat = _BEAT.fullmatch(page.text[start : region.start].strip())
        if beat is None or not is_sentence(page, region) or not _is_person(beat["who"]):
            continue
        holders = [draft for draft in drafts if any(span.overlaps(region) for span in draft.content)]
        if any(page.line(draft.cue.start) == page.line(region.start) for draft in holders):
            continue
        for draft in holders:
            draft.content = [span for span in draft.content if not span.overlaps(region)]
        drafts[:] = [draft for draft in drafts if draft.content]
        offset = page.text.index(beat[0], start)
        source, cue = (Span(offset + beat.start(name), offset + beat.end(name)) for name in ("who", "cue"))
        drafts.append(Draft(source, cue, [trimmed(page.text, inner(page.text, region))], FORM_CONFIDENCE))


def _is_person(words: str) -> bool:
    """Whether the subject of a sentence may be somebody: a name, he or she, a noun for a person."""
    parts = words.split()
    if fold(parts[0]) in _NOBODY or len(parts) > 8:
        return False
    last = parts[-1]
    if len(parts) == 1:
        return last in ("He", "She") or (last[:1].isupper() and fold(last) not in lexicon.words("sentence_starters"))
    return last[:1].isupper() or noun_for_person(fold(last)) is not None
