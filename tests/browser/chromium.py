"""Headless Chromium: what it makes of a page, and what it has to say about it.

Belongs here: running the browser. Does not belong here: what pages should show (the tests).
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SECONDS = 120


@dataclass(frozen=True)
class Browsed:
    """The page as it is once its scripts have run, and the messages that they gave, warnings and errors included."""

    page: str
    messages: list[str]


def browse(address: str, profile: Path, *flags: str, width: int = 1600, height: int = 1300) -> Browsed:
    """What chromium makes of a page. Skips the test where there is no chromium."""
    if CHROMIUM is None:
        pytest.skip("no chromium on the path")
    shown = [f"--window-size={width},{height}", "--virtual-time-budget=20000", "--enable-logging=stderr", *flags]
    command = [CHROMIUM, *FLAGS, *shown, f"--user-data-dir={profile}", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    return Browsed(done.stdout, [line for line in done.stderr.splitlines() if ":CONSOLE" in line])
