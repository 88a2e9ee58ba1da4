"""However a file is damaged, it ends as articles and refusals: nothing is raised, nothing is lost."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from pipelines.ingest import Document, Rejected, extract_article, read_sources
from pipelines.ingest.originals import map_to_original
from pipelines.ingest.records import REASONS
from tests.fuzz.mutations import mutated, seeds

QUICK = settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@cache
def files() -> dict[str, bytes]:
    return seeds()


@QUICK
@given(some.integers(0, 10**9))
def test_a_damaged_file_ends_as_articles_and_refusals(number: int) -> None:
    name, content = mutated(files(), number)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        found = list(read_sources([path]))
    assert found or not content, "a file vanished"
    outcomes = [one if isinstance(one, Rejected) else extract_article(one) for one in found]
    assert {one.reason for one in outcomes if isinstance(one, Rejected)} <= set(REASONS) - {"unreadable"}


@QUICK
@given(some.text(max_size=300), some.sampled_from(["text/plain", "text/html"]))
def test_the_map_of_any_text_has_places_inside_the_original(text: str, media_type: str) -> None:
    document = Document("a", media_type, text.encode("utf-8", "replace"))  # type: ignore[arg-type]
    outcome = extract_article(document)
    if not isinstance(outcome, Rejected):
        for run in map_to_original(document, outcome.text):
            assert 0 <= run.start < run.end <= len(outcome.text)
            assert 0 <= run.original_start < run.original_end <= len(text) + 1
