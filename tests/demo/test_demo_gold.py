"""The gold annotation: complete, inside the text, and tidy."""

import json
from datetime import date
from typing import Any

import pytest

from pipelines.demo import demo_folder

Row = dict[str, Any]
OPENERS = tuple('“„«‘‚"')
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (demo_folder() / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def gold() -> list[Row]:
    return _rows("gold.jsonl")


@pytest.fixture(scope="module")
def speakers() -> dict[str, Row]:
    return {row["article_id"]: row["speakers"] for row in _rows("canon.jsonl")}


def _spans(row: Row) -> list[str]:
    """The words of every span of an article."""
    offsets = [span for one in row["attributions"] for role in ("source", "cue", "content") for span in one[role]]
    assert all(0 <= start < end <= len(row["text"]) for start, end in offsets)
    return [row["text"][start:end] for start, end in offsets]


def test_at_least_28_articles_are_annotated(gold: list[Row]) -> None:
    assert len({row["article_id"] for row in gold}) == len(gold) >= 28


def test_spans_lie_inside_the_text_without_spaces_at_their_ends(gold: list[Row]) -> None:
    words = [span for row in gold for span in _spans(row)]
    assert [span for span in words if span != span.strip()] == []


def test_every_attribution_has_a_cue_and_content(gold: list[Row]) -> None:
    assert all(one["cue"] and one["content"] for row in gold for one in row["attributions"])


def test_a_direct_quote_is_annotated_without_its_outer_marks(gold: list[Row]) -> None:
    direct = [
        row["text"][start:end]
        for row in gold
        for one in row["attributions"]
        if one["type"] == "direct"
        for start, end in one["content"]
    ]
    assert [content for content in direct if content.startswith(OPENERS) or content.endswith((",", "."))] == []


def test_every_attribution_has_a_speaker(gold: list[Row], speakers: dict[str, Row]) -> None:
    for row in gold:
        assert {one["id"] for one in row["attributions"]} == set(speakers[row["article_id"]]), row["article_id"]


def test_only_attributions_without_a_source_have_no_speaker(gold: list[Row], speakers: dict[str, Row]) -> None:
    for row in gold:
        for one in row["attributions"]:
            speaker = speakers[row["article_id"]][one["id"]]
            assert (speaker["kind"] == "none") == (not one["source"]) == (speaker["names"] is None), row["article_id"]


def test_a_named_speaker_is_named_in_the_article(gold: list[Row], speakers: dict[str, Row]) -> None:
    unnamed = [
        (row["article_id"], speaker["names"])
        for row in gold
        for speaker in speakers[row["article_id"]].values()
        if speaker["kind"] == "person" and speaker["names"][0] not in row["text"]
    ]
    assert unnamed == []


def test_every_kind_of_attribution_and_of_speaker_occurs(gold: list[Row], speakers: dict[str, Row]) -> None:
    assert {one["type"] for row in gold for one in row["attributions"]} == {"direct", "indirect", "mixed"}
    kinds = {speaker["kind"] for article in speakers.values() for speaker in article.values()}
    assert kinds == {"person", "organisation", "unnamed", "none"}


def test_split_quotes_nested_speakers_and_pronoun_sources_occur(gold: list[Row]) -> None:
    found = [(row["text"], one) for row in gold for one in row["attributions"]]
    assert sum(len(one["content"]) > 1 for _, one in found) >= 20
    assert sum(_lies_inside_another(one, row) for row in gold for one in row["attributions"]) >= 10
    pronouns = {text[start:end].lower() for text, one in found for start, end in one["source"]}
    assert {"he", "she", "it", "i", "the minister", "the economist"} <= pronouns


def test_a_quote_of_two_paragraphs_is_opened_anew(gold: list[Row]) -> None:
    text = next(row["text"] for row in gold if row["article_id"] == "rail-union-digs-in")
    assert "at night.\n\n“And at six" in text


def test_a_weekday_falls_on_its_date(gold: list[Row]) -> None:
    wrong = [
        (row["article_id"], expression["value"], day)
        for row in gold
        for expression in row["dates"]
        for number, day in enumerate(WEEKDAYS)
        if day in row["text"][expression["start"] : expression["end"]]
        and date.fromisoformat(expression["value"]).weekday() != number
    ]
    assert wrong == []


def _lies_inside_another(inner: Row, row: Row) -> bool:
    first, last = inner["content"][0][0], inner["content"][-1][1]
    outer = [span for one in row["attributions"] if one["id"] != inner["id"] for span in one["content"]]
    return any(start <= first and last <= end for start, end in outer)
