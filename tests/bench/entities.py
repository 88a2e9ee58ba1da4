"""``python -m tests.bench.entities [NAMES ...]``: CPU seconds of resolving against the number of distinct names.

Every name is invented, is in two articles, and is followed in one of them by its surname alone; a few surnames are
borne by very many, as in life. Resolving is far from quadratic when the microseconds a name hardly grow.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from random import Random
from time import process_time

from pipelines.knowledge import Knowledge
from pipelines.transforms.known import Appearance, Scene
from pipelines.transforms.registry import Registry

BEGINS = ("Ad", "Bre", "Cor", "Dal", "Est", "Fen", "Gar", "Hol", "Iv", "Jor")
MIDDLES, ENDS = ("an", "el", "ir", "or", "un"), ("a", "en", "is", "o", "und")
GIVEN = ["".join(parts) for parts in product(BEGINS, MIDDLES, ENDS)]
ROLES = ("Senator", "a farmer", "the mayor", "spokesman", "economist")
A_DAY, IN_ARTICLE = 200, 8  # articles a day, names in an article


def articles(names: int, seed: int = 7) -> Iterator[tuple[Scene, list[Appearance]]]:
    """Articles of invented people, two a name."""
    random = Random(seed)
    people = list(dict.fromkeys(_name(random, names) for _ in range(2 * names)))[:names]
    twice = people * 2
    random.shuffle(twice)
    for at in range(0, len(twice), IN_ARTICLE):
        day = date(2031, 1, 1) + timedelta(at // IN_ARTICLE // A_DAY)
        yield Scene(f"Outlet {random.randrange(20)}", day), list(_appearances(random, twice[at : at + IN_ARTICLE]))


def _name(random: Random, names: int) -> str:
    """A name; every tenth has one of twenty surnames, the rest one of many."""
    few = random.random() < 0.1
    number = random.randrange(20 if few else max(names // 3, 1))
    surname = f"{GIVEN[number % len(GIVEN)]}{GIVEN[number // len(GIVEN) % len(GIVEN)].lower()}"
    return f"{random.choice(GIVEN)} {random.choice(GIVEN)[0]}. {surname}"


def _appearances(random: Random, names: list[str]) -> Iterator[Appearance]:
    for at, name in enumerate(names):
        roles = (random.choice(ROLES),) if random.random() < 0.5 else ()
        yield Appearance("person", name, (name,), roles)
        if at % 2:
            surname = name.split()[-1]
            yield Appearance("person", surname, (surname,), roles)


def main() -> None:
    """Measure and print one row a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    knowledge = Knowledge.load()
    for names in parser.parse_args().names:
        read = list(articles(names))
        registry, began = Registry(knowledge), process_time()
        links = [link for scene, found in read for link in registry.read(scene, found)]
        seconds = process_time() - began
        known = len({id(link.known) for link in links if link})
        print(f"{names:>9,} names {seconds:>8.2f} CPU seconds {1e6 * seconds / names:>7.0f} microseconds a name "
              f"{known:>9,} persons {len(links):>9,} appearances", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
