"""Where things lie and how much may be used. The only module that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
ENGINES = ("local", "ray")


@dataclass(frozen=True, slots=True)
class Settings:
    """One data folder and what hangs on it. ``part_documents`` go into a part file.

    Articles are read by ``workers`` processes of this machine, or with the engine "ray" by the Ray cluster at
    ``ray_address``; "auto" is the one that this machine belongs to.
    """

    data: Path
    workers: int = 1
    engine: str = "local"
    ray_address: str = "auto"
    part_documents: int = 2000
    part_bytes: int = 32_000_000
    sql: Path = PROJECT / "sql"
    expectations: Path = PROJECT / "expectations"

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Settings from ``OTR_DATA`` (default ``data``), ``OTR_WORKERS`` (default: all cores), ``OTR_EXPECTATIONS``.

        And from ``OTR_ENGINE`` (``local`` or ``ray``) and ``OTR_RAY_ADDRESS``.

        Raises:
            ValueError: ``OTR_WORKERS`` is not a whole number of at least 1, or there is no such engine.
        """
        workers = environment.get("OTR_WORKERS", "")
        if workers and (not workers.isdecimal() or int(workers) < 1):
            raise ValueError(f"OTR_WORKERS must be a whole number of at least 1, not {workers!r}")
        if (engine := environment.get("OTR_ENGINE") or ENGINES[0]) not in ENGINES:
            raise ValueError(f"OTR_ENGINE must be {' or '.join(ENGINES)}, not {engine!r}")
        return cls(
            data=Path(environment.get("OTR_DATA") or "data").absolute(),
            workers=int(workers) if workers else len(os.sched_getaffinity(0)),
            engine=engine,
            ray_address=environment.get("OTR_RAY_ADDRESS") or "auto",
            expectations=Path(environment.get("OTR_EXPECTATIONS") or PROJECT / "expectations"),
        )

    def environment(self) -> dict[str, str]:
        """The environment for a child process that is to work on this data folder."""
        return os.environ | {"DAGSTER_HOME": str(self.dagster_home), "OTR_DATA": str(self.data)}

    @property
    def lake(self) -> Path:
        """The folder of part files."""
        return self.data / "lake"

    @property
    def inbox(self) -> Path:
        """The folder that the sensor and the schedule take articles from."""
        return self.data / "inbox"

    @property
    def curation(self) -> Path:
        """Decisions of people about entities; `otr merge` and `otr split` add to it."""
        return self.data / "curation.csv"

    @property
    def forgotten(self) -> Path:
        """The tombstones of what `otr forget` removed; every later run obeys them."""
        return self.data / "forgotten.csv"

    @property
    def knowledge(self) -> Path:
        """The user's own people for the knowledge base, from `otr run --kb`; it need not be there."""
        return self.data / "knowledge.csv"

    @property
    def topics_file(self) -> Path:
        """The file in which a newsroom defines its own topics; it need not be there."""
        return self.data / "topics.toml"

    @property
    def sources_file(self) -> Path:
        """The list of sources that are followed; it need not be there."""
        return self.data / "sources.toml"

    @property
    def fetched(self) -> Path:
        """What was fetched, as files, and the state of fetching."""
        return self.data / "fetched"

    @property
    def warehouse(self) -> Path:
        """The file that answers SQL."""
        return self.data / "warehouse.duckdb"

    @property
    def dagster_home(self) -> Path:
        """Where Dagster keeps its runs and events."""
        return self.data / ".dagster"

    @property
    def logs(self) -> Path:
        """The logs of the last runs, a file each."""
        return self.data / "logs"

    @property
    def lock(self) -> Path:
        """The file that a run holds while it writes."""
        return self.data / ".lock"
