"""Places where an article refers to an entity, and how salient each of them is.

Belongs here: sentence, paragraph and quotation of a place; whether a name is a subject.
Does not belong here: choosing between entities.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipelines.text import lexicon
from pipelines.text.quotation import quoted_regions
from pipelines.text.sentences import split_paragraphs, split_sentences
from pipelines.text.spans import MentionForm, Span

FINITE = (
    "is|was|has|had|have|will|would|did|does|could|can|may|might|should|must|went|took|made|came|got|told|said|says|wrote"
    "|spoke|met|won|lost|ran|led|held|left|gave|stood|sat|brought|bought|sold|sent|kept|began|saw|knew|thought|felt|found"
    "|spent|built|rose|fell|grew|drew|broke|chose|drove|flew|paid|became|ate|beat|bent|bit|blew|bore|burst|cast|caught|clung"
    "|cost|crept|cut|dealt|drank|dug|fed|fled|forgot|fought|froze|hid|hit|hung|hurt|laid|lay|lent|let|lit|meant|put|quit"
    "|rang|read|rode|sang|sank|set|shook|shot|shut|slept|slid|sought|split|spread|stole|struck|stuck|swept|swore|swung"
    "|taught|tore|threw|understood|undertook|wept|withdrew|woke|wore|wound|[a-z]+ed"
    "|(?!hours|days|weeks|months|years|minutes|times)[a-z]{2,}[b-rt-z]s"
)
_VERB = re.compile(
    r"(?: of(?: (?:[A-Z][\w&.’'-]*|and|the|for)){1,7})?(?: ?\([^()\n]{1,40}\))?(?:, [^,\n]{1,140},|,)? "
    r"(?:(?:also|then|later|once|often|never|now|again|still|just|almost|already|soon|always|even|first|[a-z]+ly) )?"
    rf"(?:{FINITE}|[a-z]{{2,}}ing)\b"
)
_OPENING = re.compile(r"[\W_]*(?:[Tt]here(?:’s|'s| is| was)(?: also| once)? )?")
_ACTS = re.compile(rf" (?:{FINITE})\b")
_SAID = 0.7  # what is taken off a distance for each sentence of the quotation right before
_NEAREST = 16  # sources before a passage that are looked at; more do not begin inside the one that ends last
_WORD_BEFORE = re.compile(r"([\w’'.-]+) (?:the )?(?:(?:Mr|Mrs|Ms|Dr|Sen|Gov|Rep)\. )?\Z")
# whose view a sentence tells: For Olt, that is too late. That, for Olt, is too late. Not so for Olt.
_VIEWED_BY = re.compile(
    r"[\W_]*(?:(?:And|But|Still|Yet|Not so|It is different)[ ,]+|(?:That|This|It|All this|None of this), )?"
    r"(?:for|to|For|To) (?:(?:the |[A-Z])[\w’'.-]* ){0,3}\Z"
)
_BEHIND = 60  # characters behind "he" in which a name is looked for
_APART = re.compile(r"[,;:—–“”\"«»()]")
_FREE = re.compile(
    rf"[.,;:!?)”\"]|\s*[“\"«„]|\Z|\s+(?:{FINITE}|about|after|and|as|at|before|but|by|for|from|how|if|in|not|of|on|or"
    r"|over|that|to|what|when|whether|who|why|with)\b"
)
_OWNED = re.compile(r"(?:[’']s?)? (?:[\w-]+ )?(?P<noun>[a-z]+)")
_VIEW = re.compile(r"(?:, \d{1,3})?(?:, (?!(?:he|she|I|we|they)\b)|[.:])")
_SPOKEN_FOR = re.compile(
    r"(?:[’']s?)? (?:\w+ )?(?:administration|cabinet|camp|campaign|department|government|ministry|office|party|staff"
    r"|team) (?:has |had |also |later )?(?:said|says|told|tells|confirm(?:s|ed)|den(?:ies|ied)|announce[sd]|added)\b"
)
_THERE = re.compile(r"\b[Tt]here(?:’s|'s| is| was) (?:also )?\Z")


@dataclass(frozen=True, slots=True)
class Reference:
    """A place that refers to an entity: what a later pronoun may point back to.

    ``form``: whether it is the name, a noun or a pronoun. ``opening``: the entity is the paragraph's first person.
    ``heads_paragraph``: a possessive is its first word or so; ``leads``: it begins with the name, at most behind a
    title. ``asked``: somebody asks the entity to do something. ``represented``: an office or the like speaks for it.
    """

    start: int
    end: int
    entity: int
    sentence: int
    paragraph: int
    subject: bool
    source: bool
    quoted: bool
    possessive: bool
    form: MentionForm
    opening: bool = False
    heads_paragraph: bool = False
    leads: bool = False
    asked: bool = False
    represented: bool = False

    @property
    def named(self) -> bool:
        """Whether it is the entity's name."""
        return self.form == "name"


class Layout:
    """Sentences, paragraphs and quoted passages of one text, looked up by offset."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs = split_paragraphs(text)
        self.sentences = split_sentences(text)
        self.quoted = quoted_regions(text)
        self._paragraph_starts = [span.start for span in self.paragraphs]
        self._sentence_starts = [span.start for span in self.sentences]
        self._quoted_starts = [span.start for span in self.quoted]
        self._said_before = [*accumulate(self.sentences, self._go_on, initial=0)]

    def paragraph_of(self, offset: int) -> int:
        """Number of the paragraph that holds the offset."""
        return (bisect_right(self._paragraph_starts, offset) or 1) - 1

    def sentence_of(self, offset: int) -> int:
        """Number of the sentence that holds the offset."""
        return (bisect_right(self._sentence_starts, offset) or 1) - 1

    def passage_of(self, offset: int) -> int | None:
        """Number of the quoted passage that holds the offset, None outside quotation marks."""
        at = bisect_right(self._quoted_starts, offset) - 1
        return at if at >= 0 and self.quoted[at].end > offset else None

    def distance(self, earlier: int, later: int) -> float:
        """Sentences from one to another; less for those of the quotation right before: who said it stays in mind."""
        if not self.sentences:
            return 0.0
        return later - earlier - _SAID * min(later - earlier, self._said_before[later])

    def _go_on(self, said: int, sentence: Span) -> int:
        """Sentences in a row, up to this one, that stand wholly inside quotation marks."""
        passage = self.passage_of(sentence.start)
        return said + 1 if passage is not None and self.quoted[passage].end >= sentence.end else 0

    def sentence_start(self, number: int) -> int:
        """Offset where a sentence begins."""
        return self.sentences[number].start if self.sentences else 0

    def opens_sentence(self, start: int) -> bool:
        """Whether only marks stand between the start of the sentence and the offset, or "There was"."""
        return _OPENING.fullmatch(self.text, self.sentence_start(self.sentence_of(start)), start) is not None

    def is_viewer(self, start: int) -> bool:
        """Whether the words before a name say that the sentence is told as its bearer sees it: ``For Olt, ...``."""
        return _VIEWED_BY.match(self.text, self.sentence_start(self.sentence_of(start)), start) is not None

    def is_represented(self, end: int) -> bool:
        """Whether an office or the like of the entity whose name ends there says something: ``Olt's office said``."""
        return _SPOKEN_FOR.match(self.text, end) is not None

    def acts(self, end: int) -> bool:
        """Whether a finite verb follows at once."""
        return _ACTS.match(self.text, end) is not None

    def is_subject(self, start: int, end: int) -> bool:
        """Whether a verb follows the span and no preposition or "supporting" precedes it, or "there is" precedes it.

        Whose view a sentence tells ("For Olt, that is too late") counts as its subject.
        """
        if _VIEW.match(self.text, end) and self.is_viewer(start):
            return True
        if not _VERB.match(self.text, end, min(len(self.text), end + 200)):
            return _THERE.search(self.text, max(0, start - 16), start) is not None
        before = _WORD_BEFORE.search(self.text, max(0, start - 24), start)
        word = before.group(1).lower() if before else ""
        return not (word == "to" or word.endswith("ing") or word in lexicon.words("prepositions"))


def source_of_passage(layout: Layout, passage: Span, sources: Sequence[Span]) -> Span | None:
    """The source nearest to a quoted passage in its paragraph, rather behind it. ``sources`` are in text order."""
    if not layout.paragraphs:
        return None
    paragraph = layout.paragraphs[layout.paragraph_of(passage.start)]
    first, before, behind, last = (
        bisect_left(sources, place, key=lambda source: source.start)
        for place in (paragraph.start, passage.start, passage.end, paragraph.end)
    )
    near = [*sources[max(first, before - _NEAREST) : before], *sources[behind : min(behind + 1, last)]]
    gaps = [
        (source.start - passage.end if source.start >= passage.end else passage.start - source.end + 20, source)
        for source in near
        if not passage.overlaps(source)
    ]
    return min(gaps)[1] if gaps else None


def names_another(text: str, place: int, name: Span, possessive: bool) -> bool:
    """Whether a name right behind "he said", which ends at a place, is somebody else's: *he said Olt was late*.

    Not a name that stands for what is the speaker's (*the Olt plan*, *Olt voters*), and not one behind a comma (*while
    he agreed, Olt ...*). Of what somebody owns only his words are another's: *he said of Olt's remark*.
    """
    if name.start - place > _BEHIND or _APART.search(text, place, name.start):
        return False
    if not possessive:
        return _FREE.match(text, name.end) is not None
    owned = _OWNED.match(text, name.end)
    return owned is not None and owned["noun"].removesuffix("s") in lexicon.words("nouns_of_speech")


def without_tellers(references: Sequence[Reference], sentence: int) -> list[Reference]:
    """The references without those to whoever speaks in a sentence: who says that the mayor said is not the mayor."""
    telling = {one.entity for one in references if one.source and one.sentence == sentence}
    return [one for one in references if one.entity not in telling]
