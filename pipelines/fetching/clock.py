"""The clock as fetching needs it. Belongs here: its shape. Does not belong here: a real one (`pipelines.assets`)."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Time of day, a stopwatch, and waiting."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        ...

    def stopwatch(self) -> float:
        """Seconds from an arbitrary point on, never going back."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...
