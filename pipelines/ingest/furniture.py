"""Page furniture inside a text: lines such as "Read also: ..." that belong to the page and not to the article.

Belongs here: finding such lines. In texts that came as text they are marked, never cut, so that every offset stays
true; out of markup, which is turned into text anyway, they are left out (`without_furniture`).
Does not belong here: boxes of a page (`html_pruning`), navigation around an article (trafilatura leaves it out).

A line counts as furniture only as a whole, only if it is short, and only if it reads as an instruction to the reader or
a label: a sentence that merely begins alike ("Read also said", "Follow the money, she said.") does not.
"""

from __future__ import annotations

import re

MAX_LINE = 220
_LINE = re.compile(r"[^\n]+")
_GAPS = re.compile(r"\n{3,}")
_EDGES = re.compile(r"^[\s>*_•▪►▶→\-–—|#\[(]*|[\s*_|\])]*$")
_REPORTED = re.compile(
    r"[\"“”«»„]|\b(?:said|says|told|added|asked|wrote|according to|argued|warned|claimed|stated|announced|insisted)\b",
    re.IGNORECASE,
)

# A label and a mark: whatever follows on the line is a link text.
_LABELLED = re.compile(
    r"(?:also\s+)?(?:read|see|watch|listen|hear)(?:\s+(?:also|more|next|now|on|too|here|further|our\s+\w+))?"
    r"(?:\s+(?:about|from|in)\s+[\w ]{1,30}?)?\s*(?::|\||>+|»|→|[–—]\s)"
    r"|(?:more\s+(?:on\s+this(?:\s+\w+)?|from\s+[\w .&'’]{1,40}|stories|news|coverage)|don['’]?t\s+miss|must[- ]read"
    r"|you\s+(?:may|might)\s+(?:also\s+)?(?:like|be\s+interested\s+in)|recommended(?:\s+\w+)?|related(?:\s+\w+){0,2}"
    r"|editor['’]?s\s+(?:pick|picks|choice)|most\s+(?:read|viewed|popular)(?:\s+in\s+\w+)?|trending(?:\s+now)?"
    r"|in\s+pictures|in\s+case\s+you\s+missed\s+it|icymi|up\s+next|read\s+the\s+full\s+(?:story|article)(?:\s+here)?"
    r"|tags?|topics?|filed\s+under|share\s+this(?:\s+\w+)?)\s*(?::|\||»|>+)"
    r"|(?:photo(?:graph|s)?|image|picture|pic|video|graphic|illustration|screenshot)(?:\s+(?:credit|source|by|via"
    r"|courtesy(?:\s+of)?))?s?\s*(?::|©|\|)"
    r"|(?:advertisement|sponsored(?:\s+content)?|promoted(?:\s+content)?)\s*:",
    re.IGNORECASE,
)
# A line of nothing but this. {0,1} closing mark.
_WHOLE = re.compile(
    r"(?:advertisement|advert|ad|sponsored(?:\s+content)?|article\s+content|story\s+continues\s+below"
    r"|(?:article|story)\s+continues\s+(?:below|after)(?:\s+(?:this\s+)?(?:ad|advertisement|video))?"
    r"|advertisement\b.{0,40}\bcontinues\s+below|scroll\s+(?:down\s+)?to\s+continue(?:\s+reading)?"
    r"|(?:read|see|show|load|view|watch)\s+(?:more|also|next|all)(?:\s+(?:stories|news|articles|here|below))?"
    r"|also\s+read|related(?:\s+(?:articles?|stories|content|news|topics?|links?|coverage|reading))?"
    r"|recommended(?:\s+(?:videos?|stories|articles|for\s+you|reading))?|trending(?:\s+now)?|up\s+next"
    r"|most\s+(?:read|popular|viewed)(?:\s+(?:in|on)\s+[\w ]{1,30})?|more\s+(?:on\s+this\s+(?:story|topic)|stories)"
    r"|share(?:\s+(?:this|on|via)(?:\s+[\w ]{1,30})?)?|share\s+this\s+(?:article|story|post|page)(?:\s+.{0,40})?"
    r"|(?:comments?|leave\s+a\s+comment|post\s+a\s+comment|view\s+comments|join\s+the\s+conversation)"
    r"|(?:copy|print|email|save)\s+(?:link|article|this\s+(?:article|story|page))|listen\s+to\s+this\s+article"
    r"|subscribe(?:\s+(?:now|today|here))?|sign\s+(?:up|in)(?:\s+(?:now|today|here))?|follow\s+us|newsletters?"
    r"|\d+\s*-?\s*min(?:ute)?s?\s+read|got\s+it|(?:accept|reject|manage)(?:\s+(?:all|my))?(?:\s+(?:cookies|preferences))?"
    r"|(?:cookie|privacy)\s+(?:policy|settings|preferences)|we\s+value\s+your\s+privacy|loading\s+comments"
    r"|all\s+rights\s+reserved)[\s.!:…>»]*",
    re.IGNORECASE,
)
# The same in quotation marks, which a text gets that quotes a page to its last line.
_HANDLE = re.compile(
    r"[\"“]?follow\s+[\w .’'-]{1,40}?\s+on\s+(?:x|twitter|facebook|instagram|threads|bluesky|mastodon)\s+(?:at\s+)?@\w+"
    r"[\s.\"”]*",
    re.IGNORECASE,
)
# An instruction to the reader, up to the end of the line.
_INSTRUCTION = re.compile(
    r"(?:(?:please\s+)?subscribe\s+(?:to|for)\s+(?:our|the|[\w ]{0,30}\bnewsletter)"
    r"|(?:please\s+)?sign\s+up\s+(?:to|for|here|now|below|today)\b(?=.*\b(?:newsletter|email|e-mail|alert|inbox|updates?"
    r"|briefing|free|news|now|here|today)\b)"
    r"|get\s+(?:the\s+latest|our|daily|breaking|more|all\s+the\s+latest)\b(?=.*\b(?:newsletter|inbox|news|alerts?|email)\b)"
    r"|(?:follow|like|join|find)\s+(?:us|our|[\w .]{1,40}?)\s+on\s+(?:x|twitter|facebook|instagram|telegram|whatsapp"
    r"|linkedin|tiktok|youtube|google\s+news|threads|bluesky|mastodon|social\s+media)\b"
    r"|click\s+(?:here|on\s+the\s+link|the\s+link)\b|tap\s+here\b|download\s+(?:our|the)\s+(?:\w+\s+){0,3}app\b"
    r"|for\s+(?:more|the\s+latest)\s+(?:\w+\s+){0,6}(?:news|stories|updates)\b(?=.*\b(?:follow|visit|sign\s+up|subscribe"
    r"|click|newsletter)\b)"
    r"|(?:copyright\s*)?(?:©|\(c\))\s*(?:copyright\s+)?.*(?:\d{4}|rights\s+reserved|press|news|ltd|llc|inc)\b.*"
    r"|copyright\s+(?:\d{4}|the\s|by\s|©)|all\s+rights\s+reserved\b"
    r"|this\s+(?:article|story|material|content)\s+may\s+not\s+be\s+(?:published|reproduced|republished)"
    r"|(?:have|got|do\s+you\s+have)\s+a\s+(?:tip|story)\s*\?|would\s+you\s+like\s+to\s+comment\b"
    r"|please\s+(?:log\s?in|logout|sign\s+in|read\s+our|enable)\b|you\s+must\s+(?:be\s+logged|confirm\s+your)\b"
    r"|(?:this|our)\s+(?:web\s?)?site\s+uses\s+cookies\b|we(?:\s+and\s+our\s+(?:[\d,]+\s+)?partners)?\s+(?:use|store)\b.*\bcookies\b"
    r"|by\s+(?:continuing|using|browsing|clicking)\b.*\bcookies\b"
    r"|you(?:['’]ve|\s+have)\s+(?:[\w/]+\s+){0,4}(?:articles?|stories)\s+(?:left|remaining)\b"
    r"|this\s+is\s+your\s+last\s+free\s+(?:article|story)\b"
    r"|(?:to\s+view\s+this\s+video|your\s+browser\s+does\s+not\s+support)\b"
    r"|(?:contact|e-?mail|reach|write\s+to)\s+(?:the\s+)?(?:[\w.’'-]+\s+){1,4}(?:at|on|via)?\s*:?\s*\S+@\S+\.\w+"
    r"|our\s+standards:|support\s+(?:our|independent|local|quality)\s+journalism|become\s+a\s+(?:member|subscriber)\b"
    r"|(?:to\s+(?:continue|keep)\s+reading|(?:please\s+)?(?:subscribe|register|log\s?in|sign\s?(?:up|in)|create\s+an?\s"
    r"(?:\w+\s)?account)\s+(?:\w+\s+){0,3}to\s+(?:continue|keep|read|unlock|access|view)\b)"
    r"|(?:already\s+(?:a\s+(?:subscriber|member)|have\s+an\s+account|subscribed|registered)\b"
    r"|this\s+(?:article|story|content)\s+is\s+(?:only\s+)?(?:for|available\s+to|reserved\s+for)\s+"
    r"(?:\w+\s+){0,2}(?:subscribers|members)))",
    re.IGNORECASE,
)


def find_furniture(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open spans of the lines that are page furniture, in order, without surrounding white space."""
    return tuple(span for match in _LINE.finditer(text) if (span := _furniture_span(match[0], match.start())))


def without_furniture(text: str) -> str:
    """The text of a piece of markup without the lines that are page furniture, and without gaps where they stood."""
    lines = [line for line in text.split("\n") if not _furniture_span(line, 0)]
    return _GAPS.sub("\n\n", "\n".join(lines)).strip("\n")


def _furniture_span(line: str, offset: int) -> tuple[int, int] | None:
    stripped = line.strip()
    if not stripped or len(stripped) > MAX_LINE or not _is_furniture(stripped):
        return None
    start = offset + len(line) - len(line.lstrip())
    return start, start + len(stripped)


def _is_furniture(line: str) -> bool:
    core = _EDGES.sub("", line)
    if _WHOLE.fullmatch(core) or _HANDLE.fullmatch(core):
        return True
    if _LABELLED.match(core):
        return True
    return bool(_INSTRUCTION.match(core)) and not _REPORTED.search(core)
