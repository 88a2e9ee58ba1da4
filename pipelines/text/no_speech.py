"""What reads like reported speech and is none: nicknames, titles of works, labels of a section, silence.

Belongs here: refusing a draft by its form, or by what its cue means where the network is in doubt. Does not belong
here: the network's thresholds (`decoding`), drafts that another draft contradicts (`claims`, `layout`).
"""

from __future__ import annotations

import re

from pipelines.text import lexicon
from pipelines.text.cues import cue_kind, lemma
from pipelines.text.drafts import ORPHAN_WORDS, Draft, Page
from pipelines.text.spans import Span

_WORD = re.compile(r"[\w’'-]+")
# Below this confidence 24 of 74 cues without a word of saying were right on PolNeAR dev, and 8 of 18 of the others; on
# Reuters and on pages of today hardly any.
_DOUBT = {"none": 0.5}
_DOUBT_UNQUOTED = {"none": 0.5, "criticise": 0.2, "document": 0.2, "praise": 0.2, "promise": 0.2, "think": 0.2}
_SEEMING = frozenset(["seem", "appear"])
_CALLED = frozenset(["called", "known", "named", "nicknamed"])  # without a source: the ship was called
_NAMING = frozenset(["call", "christened", "dub", "dubbed", "known", "nickname", "nicknamed"])
_ANYBODY = frozenset(["everybody", "everyone", "many", "most", "others", "people", "some", "they"])
_BEFORE_NICKNAME = frozenset(["as", "her", "him", "just", "me", "only", "simply", "them", "us"])
_CROWD = frozenset(["admirers", "classmates", "fans", "friends", "locals", "neighbors", "neighbours", "teammates"])
_MOST_NAME_WORDS = 7
_REACH = 60  # characters
_LABEL = re.compile(
    r"(?:a )?(?:dispatch|letters?|notes?|postcard|report) from\b"
    r"|\d{1,2}[.:h]\d\d\s*(?:[ap]\.?m\.?)?\Z|\d{1,2}\s*[ap]m\Z"
)
_WORK = re.compile(
    r"\b(?:article|book|column|commentary|documentary|editorial|essay|film|memoir|novel|op-ed|piece|play|poem|song)\s*,?\s*\Z"
)


def is_doubtful(page: Page, draft: Draft) -> bool:
    """Whether the cue says nothing of speech (*gave*, *has*, *in*) and the network is not sure of the whole."""
    quoted = any(page.regions_over(span) for span in draft.content)
    least = _DOUBT if quoted else _DOUBT_UNQUOTED
    return draft.confidence < least.get(cue_kind(page.text[draft.cue.start : draft.cue.end]), 0.0)


def is_nobodys(page: Page, draft: Draft) -> bool:
    """Whether a draft without a source is no speech.

    Its cue has no word of saying, tells of a plan or a document, of how things seem or are called, or begins its
    sentence with a state of mind (*Deeply concerned about ...*); or its words are but a name in marks.
    """
    cue = page.text[draft.cue.start : draft.cue.end]
    kind = cue_kind(cue)
    if kind in ("none", "promise", "document") or (
        kind == "think" and draft.cue.start == page.sentence(draft.cue.start).start
    ):
        return True
    if any(word in _CALLED or lemma(word.lower()) in _SEEMING for word in _WORD.findall(cue)):
        return True
    quoted = all(any(region.contains(span) for region in page.regions_over(span)) for span in draft.content)
    return quoted and sum(page.words(span.start, span.end) for span in draft.content) < ORPHAN_WORDS


def refuse(page: Page, drafts: list[Draft]) -> None:
    """Leave out the drafts that are no speech by their form."""
    forms = (_gives_nickname, _names_work, _is_label, _is_silence)
    drafts[:] = [draft for draft in drafts if not any(form(page, draft) for form in forms)]


def _gives_nickname(page: Page, draft: Draft) -> bool:
    """Whether all that is told is what somebody is called by all and sundry: *they call him “The Fox”*."""
    text = page.text
    cue = _WORD.findall(text[draft.cue.start : draft.cue.end].lower())
    if cue == ["as"]:  # of: known to his fans | as
        cue = _WORD.findall(text[max(0, draft.cue.start - _REACH) : draft.cue.start].lower())[-5:]
    if _NAMING.isdisjoint([*cue, *map(lemma, cue)]) or not _is_anybody(page, draft.source) or len(draft.content) > 1:
        return False
    (content,) = draft.content
    regions = page.regions_over(content)
    if len(regions) != 1 or page.words(regions[0].end, content.end):
        return False
    before = _WORD.findall(text[content.start : max(content.start, regions[0].start)])
    return all(word in _BEFORE_NICKNAME or word[0].isupper() for word in before) and _is_name(
        text[regions[0].start : regions[0].end]
    )


def _is_anybody(page: Page, source: Span | None) -> bool:
    """Whether a source names no one: *they*, *everyone*, *friends*, *his fans*."""
    words = _WORD.findall(page.text[source.start : source.end].lower()) if source else []
    crowd = bool(words) and (words[-1] in _CROWD or words[-1] in lexicon.person_plurals())
    return not words or words[0] in _ANYBODY or (crowd and len(words) <= 3)


def _is_name(quoted: str) -> bool:
    words = _WORD.findall(quoted.strip("“”\"«»„‘’'` "))
    small = lexicon.words("minor_words") | {"a", "an"}
    proper = [word for word in words if word.lower() not in small]
    return 0 < len(words) <= _MOST_NAME_WORDS and bool(proper) and all(word[0].isupper() for word in proper)


def _names_work(page: Page, draft: Draft) -> bool:
    """Whether a noun that is taken for the cue is a work with its title behind: *his commentary, “Tell Us More,”*."""
    cue = page.text[draft.cue.start : draft.cue.end].lower()
    return _WORK.search(cue) is not None and all(
        any(region.contains(span) for region in page.regions_over(span)) and _is_title(page, span, draft.cue)
        for span in draft.content
    )


def _is_title(page: Page, span: Span, cue: Span) -> bool:
    return 0 <= span.start - cue.end <= 4 and page.sentence(span.start).contains(span)


def _is_label(page: Page, draft: Draft) -> bool:
    """Whether what stands before a colon is the label of a section or a kind of page: *Q&A: 'We were lucky'*."""
    cue = page.text[draft.cue.start : draft.cue.end].strip()
    source = page.text[draft.source.start : draft.source.end].lower() if draft.source else ""
    is_label = source.replace(" ", "_") in lexicon.words("labels") or _LABEL.match(source) is not None
    return cue == ":" and is_label


def _is_silence(page: Page, draft: Draft) -> bool:
    """Whether nothing was said: *He said nothing*."""
    return [page.text[span.start : span.end].lower() for span in draft.content] == ["nothing"]
