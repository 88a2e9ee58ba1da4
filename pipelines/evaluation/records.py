"""The records that are compared, and how they are made from the plain values of JSON.

Belongs here: claims, gold articles, canonical speakers, and saying what is wrong with a value that is none of them.
Does not belong here: files and lines (`pipelines.steps.evaluating`), comparing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pipelines.text.spans import Span, SpeakerKind

NAMED_KINDS = ("person", "organisation")
ROLES = ("source", "cue", "content")


class Unscorable(ValueError):
    """Gold, predictions or canonical speakers that cannot be compared; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An attribution, as gold or as the engine has it: somebody (source) says (cue) something (content).

    ``number`` is its place in the article's list, ``id`` gold's own name for it. ``confidence`` (0..1),
    ``speaker_name`` and ``speaker_kind`` are there for predictions that tell them.
    """

    number: int
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    id: str | None = None
    confidence: float | None = None
    speaker_name: str | None = None
    speaker_kind: str | None = None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """A text with all attributions that it holds."""

    article_id: str
    text: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class CanonicalSpeaker:
    """Who is behind a gold source. ``names`` are those that count as right; empty where nobody is named."""

    kind: str
    names: tuple[str, ...]

    @property
    def is_named(self) -> bool:
        """Whether it is a person or an organisation with a name."""
        return self.kind in NAMED_KINDS


def gold_article(value: Any) -> GoldArticle:
    """A gold article: ``article_id``, ``text``, ``attributions`` with ``source``, ``cue`` and ``content`` each.

    An attribution without content is kept and never scored. Raises Unscorable: something is missing or no span.
    """
    text = _required(value, "text", str, "a gold article")
    attributions = _required(value, "attributions", list, "a gold article")
    if any("\ud800" <= mark <= "\udfff" for mark in text):
        raise Unscorable("the text holds half a character (a lone surrogate)")
    claims = tuple(_claim(one, number, text, ROLES) for number, one in enumerate(attributions))
    names = [claim.id for claim in claims if claim.id is not None]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise Unscorable(f"several attributions have the id {repeated[0]}")
    return GoldArticle(article_id_of(value), text, claims)


def predicted_claims(value: Any, text: str) -> tuple[Claim, ...]:
    """The claims of a line of predictions for an article with this text. Only ``content`` must be there.

    Raises Unscorable: no attributions, a span that is none in this text, or predictions for another text.
    """
    if value.get("text") not in (None, text):
        raise Unscorable("the text differs from the gold article's")
    attributions = _required(value, "attributions", list, "a line of predictions")
    return tuple(_claim(one, number, text, ("content",)) for number, one in enumerate(attributions))


def canonical_speakers(value: Any, article: GoldArticle) -> dict[str, CanonicalSpeaker]:
    """Canonical speakers of an article by gold attribution id.

    Raises Unscorable: no ``speakers``, an unknown kind, or an attribution that gold does not have.
    """
    speakers = _required(value, "speakers", dict, "a line of canonical speakers")
    known = {claim.id for claim in article.claims}
    found = {}
    for name, one in speakers.items():
        kind = one.get("kind") if isinstance(one, dict) else None
        if kind not in get_args(SpeakerKind):
            raise Unscorable(f"speaker of {name}: kind is {kind!r}, not one of {', '.join(get_args(SpeakerKind))}")
        if name not in known:
            raise Unscorable(f"speaker of {name}: gold has no such attribution")
        names = [*(one.get("names") or ()), one.get("kb_name")]
        found[name] = CanonicalSpeaker(str(kind), tuple(name for name in names if isinstance(name, str) and name))
    return found


def article_id_of(value: Any) -> str:
    """The ``article_id`` of a line, as text. Raises Unscorable: the line is no object or has none."""
    found = value.get("article_id") if isinstance(value, dict) else None
    if not isinstance(found, str | int) or isinstance(found, bool):
        raise Unscorable("article_id is missing")
    return str(found)


def _required(value: Any, name: str, kind: type, what: str) -> Any:
    found = value.get(name) if isinstance(value, dict) else None
    if not isinstance(found, kind):
        problem = "is missing" if found is None else f"is not a {kind.__name__}"
        raise Unscorable(f"{what} needs {name}, which {problem}")
    return found


def _claim(value: Any, number: int, text: str, required: Sequence[str]) -> Claim:
    own_name = value.get("id") if isinstance(value, dict) else None
    what = f"attribution {number + 1 if own_name is None else own_name}"
    for role in required:
        _required(value, role, list, what)
    source, cue, content = (_spans(value, role, text, what) for role in ROLES)
    speaker = value.get("speaker")
    speaker = speaker if isinstance(speaker, dict) else {}
    return Claim(
        number=number,
        source=source,
        cue=cue,
        content=content,
        id=None if own_name is None else str(own_name),
        confidence=_confidence(value, what),
        speaker_name=speaker.get("name"),
        speaker_kind=speaker.get("kind"),
    )


def _spans(value: Mapping[str, Any], role: str, text: str, what: str) -> tuple[Span, ...]:
    spans = []
    for pair in value.get(role) or ():
        if not (isinstance(pair, list) and len(pair) == 2 and all(type(offset) is int for offset in pair)):
            raise Unscorable(f"{what}: {role} holds {pair!r}, which is not [start, end]")
        if not 0 <= pair[0] < pair[1] <= len(text):
            raise Unscorable(f"{what}: {role} {pair} is no span of a text of {len(text)} characters")
        spans.append(Span(*pair))
    return tuple(spans)


def _confidence(value: Mapping[str, Any], what: str) -> float | None:
    found = value.get("confidence")
    if found is None:
        return None
    if not isinstance(found, int | float) or not 0 <= found <= 1:
        raise Unscorable(f"{what}: confidence is {found!r}, not a number from 0 to 1")
    return float(found)
