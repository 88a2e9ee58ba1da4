"""`python -m tests.crashes --kills 200 --seed 7`: kill runs at random, and print what came of it."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.crashes.trials import Trials
from tests.crashes.workshop import Workshop


def main() -> int:
    """The long form of the trials; exit code 1 when anything was lost, doubled or half visible."""
    parser = argparse.ArgumentParser(prog="python -m tests.crashes", description=main.__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=600, help="end after so long, with fewer kills")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
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


if __name__ == "__main__":
    sys.exit(main())
