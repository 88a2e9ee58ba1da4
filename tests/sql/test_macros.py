"""Macros: what analysts call by name; above all that every quote leads back to the characters of its article."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.contracts.dictionary import parse_header
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.query import run_query
from pipelines.warehouse.serving import build_warehouse
from tests.warehouse.rows import BUILT_AT, SQL, publish

MACROS = sorted((SQL / "macros").glob("*.sql"))


def rows_of(warehouse: Path, sql: str, *parameters: Any) -> list[dict[str, Any]]:
    result = run_query(warehouse, sql, list(parameters))
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


@pytest.mark.parametrize("path", MACROS, ids=lambda path: path.stem)
def test_the_usage_of_a_macro_runs(small_warehouse: Path, path: Path) -> None:
    usage = parse_header(path.stem, path.read_text("utf-8")).usage
    assert usage is not None
    run_query(small_warehouse, usage)


@pytest.mark.parametrize("name", ["Orla Vint", "orla vint", " VINT "])
def test_quotes_are_found_by_name_or_alias_in_any_case(small_warehouse: Path, name: str) -> None:
    found = rows_of(small_warehouse, "select * from quotes_by(?)", name)
    assert [row["quote_text"] for row in found if row["is_first_in_story"]] == [
        "We will build 4,000 homes",
        "Tomás Brel is wrong",
        "Beds are there",
    ]


def test_accents_of_a_name_do_not_matter(small_warehouse: Path) -> None:
    assert {row["speaker_name"] for row in rows_of(small_warehouse, "select * from quotes_by('tomas brel')")} == {
        "Tomás Brel"
    }


def test_punctuation_and_the_article_of_a_name_do_not_matter(small_warehouse: Path) -> None:
    assert {row["speaker_name"] for row in rows_of(small_warehouse, "select * from quotes_by('union-of tenants')")} == {
        "Union of Tenants"
    }
    assert rows_of(small_warehouse, "select * from quotes_by('The Union of Tenants')") != []


def test_a_part_of_a_name_is_no_match(small_warehouse: Path) -> None:
    assert rows_of(small_warehouse, "select * from quotes_by('Orl')") == []


@pytest.mark.parametrize(
    ("phrase", "matched_by", "words"),
    [
        ("homes", "words", {"We will build 4,000 homes"}),
        ("4,000", "words", {"We will build 4,000 homes"}),
        ("home", None, set()),
        ("tomás brel", "words", {"Tomás Brel is wrong"}),
        ("Tomas Brel", "mention", {"Tomás Brel is wrong"}),
        ("Health", "topic", {"beds are missing", "Beds are there"}),
        (".*", None, set()),
    ],
)
def test_quotes_are_found_by_words_mention_or_topic(
    small_warehouse: Path, phrase: str, matched_by: str | None, words: set[str]
) -> None:
    found = rows_of(small_warehouse, "select * from quotes_about(?)", phrase)
    assert {row["quote_text"] for row in found} == words
    assert {row["matched_by"] for row in found} == ({matched_by} if matched_by else set())


def test_shares_of_voice_add_up_and_count_reprints_once(small_warehouse: Path) -> None:
    found = rows_of(small_warehouse, "select * from share_of_voice('Economy, business and finance')")
    assert [(row["speaker_name"], row["quote_count"]) for row in found] == [("Orla Vint", 2), ("Tomás Brel", 1)]
    assert sum(row["voice_share"] for row in found) == pytest.approx(1)


def test_voices_on_a_topic_are_counted_in_all_printings_beside(small_warehouse: Path) -> None:
    found = rows_of(small_warehouse, "select * from share_of_voice('medtop:04000000')")
    counts = [
        (row["speaker_name"], row["quote_count"], row["occurrence_count"], row["publisher_count"]) for row in found
    ]
    assert counts == [("Orla Vint", 2, 3, 2), ("Tomás Brel", 1, 2, 2)]
    (first, second) = rows_of(
        small_warehouse,
        "select * from first_to_say('rents would rise') union all by name select * from first_to_say('build 4,000')",
    )
    assert (first["quote_count"], first["occurrence_count"], first["publisher_count"]) == (1, 2, 2)
    assert second["publisher"] == "Velmark Post"


def test_a_quote_is_on_a_topic_by_itself_or_by_its_article(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    quote = {"version_id": "v1", "speaker_name": "Orla Vint", "speaker_kind": "person"}
    rows: dict[str, Any] = {
        "core.articles": [{"version_id": "v1"}],
        "core.quotes": [quote | {"quote_id": name} for name in ("q1", "q2")],
        "core.article_topics": [{"version_id": "v1", "topic_id": "t1", "rank": 1}],
        "core.quote_topics": [{"version_id": "v1", "quote_id": "q2", "topic_id": "t2", "rank": 1}],
        "core.topics": [{"topic_id": "t1", "label": "labour"}, {"topic_id": "t2", "label": "health"}],
    }
    publish(lake, rows)
    build_warehouse(lake, SQL, tmp_path / "w.duckdb", BUILT_AT)
    placed = "select quote_id, is_quote_on_topic, is_article_on_topic from quotes_on_topic(?) order by quote_id"
    found = {name: rows_of(tmp_path / "w.duckdb", placed, name) for name in ("Labour", "health", "t3")}
    assert {name: [tuple(row.values()) for row in rows] for name, rows in found.items()} == {
        "Labour": [("q1", True, True), ("q2", False, True)],
        "health": [("q2", True, False)],
        "t3": [],
    }


def test_a_wide_topic_holds_those_below_it_even_in_a_circle(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    quote = {"quote_id": "q1", "version_id": "v1", "speaker_name": "Orla Vint", "speaker_kind": "person"}
    rows: dict[str, Any] = {
        "core.articles": [{"version_id": "v1"}],
        "core.quotes": [quote],
        "core.article_topics": [{"version_id": "v1", "topic_id": "t2", "rank": 1}],
        "core.topics": [
            {"topic_id": "t1", "label": "wide", "parent_id": "t2"},
            {"topic_id": "t2", "label": "narrow", "parent_id": "t1"},
        ],
    }
    publish(lake, rows)
    build_warehouse(lake, SQL, tmp_path / "w.duckdb", BUILT_AT)
    assert len(rows_of(tmp_path / "w.duckdb", "select * from share_of_voice('WIDE')")) == 1


def test_a_timeline_has_a_row_for_silent_months(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    speaker = {"version_id": "v1", "speaker_name": "Orla Vint", "speaker_kind": "person", "said_on_source": "text"}
    said = [date(2031, 1, 31), date(2031, 1, 1), date(2031, 4, 1)]
    quotes = [speaker | {"quote_id": f"q{day}", "quote_text": f"{day}", "said_on": day} for day in said]
    publish(lake, {"core.articles": [{"version_id": "v1"}], "core.quotes": quotes})
    build_warehouse(lake, SQL, tmp_path / "w.duckdb", BUILT_AT)
    found = rows_of(tmp_path / "w.duckdb", "select * from timeline_of('Orla Vint')")
    assert [(row["said_month_on"].month, row["quote_count"]) for row in found] == [(1, 2), (2, 0), (3, 0), (4, 1)]


def test_every_span_of_every_quote_is_cut_out_of_the_text_exactly(small_warehouse: Path) -> None:
    quotes = rows_of(small_warehouse, "select * from core.quotes")
    for quote in quotes:
        spans = {row["span_kind"]: row for row in rows_of(small_warehouse, "select * from trace(?)", quote["quote_id"])}
        assert spans["content"]["span_text"] == quote["quote_text"]
        assert spans["source"]["span_text"] == quote["source_text"]
        assert spans["cue"]["span_text"] == quote["cue_text"]
    assert len(quotes) == 9


@pytest.mark.parametrize(
    "before",
    ["", "👨‍👩‍👧 ", "e\u0301 ", "🇱🇻 ", "𝔘 ", "नि ", "a\r\nb ", "\u200f", "Å" * 200],
    ids=lambda before: ascii(before[:9]),
)
def test_offsets_count_code_points_whatever_stands_before(tmp_path: Path, before: str) -> None:
    words = "Ça va 👩‍💻, n\u0303o?"
    text = f"{before}“{words}”, said Orla Vint. {before}"
    start = text.index(words)
    segments = [{"start": start, "end": start + 5}, {"start": start + 6, "end": start + len(words)}]
    lake = Lake(tmp_path / "lake")
    quote = {"quote_id": "q1", "version_id": "v1", "segments": segments, "quote_text": words}
    publish(lake, {"core.articles": [{"version_id": "v1", "text": text}], "core.quotes": [quote]})
    build_warehouse(lake, SQL, tmp_path / "w.duckdb", BUILT_AT)
    rows = rows_of(tmp_path / "w.duckdb", "select * from trace('q1')")
    assert [row["span_text"] for row in rows] == [text[span["start"] : span["end"]] for span in segments]
    assert rows[0]["text_before"] == text[max(0, start - 60) : start]
    (shown,) = rows_of(tmp_path / "w.duckdb", "select * from show_quote('q1')")
    assert shown["passage"] == text[max(0, start - 160) : start + len(words) + 160]


def test_quotes_on_an_own_topic_are_found_by_name_or_id(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    said = {"version_id": "v1", "speaker_name": "Orla Vint", "speaker_kind": "person"}
    rows: dict[str, Any] = {
        "core.articles": [{"version_id": "v1"}],
        "core.quotes": [{"quote_id": f"q{number}", "quote_text": f"word {number}", **said} for number in (1, 2, 3)],
        "core.own_topics": [
            {"topic_id": "own:rail-strike", "name": "Rail strike"},
            {"topic_id": "own:rain", "name": "Rain"},
        ],
        "core.quote_own_topics": [
            {"quote_id": "q1", "topic_id": "own:rail-strike", "matched_in": "words", "match_count": 2},
            {"quote_id": "q2", "topic_id": "own:rail-strike", "matched_in": "article"},
            {"quote_id": "q3", "topic_id": "own:rain", "matched_in": "words", "match_count": 1},
        ],
    }
    publish(lake, rows)
    build_warehouse(lake, SQL, tmp_path / "w.duckdb", BUILT_AT)
    for wanted in ("rail STRIKE ", "own:rail-strike"):
        found = rows_of(tmp_path / "w.duckdb", "select * from own_topic(?)", wanted)
        assert [(row["quote_id"], row["matched_in"], row["match_count"]) for row in found] == [
            ("q1", "words", 2),
            ("q2", "article", 0),
        ]
    (voice,) = rows_of(tmp_path / "w.duckdb", "select * from share_of_voice('Rail strike')")
    assert (voice["speaker_name"], voice["quote_count"], voice["voice_share"]) == ("Orla Vint", 2, 1.0)
    assert rows_of(tmp_path / "w.duckdb", "select * from positions_of('Orla Vint', 'rail strike')") == []


def dated_quotes(folder: Path) -> Path:
    """A warehouse with two speakers on three days of January, and one own topic."""
    lake = Lake(folder / "lake")
    said = {"version_id": "v1", "speaker_kind": "person", "said_on_source": "text"}
    told = [
        ("q1", "Orla Vint", 5, "no veto rights", "deny"),
        ("q2", "Orla Vint", 2, "Veto rights for all", "promise"),
        ("q3", "Tomás Brel", 2, "VETO RIGHTS", "say"),
        ("q4", "Zed Orr", 1, "the veto rightsholders", "say"),
        ("q5", "Orla Vint", 2, "rain", "say"),
    ]
    quotes = [
        said
        | {"quote_id": name, "speaker_name": who, "said_on": date(2031, 1, day), "quote_text": words, "cue_kind": cue}
        for name, who, day, words, cue in told
    ]
    own = [{"quote_id": name, "topic_id": "own:veto", "matched_in": "words", "match_count": 1} for name in ("q1", "q2")]
    rows = {"core.articles": [{"version_id": "v1"}], "core.quotes": quotes, "core.quote_own_topics": own}
    publish(lake, rows | {"core.own_topics": [{"topic_id": "own:veto", "name": "Veto"}]})
    build_warehouse(lake, SQL, folder / "w.duckdb", BUILT_AT)
    return folder / "w.duckdb"


def test_the_first_to_say_a_phrase_is_told_by_day_and_whole_words(tmp_path: Path) -> None:
    found = rows_of(dated_quotes(tmp_path), "select * from first_to_say(' veto rights ')")
    assert [(row["use_rank"], row["speaker_name"], row["days_after_first"], row["quote_count"]) for row in found] == [
        (1, "Orla Vint", 0, 2),
        (1, "Tomás Brel", 0, 1),
    ]


def test_positions_on_an_own_topic_are_in_order_with_the_cue_before(tmp_path: Path) -> None:
    found = rows_of(dated_quotes(tmp_path), "select * from positions_of('orla vint', 'VETO')")
    shown = [(row["quote_id"], row["days_since_previous"], row["cue_kind"], row["previous_cue_kind"]) for row in found]
    assert shown == [("q2", None, "promise", None), ("q1", 3, "deny", "promise")]


def test_days_of_a_speaker_have_a_row_for_silent_days(tmp_path: Path) -> None:
    found = rows_of(dated_quotes(tmp_path), "select * from days_of('Orla Vint')")
    assert [(row["day_on"].day, row["quote_count"]) for row in found] == [(2, 2), (3, 0), (4, 0), (5, 1)]


def test_weeks_of_a_speaker_begin_on_mondays_and_none_is_left_out(tmp_path: Path) -> None:
    found = rows_of(dated_quotes(tmp_path), "select * from periods_of('Orla Vint', 'week')")
    assert [(row["period_on"], row["quote_count"]) for row in found] == [(date(2030, 12, 30), 3)]
    days = rows_of(tmp_path / "w.duckdb", "select * from periods_of('Orla Vint', 'day')")
    assert [row["quote_count"] for row in days] == [2, 0, 0, 1]
