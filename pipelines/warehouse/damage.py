"""Part files that cannot be read: those that can be made again are removed, the others stop the run and are named.

Belongs here: finding them. Does not belong here: making them again (`pipelines.steps`).
"""

from __future__ import annotations

import polars as pl

from pipelines.contracts import TABLES
from pipelines.warehouse.lake import Lake, PartRef

# Documents, articles and the records of runs exist nowhere else.
KEPT = ("raw.documents", "core.articles", "core.rejects", "core.check_results", "core.run_stages")


class DamagedPart(Exception):
    """A part file that cannot be made again cannot be read; the message names it and says what to do."""


def remove_damaged(lake: Lake) -> list[PartRef]:
    """Remove part files whose footer is gone or garbled and that a run makes again; returns them.

    Raises:
        DamagedPart: another file is damaged, or one may not be read. Nothing is removed then.
    """
    damaged = list[PartRef]()
    for name in TABLES:
        for part in lake.parts(name):
            try:
                lake.made(part)
            except pl.exceptions.PolarsError as error:
                if name in KEPT:
                    words = "restore it from a backup, or remove it and the files of its name in the other tables"
                    raise DamagedPart(f"{part.path} is damaged ({error}): {words}") from error
                damaged.append(part)
            except OSError as error:
                raise DamagedPart(f"{part.path} cannot be read ({error}): mend its permissions or its disk") from error
    for part in damaged:
        part.path.unlink()
    return damaged
