"""The charting library that every page carries."""

from __future__ import annotations

from pipelines.report.bundle import BUNDLE, LICENCES, heading


def test_the_bundle_is_of_the_versions_that_are_installed() -> None:
    with BUNDLE.open(encoding="ascii") as file:
        assert file.readline().rstrip() == heading(), "make it anew: python -m pipelines.report.bundle"


def test_the_bundle_carries_its_licences_and_cannot_end_the_script_element() -> None:
    script = BUNDLE.read_text(encoding="ascii")
    assert LICENCES.read_text(encoding="ascii") in script
    assert "</script" not in script.lower()
    assert "<!--" not in script


def test_the_bundle_is_under_a_megabyte() -> None:
    assert BUNDLE.stat().st_size < 1_000_000
