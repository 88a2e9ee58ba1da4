"""The gate lets sound tables pass, and names what is wrong with others."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from pipelines.contracts import TABLES, conform, empty_frame, table
from pipelines.contracts.suites import suite_path
from pipelines.quality import ExpectationOutcome, GateContext, GateResult, check, needed_references, pieces
from tests.quality.samples import NOW, SUITES, TEXT, short

Gate = Callable[..., GateResult]
Frames = dict[str, pl.DataFrame]

DATED = "published_at_source is none exactly where published_at is null"
PROOF = "start and end hold text"
FURNITURE = [{"start": 0, "end": len(TEXT) + 1}]
CRITICAL: list[tuple[str, str, dict[str, Any]]] = [
    ("raw.documents", "content_sha256 is the digest of content", {"content": b"cut"}),
    ("raw.documents", "byte_count is the length of content", {"byte_count": 1}),
    ("core.articles", "published_at is not before 1700", {"published_at": datetime(1683, 1, 1, tzinfo=UTC)}),
    (
        "core.articles",
        "published_at is at most a day after ingested_at",
        {"published_at": datetime(2031, 5, 8, 12, 1, tzinfo=UTC)},
    ),
    ("core.articles", "published_at_source is none exactly where published_at is null", {"published_at": None}),
    (
        "core.articles",
        "published_at_source is none exactly where published_at is null",
        {"published_at_source": "none"},
    ),
    ("core.articles", "text_sha256 is the digest of text", {"text": "Another text."}),
    ("core.articles", "furniture spans lie inside the text", {"furniture": FURNITURE}),
    ("core.articles", "furniture spans lie inside the text", {"furniture": [{"start": 4, "end": 4}]}),
    ("core.articles", "text or title has a word", {"word_count": 0, "title": "* * *"}),
    ("core.articles", "document_id occurs in raw.documents.document_id", {"document_id": short("nowhere")}),
    ("core.articles", "language matches its pattern", {"language": "english"}),
    ("core.quotes", "quote_kind is an allowed value", {"quote_kind": "loud"}),
    ("core.quotes", "confidence is from 0 to 1", {"confidence": 1.5}),
    ("core.quotes", "quote_text is present", {"quote_text": None}),
    ("core.quotes", "version_id occurs in core.articles.version_id", {"version_id": short("nowhere")}),
    ("core.quotes", "parent_quote_id occurs in core.quotes.quote_id", {"parent_quote_id": short("nowhere")}),
    ("core.quotes", "parent_quote_id is another quote", {"parent_quote_id": short("It is late.")}),
    ("core.quotes", "segments hold the words of quote_text, in order and apart", {"quote_text": "It is early."}),
    ("core.quotes", "segments hold the words of quote_text, in order and apart", {"segments": []}),
    ("core.quotes", "cue_start and cue_end hold cue_text", {"cue_text": "denied"}),
    ("core.quotes", "source_start and source_end hold source_text", {"source_start": 3}),
    ("core.quotes", "said_on_source is none exactly where said_on is null", {"said_on": None}),
    ("core.quotes", "speakers of kind unnamed or none bear no name", {"speaker_kind": "unnamed"}),
    ("core.mentions", PROOF, {"start": 0}),
    ("core.mentions", PROOF, {"start": -1}),
    ("core.mentions", PROOF, {"end": 10_000}),
    ("core.dates", PROOF, {"text": "on Tuesday"}),
    ("core.dates", "date_from is not after date_to", {"date_from": date(2031, 5, 6)}),
    ("core.article_topics", "version_id + rank is unique", {"rank": 1}),
    ("core.article_topics", "version_id + topic_id is unique", {"topic_id": "medtop:04000000"}),
    ("core.article_topics", "topic_id occurs in core.topics.topic_id", {"topic_id": "medtop:99999999"}),
    ("core.topics", "parent_id occurs in core.topics.topic_id", {"parent_id": "medtop:99999999"}),
    ("core.stories", "each story has one original article", {"is_original": False}),
    ("core.entities", "mention_count is at least article_count", {"mention_count": 0}),
    ("core.mention_entities", "entity_id occurs in core.entities.entity_id", {"entity_id": short("nowhere")}),
    ("core.quote_speakers", "speakers of kind unnamed or none bear no name", {"speaker_kind": "none"}),
    ("core.rejects", "reason is an allowed value", {"reason": "dull"}),
    ("core.check_results", "unexpected_count is at least 0", {"unexpected_count": -1}),
]
MANY = 60
WARNINGS: list[tuple[str, str, dict[str, Any]]] = [
    ("raw.documents", "nearly all documents hold from 100 bytes to 20 MB", {"byte_count": 99}),
    ("core.articles", "nearly all articles have from 20 to 20,000 words", {"word_count": 19}),
    ("core.articles", "the language of nearly all articles is known", {"language": "und"}),
    ("core.articles", "most articles have a published_at", {"published_at": None}),
    ("core.articles", "most articles have a publisher", {"publisher": None}),
    ("core.articles", "most articles have a title", {"title": None}),
    ("core.quotes", "most quotes have a speaker", {"speaker_kind": "none"}),
    ("core.quotes", "a good part of quotes have a named speaker", {"speaker_name": None}),
    ("core.quotes", "nearly all quotes have from 2 to 2,000 characters", {"quote_text": "x" * 2001}),
    ("core.dates", "nearly all dates begin from 1500 to 2200", {"date_from": date(1499, 12, 31)}),
    ("core.entities", "nearly all names have from 2 to 100 characters", {"name": "O"}),
    ("core.mention_entities", "confidence is at least 0.5 on average", {"confidence": 0.4}),
    ("core.quote_speakers", "most quotes have a speaker", {"speaker_kind": "none"}),
    ("core.article_topics", "rank is at most 20", {"rank": 21}),
]


def changed(frame: pl.DataFrame, values: dict[str, Any]) -> pl.DataFrame:
    """The frame with other values in its last row."""
    rows = frame.to_dicts()
    return pl.DataFrame([*rows[:-1], {**rows[-1], **values}], schema=frame.schema)


def outcome(result: GateResult, expectation: str) -> ExpectationOutcome:
    return next(found for found in result.results if found.expectation == expectation)


@pytest.mark.parametrize("name", TABLES)
def test_a_sound_frame_passes_every_expectation(name: str, sound: Frames, run_gate: Gate) -> None:
    result = run_gate(name, sound[name])
    assert [found for found in result.results if not found.success] == []
    assert result.passed and result.separable and result.refused.is_empty()
    assert result.accepted(sound[name]).equals(sound[name])


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_frame_passes_every_expectation(name: str, run_gate: Gate) -> None:
    result = run_gate(name, empty_frame(table(name)))
    assert [found for found in result.results if not found.success] == []


@pytest.mark.parametrize(("name", "expectation", "values"), CRITICAL)
def test_a_row_that_breaks_a_critical_rule_is_refused_alone(
    name: str, expectation: str, values: dict[str, Any], sound: Frames, run_gate: Gate
) -> None:
    frame = changed(sound[name], values)
    result = run_gate(name, frame)
    failed = outcome(result, expectation)
    assert not result.passed and failed.severity == "critical" and not failed.success
    assert json.loads(failed.sample)
    assert expectation in result.refused["expectations"].to_list()[-1]
    assert result.separable
    assert frame.height - 1 not in result.accepted(frame.with_row_index("position"))["position"]


@pytest.mark.parametrize(("name", "expectation", "values"), WARNINGS)
def test_many_odd_rows_are_a_warning_and_nothing_is_refused_for_it(
    name: str, expectation: str, values: dict[str, Any], sound: Frames, run_gate: Gate
) -> None:
    frame = pl.concat([changed(sound[name], values).tail(1)] * MANY)
    result = run_gate(name, frame)
    failed = outcome(result, expectation)
    assert failed.severity == "warning" and not failed.success and not failed.blocks
    assert failed.why
    assert expectation not in result.refused["expectations"].explode().to_list()


def test_few_rows_are_too_few_for_a_share(sound: Frames, run_gate: Gate) -> None:
    result = run_gate("core.quotes", changed(sound["core.quotes"], {"speaker_name": None}).tail(1))
    assert "most quotes have a speaker" not in [found.expectation for found in result.results]


def test_every_hand_written_rule_has_a_reason_and_a_failing_case() -> None:
    tried = {(name, expectation) for name, expectation, _ in [*CRITICAL, *WARNINGS]}
    tried |= {
        ("core.quotes", "articles have from 0.5 to 60 quotes on average"),
        ("core.quotes", "nearly all articles have at most 80 quotes a thousand words"),
        ("core.mentions", "articles have from 3 to 400 mentions on average"),
    }
    for name, declared in TABLES.items():
        for expectation in json.loads(suite_path(SUITES, declared).read_text())["expectations"]:
            if expectation["meta"]["origin"] == "hand":
                assert expectation["meta"]["why"], expectation["description"]
                assert (name, expectation["description"]) in tried


@pytest.mark.parametrize(("name", "unit"), [("core.quotes", "quotes"), ("core.mentions", "mentions")])
def test_articles_without_any_row_are_a_warning(name: str, unit: str, sound: Frames, run_gate: Gate) -> None:
    articles = pl.concat(
        [sound["core.articles"].with_columns(version_id=pl.lit(short(str(number)))) for number in range(MANY)]
    )
    result = run_gate(name, empty_frame(table(name)), core__articles=articles)
    failed = next(found for found in result.results if found.expectation.endswith(f"{unit} on average"))
    assert not failed.success and result.passed


def test_articles_full_of_quotes_are_a_warning(sound: Frames, run_gate: Gate) -> None:
    one = sound["core.articles"]
    articles = pl.concat([one] + [one.with_columns(version_id=pl.lit(short(str(number)))) for number in range(20)])
    result = run_gate("core.quotes", sound["core.quotes"], core__articles=articles)
    assert not outcome(result, "nearly all articles have at most 80 quotes a thousand words").success


def test_offsets_count_code_points_beyond_the_basic_plane(sound: Frames, run_gate: Gate) -> None:
    text = "😀 é Orla Venn"
    articles = sound["core.articles"].with_columns(text=pl.lit(text))
    mentions = changed(sound["core.mentions"], {"start": 4, "end": 13})
    assert outcome(run_gate("core.mentions", mentions, core__articles=articles), PROOF).success


def test_segments_out_of_order_are_refused(sound: Frames, run_gate: Gate) -> None:
    first = sound["core.quotes"].to_dicts()[0]
    pieces = first["quote_text"].split(" … ")
    swapped = {"segments": first["segments"][::-1], "quote_text": " … ".join(pieces[::-1])}
    frame = pl.DataFrame([{**first, **swapped}], schema=sound["core.quotes"].schema)
    assert not outcome(
        run_gate("core.quotes", frame), "segments hold the words of quote_text, in order and apart"
    ).success


def test_equal_keys_are_refused_on_every_row_that_bears_them(sound: Frames, run_gate: Gate) -> None:
    quotes = sound["core.quotes"]
    result = run_gate("core.quotes", pl.concat([quotes, quotes.tail(1)]))
    assert result.refused["row"].to_list() == [1, 2]
    assert outcome(result, "quote_id is unique").unexpected_count == 2


def test_a_sample_shows_keys_and_values_of_at_most_five_rows(sound: Frames, run_gate: Gate) -> None:
    odd = changed(sound["core.mentions"], {"text": "Ilse Tarn"})
    failed = outcome(run_gate("core.mentions", pl.concat([odd] * 7)), PROOF)
    sample = json.loads(failed.sample)
    assert failed.unexpected_count == 7 and len(sample) == 5
    assert sample[0]["mention_id"] == short("mention") and sample[0]["text"] == "Ilse Tarn"


def test_rows_that_referred_to_a_refused_row_are_found_by_checking_again(sound: Frames, run_gate: Gate) -> None:
    parent, child = sound["core.quotes"].to_dicts()
    child["parent_quote_id"] = parent["quote_id"]
    parent["cue_text"] = "denied"
    frame = pl.DataFrame([parent, child], schema=sound["core.quotes"].schema)
    first = run_gate("core.quotes", frame)
    assert first.separable and first.refused["row"].to_list() == [0]
    assert run_gate("core.quotes", first.accepted(frame)).refused["row"].to_list() == [0]


def test_columns_that_are_not_those_of_the_contract_stop_everything(sound: Frames, run_gate: Gate) -> None:
    frame = sound["core.quotes"].drop("cue_kind").with_columns(pl.col("confidence").cast(pl.Float32))
    result = run_gate("core.quotes", frame)
    assert not result.passed and not result.separable
    assert json.loads(result.results[0].sample) == [
        "cue_kind: None instead of String",
        "confidence: Float32 instead of Float64",
    ]


def test_missing_references_are_named(sound: Frames) -> None:
    context = GateContext("run", "part", NOW, {"core.articles": sound["core.articles"].drop("text")})
    with pytest.raises(ValueError, match=r"core\.quotes needs core\.articles with text"):
        check(table("core.quotes"), sound["core.quotes"], context, SUITES)


def test_needed_references_name_other_tables_only() -> None:
    assert needed_references(table("core.topics")) == {}
    assert needed_references(table("core.quotes")) == {"core.articles": ("version_id", "text", "word_count")}
    assert needed_references(table("core.stories")) == {"core.articles": ("version_id",)}


def test_outcomes_and_refusals_conform_to_their_tables(sound: Frames, run_gate: Gate) -> None:
    result = run_gate("core.quotes", changed(sound["core.quotes"], {"quote_text": "It is early."}))
    outcomes, rejects = result.check_results_frame(), result.refused_frame("unknown")
    assert conform(outcomes, table("core.check_results")).equals(outcomes)
    assert run_gate("core.check_results", outcomes).passed and run_gate("core.rejects", rejects).passed
    assert rejects["source_uri"].to_list() == ["inbox/bridge.txt"]
    detail = json.loads(rejects["detail"][0])
    assert detail["key"] == {"quote_id": short("It is late.")}
    assert run_gate("core.quotes", sound["core.quotes"]).refused_frame("unknown").is_empty()


def test_the_same_refusal_has_the_same_id(sound: Frames, run_gate: Gate) -> None:
    frame = changed(sound["core.topics"], {"parent_id": "medtop:99999999"})
    first, second = (run_gate("core.topics", frame).refused_frame("topics") for _ in range(2))
    assert first.equals(second)


def test_a_failed_warning_does_not_keep_a_result_from_passing(sound: Frames, run_gate: Gate) -> None:
    result = run_gate("core.quotes", sound["core.quotes"])
    odd = dataclasses.replace(result.results[0], severity="warning", success=False)
    assert dataclasses.replace(result, results=(odd,)).passed
    assert not dataclasses.replace(result, results=(dataclasses.replace(odd, severity="critical"),)).passed


@pytest.mark.parametrize("name", ["core.quotes", "core.articles", "core.article_topics"])
def test_a_large_frame_is_looked_at_piece_by_piece_with_the_same_outcome(
    name: str, sound: Frames, run_gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = pl.concat([sound[name], changed(sound[name], {"article_id": "nowhere"})])
    whole = run_gate(name, frame)
    monkeypatch.setattr(pieces, "LARGE", frame.height // 2)
    piece_by_piece = run_gate(name, frame)
    assert not whole.passed
    assert piece_by_piece.results == whole.results
    assert piece_by_piece.refused.equals(whole.refused)
