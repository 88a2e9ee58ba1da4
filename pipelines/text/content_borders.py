"""Where reported words begin and end, as sentences and lines have it.

Belongs here: cutting a content that runs on into a sentence or a line that is no longer reported. Does not belong here:
quotation marks (`attribution` moves borders to them), contents that the network did not read (`sentence_forms`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipelines.text import lexicon
from pipelines.text.cues import cue_kind
from pipelines.text.drafts import Draft, Page, trimmed
from pipelines.text.spans import Span

_TRAILING_AS = re.compile(r",\s+as\Z")
_TO_DO = re.compile(r"\bto\s+[a-z]+\b")
_DOING = re.compile(r"\b(?:of|for|from|by)\s+[a-z]+ing\b")
_NEXT = re.compile(r",\s+(?P<first>[a-z]+)\b[^\n;:“”\"«»„]*?\s(?:and|or)\s+(?P<last>[a-z]+)\b")
_SERIES = re.compile(r",\s+(?P<verb>[a-z]+)\b[^,;:]*\Z")
_LAST = re.compile(r"(?:\s+[^\s,;:“”\"«»„]+){0,8}?\s+(?:and|or)\s+(?P<verb>[a-z]+)\b")
_OPENING = re.compile(r"(?:And|But|However|So|Still|Yet),?\s+")
_LINK = re.compile(r"(?:And|But|However|Still|Moreover|Furthermore|Additionally|In addition|In fact|Indeed),?\s+(?=\w)")
_DATELINE = re.compile(  # ORVIK, 3 March (VPA) -; the hour of an entry in a live blog
    r"(?:[0-2]?\d[.:h][0-5]\d(?:\s*[ap]\.?m\.?)?(?:\s*[-–—|:]{1,2})?"
    r"|\([A-Z][\w.’' -]{1,30}\)|[A-Z][A-Z.’'/ -]{2,}(?:,\s+[\w.’' ,]{1,40}?)?(?:\s+\([\w ]{2,20}\)|\s+/\w+/)?"
    r"\s*(?:[-–—|]{1,2}|:))\s+(?=[A-Z\d“\"«])"
)
_TAIL = re.compile(
    r"(?:\s+(?:(?:the|a|an)\s+)?[\w’'-]+(?:\s+[A-Z][\w’'-]+){0,3})?"  # to whom: told the Ledger
    r"(?:\s+(?:on|in|at|during|after|late|earlier|last|this)\b[^,;:“”\"«»„]{1,60})?\s*[.!?]?\s*\Z"
)
_CLAUSE_BREAKS = ",;:—–-(…"
_NO_VERBS = frozenset(
    [
        "then",
        "also",
        "who",
        "which",
        "whose",
        "where",
        "when",
        "while",
        "that",
        "as",
        "so",
        "if",
        "because",
        "although",
        "though",
        "since",
        "not",
        "but",
        "or",
        "and",
    ]
)


def within_sentence(page: Page, cue: Span, span: Span) -> Span:
    """The part of a content that its cue reaches: unquoted words do not run past the end of a sentence or a line.

    Behind a colon without a quotation mark several sentences may follow, but not another line. Words in quotation marks
    are left alone: a quotation has as many sentences as it likes.
    """
    listed = page.text[cue.start : cue.end].rstrip().endswith(":") and not page.regions_over(span)
    start, end = span.start, span.end
    for border in page.borders(span.start, span.end, lines_only=listed):
        if any(region.start < border < region.end for region in page.regions_over(Span(border - 1, border + 1))):
            continue
        if cue.start >= border:
            start = border
        elif end > border:
            return Span(start, border)
    return Span(start, end)


def without_as(text: str, span: Span) -> Span:
    """A content without the *, as* of the clause behind it (*The dam will hold, as | Varn said*)."""
    found = _TRAILING_AS.search(text, max(span.start, span.end - 12), span.end)
    return Span(span.start, found.start()) if found else span


def without_dateline(text: str, span: Span) -> Span:
    """Words at the start of a line without the dateline there (*ORVIK, 3 March - | The dam holds, Varn said*).

    So is the hour of an entry in a live blog: *10.15 | Varn says the dam holds.*
    """
    found = _DATELINE.match(text, span.start, span.end) if text[span.start - 1 : span.start] in ("", "\n") else None
    return Span(found.end(), span.end) if found else span


def without_link(page: Page, cue: Span, span: Span) -> Span:
    """A content before its cue without the word that links its sentence to the one before (*But | the dam holds*)."""
    found = _LINK.match(page.text, span.start, span.end) if span.end <= cue.start else None
    opens = found is not None and page.sentence(span.start).start == span.start and not page.regions_over(span)
    return Span(found.end(), span.end) if found and opens else span


def finish_series(page: Page, drafts: Sequence[Draft]) -> None:
    """Let a demand run to the end of its series: *to close the ports | , lift the ban | and pay for the nets*.

    Only where the same form of verb goes on behind the comma and no other cue stands there.
    """
    cues = sorted(draft.cue.start for draft in drafts)
    for draft in drafts:
        last = draft.content[-1]
        end = page.sentence(max(last.start, last.end - 1)).end
        if draft.cue.end > last.start or bisect_left(cues, last.end) < bisect_left(cues, end):
            continue
        accused = cue_kind(page.text[draft.cue.start : draft.cue.end]) == "criticise"
        if _goes_on(page, last, end, accused):
            draft.content[-1] = trimmed(page.text, Span(last.start, end))


def finish_tails(page: Page, drafts: Sequence[Draft]) -> None:
    """Where *, X said.* ends a sentence, X said the whole clause before it: one cut inside is taken from its start.

    *The bank <HVB.F> | plans to close branches*, a spokesman said. A content that begins behind a comma, a colon or a
    dash is left as it is.
    """
    cues = sorted(draft.cue.start for draft in drafts)
    for draft in drafts:
        whole = clause_before(page, draft.source, draft.cue) if draft.source else None
        if whole is None:
            continue
        inside = [span for span in draft.content if span.overlaps(whole)]
        left_out = page.text[whole.start : max(whole.start, inside[0].start)].rstrip() if inside else ""
        if left_out and left_out[-1] not in _CLAUSE_BREAKS and not _holds(cues, whole.start, whole.end):
            draft.content = [*(span for span in draft.content if span not in inside), whole]


def clause_before(page: Page, source: Span, cue: Span) -> Span | None:
    """The unquoted clause that *, X said.* or *, X told the paper on Friday.* reports, where that ends a sentence."""
    sentence = page.sentence(cue.start)
    if not sentence.start < source.start < source.end <= cue.start:
        return None
    if (
        page.text[sentence.start : source.start].rstrip()[-1:] != ","
        or _TAIL.match(page.text, cue.end, sentence.end) is None
    ):
        return None
    opening = _OPENING.match(page.text, sentence.start)
    whole = Span(opening.end() if opening else sentence.start, source.start)
    clause = without_dateline(page.text, trimmed(page.text, whole))
    is_plain = page.words(clause.start, clause.end) and not page.regions_over(Span(sentence.start, source.start))
    return clause if is_plain else None


def _holds(places: Sequence[int], start: int, end: int) -> bool:
    return bisect_left(places, start) < bisect_left(places, end)


def _goes_on(page: Page, span: Span, end: int, accused: bool) -> bool:
    if page.regions_over(Span(span.end, end)):
        return False
    begun, last = _SERIES.search(page.text, span.start, span.end), _LAST.match(page.text, span.end, end)
    if begun and last and _TO_DO.search(page.text, span.start, begun.start()):
        return _may_be_bare_verb(begun["verb"]) and _may_be_bare_verb(last["verb"])
    series = _NEXT.match(page.text, span.end, end)
    if series is None:
        return False
    verbs = (series["first"], series["last"])
    if all(verb.endswith("ing") for verb in verbs):
        return accused and _DOING.search(page.text, span.start, span.end) is not None
    return _TO_DO.search(page.text, span.start, span.end) is not None and all(map(_may_be_bare_verb, verbs))


def _may_be_bare_verb(word: str) -> bool:
    known = lexicon.words(
        "prepositions", "relative", "masculine", "feminine", "plural", "neuter", "first_person", "indefinite",
        "sentence_starters",
    )  # fmt: skip
    return word not in known and word not in _NO_VERBS and not word.endswith(("ing", "ed", "ly", "s"))


def beside_cue(page: Page, cue: Span, content: Sequence[Span]) -> list[Span]:
    """The fragments of a content without those that stand unquoted in another sentence than the cue.

    Where that would leave nothing, all of them.
    """
    home = page.sentence(cue.start)
    kept = [span for span in content if page.regions_over(span) or home.overlaps(span)]
    return kept if kept and any(home.overlaps(span) for span in content) else list(content)
