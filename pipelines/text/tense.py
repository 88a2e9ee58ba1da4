"""Whether the words around a date look ahead (will meet on Monday) or back (met on Monday).

Belongs here: the reading of verbs near a date. Does not belong here: dates themselves (see ``dates``).
"""

from __future__ import annotations

import re

from pipelines.text.calendar_values import Lean

_REACH_BEFORE, _REACH_AFTER = 90, 60
_CLAUSE_BREAK = re.compile(r"[.!?]\s|[;:\n“”\"«»]")
_MARKER = re.compile(
    r"(?P<future>\b(?:will|shall|would|won['’]t|to\s+be"
    r"|(?:is|are|be|was|were)\s+(?:due|set|scheduled|expected|planned|slated|going|about)"
    r"|(?:due|set|scheduled|expected|planned|slated|plans|planning|intends|hopes|hoping|aims|agreed|preparing|prepares"
    r"|wants|ready|going)\s+(?:to|for)"
    r"|(?:is|are)\s+(?:meeting|visiting|travelling|traveling|holding|arriving)|(?:is|are)\s+to(?=\s+[a-z])"
    r"|meets|opens|reopens|resumes|convenes|begins|expires|(?<!to )(?<!not )resume|(?<!to )(?<!not )reopen"
    r"|takes?\s+(?:effect|place|office)|comes?\s+into\s+(?:force|effect)|go(?:es)?\s+(?:to\s+the\s+polls|on\s+trial|on\s+sale)"
    r"|upcoming|forthcoming|forecasts?|predict(?:s|ed|ing)|expects?)\b"
    r"(?:\s+(?:not|be|also|to|then|have|been|likely|\w+ly))*(?:\s+[a-z]+)?"
    r"|\w['’]ll\b(?:\s+[a-z]+)?)"
    r"|(?P<past>(?<![^\W_])(?:[a-z]{2,}[^\We]ed|said|says|told|tells|met|held|won|lost|took|gave|made|came|went|saw"
    r"|spoke|began|led|left|sent|found|struck|hit|shot|killed|fell|rose|wrote|ran|stood|became|got|heard|kept|broke|was"
    r"|were|had|did|added|bought|brought|built|caught|chose|drew|drove|fled|flew|fought|grew|held|knew|laid|lent|paid|rode"
    r"|sang|sat|sold|shook|sought|spent|stole|swore|swept|taught|threw|thought|withdrew|wore|according\s+to)\b)"
)
# weak signs: they leave a weekday to the week that is over (he threatened to resign on Monday)
_OUTLOOK = re.compile(
    r"\b(?:(?:can|may|might)(?!\s+(?:not\s+)?have\b)(?=\s+[a-z])"
    r"|(?:promis(?:ed|es)|pledge[sd]?|vow(?:ed|s)|threaten(?:ed|s))\s+to\b)"
)
_IMMEDIATELY_AHEAD = re.compile(
    r"\b(?:until|ahead of|scheduled for|set for|planned for|due|as (?:early|soon) as)\s+(?:(?:the|this)\s+)?\Z"
    r"|\b(?:moved|postponed|rescheduled|adjourned|delayed|put (?:back|off)|pushed back|brought forward)"
    r"\s+(?:to|until|till)\s+(?:(?:the|this)\s+)?\Z"
    r"|\bnext\s+(?:[\w-]+\s+){1,4}on\s+\Z"
    r"|\bcould\b(?!\s+not\b)[^,;:]{0,40}\bby\s+\Z|\bwould\b[^,;:]*\bif\b[^,;:]*\s(?:in|on|by|from)\s+\Z"
    r"|\b(?:is|are)\s+[a-z]+ing\b[^,;:]{0,60}\bfrom\s+\Z"
)
_FORECAST_ON = re.compile(r"(?<!is )(?<!are )(?<!was )\b(?:forecast|predicted)\s+(?:on\s+)?\Z")
_IF_DONE = re.compile(r"\bif\s+(?:re-?)?\w+ed\s+(?:on|in|by)\s+\Z")
_RELATIVE = re.compile(r",\s+(?:who|which|whose|where)\b[^,]*\Z")
_BY = re.compile(
    r"\bby\s+(?:the\s+)?(?:(?:end|start|beginning|middle|close)\s+of\s+(?:the\s+)?|early\s+|mid[ -]|late\s+)?\Z"
)
_WILL_FOLLOWS = re.compile(r",?\s+(?:will|would|won['’]t|(?:is|are) (?:due|set|scheduled|expected|likely) to)\b")


def lean_of(text: str, start: int, end: int, *, is_weekday: bool = False) -> Lean:
    """Which way the clause around ``text[start:end]`` looks: past, future or neither.

    A weekday looks ahead on strong signs only: most of those in the news were this week.
    """
    before = text[max(0, start - _REACH_BEFORE) : start]
    breaks = [found.end() for found in _CLAUSE_BREAK.finditer(before)]
    before = before[breaks[-1] :] if breaks else before
    after = text[end : end + _REACH_AFTER]
    if (found := _CLAUSE_BREAK.search(after)) is not None:
        after = after[: found.start()]
    if _IF_DONE.search(before):  # if elected on 23 June
        return "future"
    last = None
    for last in _MARKER.finditer(before):  # noqa: B007  the last one decides
        pass
    if _IMMEDIATELY_AHEAD.search(before) or _WILL_FOLLOWS.match(after):
        return "past" if last is not None and _closes_on(before, last, after) else "future"
    if not is_weekday and _is_outlook(before, last):
        return "future"
    if last is not None:
        return "past" if last.lastgroup == "past" or _FORECAST_ON.search(before) else "future"
    if _BY.search(before):
        return "future"
    first = _MARKER.search(after)
    return "none" if first is None else ("past" if first.lastgroup == "past" else "future")


def _is_outlook(before: str, marker: re.Match[str] | None) -> bool:
    """Whether a weak sign of what is to come stands after, or at, the last verb before a date."""
    since = 0 if marker is None else marker.start()
    return _OUTLOOK.search(before, since) is not None


def _closes_on(before: str, marker: re.Match[str], after: str) -> bool:
    """Whether a past verb settles it after all.

    He said on Monday would be too late; it was closed until Monday; Orvik, which paid in May, will pay again.
    """
    if marker.lastgroup != "past":
        return False
    between = before[marker.end() :].strip()
    lasted = marker.group() in ("was", "were", "had", "lived", "stayed")
    aside = after.startswith(",") and _RELATIVE.search(before[: marker.start()]) is not None
    return between in ("", "on") or (between.endswith("until") and lasted) or aside
