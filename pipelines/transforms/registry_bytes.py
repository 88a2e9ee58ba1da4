"""A registry, with the entities that it knows, as bytes and back.

Belongs here: which classes may come out of bytes. Does not belong here: where bytes are kept (see
``steps.remembering``), what they are good for (see ``entity_memory``).

A pickle may name any function of the machine. This one is read by a loader that makes the records of resolving and
nothing else, so that a data folder from elsewhere can do no harm.
"""

from __future__ import annotations

import collections
import copyreg
import datetime
import gc
import io
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from pipelines.knowledge import Knowledge, Match
from pipelines.knowledge.records import Term
from pipelines.transforms.bodies import Bodies
from pipelines.transforms.homonyms import Traits
from pipelines.transforms.known import Known, Sightings
from pipelines.transforms.people import People
from pipelines.transforms.registry import Registry
from pipelines.transforms.surnames import Surnames
from pipelines.transforms.variants import Variants

_RECORDS = (Registry, People, Bodies, Variants, Surnames, Sightings, Known, Traits, Match, Term)
_PLAIN = (collections.Counter, datetime.date, set, frozenset)
_MADE = {(made.__module__, made.__qualname__): made for made in (*_RECORDS, *_PLAIN)}


class UnreadableRegistry(ValueError):
    """The bytes are no registry of this version."""


def to_bytes(registry: Registry, known: dict[str, Known]) -> bytes:
    """The registry and its entities by id; the knowledge base is left out."""
    out = io.BytesIO()
    writer = pickle.Pickler(out, protocol=5)
    writer.dispatch_table = copyreg.dispatch_table | {Knowledge: lambda _: (the_knowledge, ())}
    with _no_collecting():
        writer.dump((registry, known))
    return out.getvalue()


def from_bytes(content: bytes, knowledge: Knowledge) -> tuple[Registry, dict[str, Known]]:
    """What `to_bytes` was given, with this knowledge base. Raises UnreadableRegistry.

    The collector of garbage does not look through what came out: it has millions of objects, and none is let go.
    """
    try:
        with _no_collecting():
            registry, known = _Reader(io.BytesIO(content), knowledge).load()
            gc.freeze()
    except (pickle.UnpicklingError, EOFError, AttributeError, IndexError, TypeError, ValueError) as error:
        raise UnreadableRegistry(str(error)) from error
    return registry, known


def the_knowledge() -> NoReturn:
    """Stands in the bytes for the knowledge base, which the reader brings along. Any other loader is refused here."""
    raise UnreadableRegistry("these bytes are read by from_bytes, which is given the knowledge base")


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Millions of new objects would be looked through for garbage again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Reader(pickle.Unpickler):
    def __init__(self, content: io.BytesIO, knowledge: Knowledge) -> None:
        super().__init__(content)
        self._knowledge = knowledge

    def find_class(self, module_name: str, global_name: str) -> Any:
        if (module_name, global_name) == (the_knowledge.__module__, the_knowledge.__name__):
            knowledge = self._knowledge
            return lambda: knowledge  # not self, which remembers all that it has read: a circle, and none of it let go
        try:
            return _MADE[module_name, global_name]
        except KeyError:
            raise pickle.UnpicklingError(f"a registry has no {module_name}.{global_name}") from None
