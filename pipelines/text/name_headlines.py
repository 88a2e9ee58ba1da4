"""Names in headlines, where capitals glue a name to the words around it.

Belongs here: cutting such a name down to what the rest of the article knows.
Does not belong here: names in running text (see ``name_repairs``).
"""

from __future__ import annotations

import re
from collections import Counter

from pipelines.text import lexicon
from pipelines.text.name_kinds import body_words
from pipelines.text.name_spans import WORD, NameSpans, trim
from pipelines.text.names import fold
from pipelines.text.spans import NamedSpan, Span

_SHOWN = re.compile(r"\S")
_SENTENCE_END = (".", "!", "?", "…", ".”", '."', "!”", "?”", ".»", ":")


def cut_headlines(kept: NameSpans) -> None:
    """In a line without an end of sentence, a glued name is cut down to the name that the body of the text knows."""
    body: Counter[str] = Counter(kept.shown(named.span) for named in kept.names)
    surnames = {
        kept.shown(named.span).split()[-1]
        for named in kept.names
        if named.kind == "person" and body[kept.shown(named.span)] > 1
    }
    kinds = {kept.shown(named.span): named.kind for named in kept.names}
    for named in list(kept.names):
        shown = kept.shown(named.span)
        if " " not in shown or body[shown] > 1 or not _in_headline(kept.text, named.span.start):
            continue
        span = _known_part(kept, named.span, body, surnames)
        if span and span != named.span:
            kept.remove(named)
            kept.add(NamedSpan(span, kinds.get(kept.shown(span), "person")))


def _in_headline(text: str, offset: int) -> bool:
    """Whether the line is short and ends without an end of sentence, or is the first and mostly capitalised."""
    low = text.rfind("\n", 0, offset) + 1
    high = text.find("\n", offset)
    high = high if high >= 0 else len(text)
    if high - low > 160:
        return False
    line = text[low:high].strip()
    words = line.split()
    capitalised = sum(word[:1].isupper() for word in words)
    return not line.endswith(_SENTENCE_END) or (_is_first_line(text, low) and capitalised * 10 > len(words) * 6)


def _is_first_line(text: str, start: int) -> bool:
    shown = _SHOWN.search(text)
    return shown is None or shown.start() >= start


def _known_part(kept: NameSpans, span: Span, body: Counter[str], surnames: set[str]) -> Span | None:
    words = [match.span() for match in WORD.finditer(kept.text, span.start, span.end)]
    if fold(kept.text[slice(*words[-1])]) in body_words():
        return None
    options = [Span(words[0][0], words[at][1]) for at in range(len(words) - 2, -1, -1)]
    if fold(kept.text[slice(*words[0])]) in lexicon.given_names():
        options.pop()
    else:
        options += [Span(words[at][0], words[-1][1]) for at in range(1, len(words))]
    for option in options:
        part = trim(kept.text, option, "other")
        if part and (kept.shown(part) in body or kept.shown(part) in surnames):
            return part
    return None
