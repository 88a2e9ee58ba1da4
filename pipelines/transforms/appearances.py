"""What one article says of each entity in it: its named chains, and speakers that go by another name than their chain.

Belongs here: gathering that from the chains and quotes of one article. Does not belong here: who it is (see
``registry``), frames (see ``article_rows``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.knowledge import Knowledge, Match
from pipelines.transforms.clear_names import clear_kind, is_description
from pipelines.transforms.ids import name_key
from pipelines.transforms.known import Appearance, Link, Scene
from pipelines.transforms.registry import Registry

NAMED_KINDS = ("person", "organisation")


@dataclass(frozen=True, slots=True)
class SeenChain:
    """A chain of one article. ``start`` is the offset of its first mention; ``nominals`` are its common nouns."""

    chain: str
    start: int
    kind: str
    name: str | None
    names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    nominals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenSpeaker:
    """The speaker of a quote as the article gives it. ``name`` is None for one without a name."""

    quote: str
    start: int
    kind: str
    name: str | None
    chain: str | None = None
    method: str = "none"
    source: str | None = None


_key = lru_cache(1 << 14)(name_key)


@dataclass(slots=True)
class ArticleLinks:
    """Whom the chains and the speakers of one article mean. What stays open is left out."""

    chains: dict[str, Link] = field(default_factory=dict)
    speakers: dict[str, Link] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # quote -> the name of a speaker that the article does not name


def link_article(
    registry: Registry,
    knowledge: Knowledge,
    scene: Scene,
    chains: Sequence[SeenChain],
    speakers: Sequence[SeenSpeaker],
) -> ArticleLinks:
    """Resolve one article, its chains in text order and then its speakers. The registry learns from it."""
    gathered = _Gathered()
    for chain in sorted(chains, key=lambda one: (one.start, one.chain)):
        gathered.add_chain(chain, scene, knowledge)
    for speaker in sorted(speakers, key=lambda one: (one.start, one.quote)):
        gathered.add_speaker(speaker, scene, knowledge)
    links = registry.read(scene, gathered.appearances)
    return ArticleLinks(
        {chain: link for chain, at in gathered.chains.items() if (link := links[at])},
        {quote: link for quote, at in gathered.speakers.items() if (link := links[at])},
        {quote: gathered.appearances[at].name for quote, at in gathered.speakers.items() if gathered.by_base(at)},
    )


class _Gathered:
    def __init__(self) -> None:
        self.appearances: list[Appearance] = []
        self.chains: dict[str, int] = {}
        self.speakers: dict[str, int] = {}
        self._own: dict[tuple[str, str], int] = {}
        self._keys: dict[str, str] = {}

    def by_base(self, at: int) -> bool:
        return self.appearances[at].match is not None

    def add_chain(self, chain: SeenChain, scene: Scene, knowledge: Knowledge) -> None:
        if chain.name is not None:
            self._keys[chain.chain] = _key(chain.name)
            kind, name = clear_kind(chain.kind, chain.name, chain.names)
            if not is_description(kind, name):
                self.chains[chain.chain] = self._append(Appearance(kind, name, chain.names, chain.roles))
            return
        matches = (knowledge.office_holder(words, scene.published_on) for words in chain.nominals)
        match = next(filter(None, matches), None) if chain.kind == "person" else None
        if match is not None:
            self.chains[chain.chain] = self._append(_of_base(match))

    def add_speaker(self, speaker: SeenSpeaker, scene: Scene, knowledge: Knowledge) -> None:
        at = None if speaker.chain is None else self.chains.get(speaker.chain)
        if speaker.kind in NAMED_KINDS and speaker.name is not None:
            if at is None or self._keys.get(speaker.chain or "") != _key(speaker.name):
                at = self._own_name(speaker.name, speaker.kind)
        elif at is None or not self.by_base(at):
            at = self._office(speaker, scene, knowledge)
        if at is not None:
            self.speakers[speaker.quote] = at

    def _own_name(self, name: str, kind: str) -> int | None:
        kind, name = clear_kind(kind, name, ())
        if is_description(kind, name):
            return None
        key = (_key(name), kind)
        if key not in self._own:
            self._own[key] = self._append(Appearance(kind, name, (name,)))
        return self._own[key]

    def _office(self, speaker: SeenSpeaker, scene: Scene, knowledge: Knowledge) -> int | None:
        """The holder of an office that the source describes: ``the NATO secretary general``."""
        if speaker.method != "nominal" or not speaker.source:
            return None
        match = knowledge.office_holder(speaker.source, scene.published_on)
        if match is None:
            return None
        key = ("base", match.key)
        if key not in self._own:
            self._own[key] = self._append(_of_base(match))
        return self._own[key]

    def _append(self, appearance: Appearance) -> int:
        self.appearances.append(appearance)
        return len(self.appearances) - 1


def _of_base(match: Match) -> Appearance:
    return Appearance(match.kind, match.name, match=match)
