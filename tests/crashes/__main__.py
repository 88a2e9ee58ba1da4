"""`python -m tests.crashes --kills 200 --seed 7`: kill runs at random, and print what came of it.

`python -m tests.crashes --publishes 20 --opens 1000` publishes before readers instead, and kills nothing.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.crashes.publishes import publish_before_readers
from tests.crashes.trials import Trials
from tests.crashes.workshop import Workshop


def main() -> int:
    """The long form of the trials; exit code 1 when anything was lost, doubled or half visible."""
    parser = argparse.ArgumentParser(prog="python -m tests.crashes", description=main.__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=600, help="end after so long, with fewer kills")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--publishes", type=int, help="publish so often before readers, and kill nothing")
    parser.add_argument("--opens", type=int, default=1000, help="opens by a reader meanwhile, at least")
    options = parser.parse_args()
    if options.publishes:
        return _publish(options.publishes, options.opens)
    began, chance = time.perf_counter(), random.Random(options.seed)
    with tempfile.TemporaryDirectory() as place:
        trials = Trials(Workshop.build(Path(place)))
        print(f"a run: {trials.seconds:.1f} s, {trials.changes} changes of files", flush=True)
        while trials.tally.killed < options.kills and time.perf_counter() - began < options.minutes * 60:
            known = len(trials.tally.wrong)
            trials.random(chance)
            print("\n".join(trials.tally.wrong[known:]), end="\n" * (len(trials.tally.wrong) > known), flush=True)
            if trials.tally.killed % 10 == 0:
                print(f"{trials.tally.killed} killed, {len(trials.tally.wrong)} wrong", flush=True)
    tally = trials.tally
    print(f"kills            {tally.killed} (and {tally.ended_before} runs that ended before)")
    print(f"wrong            {len(tally.wrong)}")
    print(f"reader           {tally.opens:,} opens")
    print(f"seconds          {time.perf_counter() - began:.0f}")
    return int(bool(tally.wrong))


def _publish(publishes: int, opens: int) -> int:
    with tempfile.TemporaryDirectory() as place:
        sight = publish_before_readers(Workshop.build(Path(place)), publishes, opens)
    print(f"publishes        {sight.publishes}")
    print(f"opens            {sum(sight.opens.values()):,}: {sight.opens}")
    print("\n".join(["wrong            " + str(len(sight.wrong)), *sight.wrong]))
    return int(bool(sight.wrong))


if __name__ == "__main__":
    sys.exit(main())
