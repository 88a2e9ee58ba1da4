"""Which articles reprint one text, which was first, and which came from a news agency."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipelines.contracts import conform, table
from pipelines.demo import articles_folder
from pipelines.ingest import ArticleRecord, Document, extract_article, read_sources
from pipelines.transforms.ids import digest
from pipelines.transforms.stories import find_stories, find_stories_again
from pipelines.transforms.story_memory import StoryMemory
from tests.transforms.rows import FLOOD, INGESTED, article, frame

NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
LOCAL = (
    "In Port Hessel the harbour master warned that timber and at least two garden sheds were on their way down the "
    "river and would reach the roads by Thursday morning.\n\n"
)
OTHER = (
    "The cod quota will fall by a fifth next year under an agreement that both sides signed on Monday. Fishers in "
    "Tarvik called it a slow burial. The minister promised help for those who give up their boats before the summer, "
    "but would not say where the money was to come from, or whether the neighbouring country would pay a share."
)


def stories(*rows: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The rows of core.stories by version_id."""
    found = find_stories(frame("core.articles", list(rows)).lazy()).collect()
    return {row["version_id"]: row for row in found.iter_rows(named=True)}


def story_of(found: dict[str, dict[str, Any]], name: str, version: str = "first") -> str:
    return str(found[digest("version", name, version)]["story_id"])


def later(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def wire_flags(*rows: dict[str, Any]) -> list[bool]:
    found = stories(*rows)
    return [found[row["version_id"]]["is_wire"] for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        FLOOD,
        FLOOD.upper().replace(",", " -"),
        FLOOD[: len(FLOOD) // 2],
        FLOOD[: len(FLOOD) // 4],
        LOCAL + FLOOD,
        FLOOD + "\n\n" + LOCAL,
        FLOOD.replace("highest level", "worst level"),
    ],
    ids=["whole", "other case and marks", "half", "quarter", "paragraph before", "paragraph after", "edited"],
)
def test_a_reprint_is_in_the_story_of_its_original(text: str) -> None:
    found = stories(article("first"), article("copy", text=text, published_at=later(3), title="Another headline"))
    assert story_of(found, "copy") == story_of(found, "first") == digest("article", "first")


def test_different_texts_are_different_stories() -> None:
    found = stories(article("flood"), article("cod", text=OTHER))
    assert story_of(found, "flood") != story_of(found, "cod")


def test_the_earliest_article_is_the_original_and_gives_the_story_its_id() -> None:
    found = stories(article("copy", published_at=later(2)), article("first"))
    assert {row["story_id"] for row in found.values()} == {digest("article", "first")}
    assert [row["article_id"] for row in found.values() if row["is_original"]] == [digest("article", "first")]


def test_of_one_day_the_article_that_credits_its_own_outlet_is_the_original() -> None:
    text = "BRENNAFOLD, March 5 (VPA) - " + FLOOD
    midnight = datetime(2024, 3, 5, tzinfo=UTC)
    found = stories(
        article("client", text=text, published_at=midnight),
        article("agency", text=text, publisher="Velmark Press Agency", published_at=later(1)),
    )
    assert story_of(found, "client") == digest("article", "agency")


def test_an_article_of_which_only_the_day_is_known_does_not_precede_one_of_that_morning() -> None:
    day_only = article("a-copy", published_at=datetime(2024, 3, 5, tzinfo=UTC))
    found = stories(day_only, article("b-first", published_at=datetime(2024, 3, 5, 9, tzinfo=UTC)))
    assert story_of(found, "a-copy") == digest("article", "b-first")


def test_versions_of_an_article_are_one_story_however_different_their_texts() -> None:
    found = stories(article("a"), article("a", version="corrected", text=OTHER, published_at=later(900)))
    assert story_of(found, "a") == story_of(found, "a", "corrected")
    assert all(row["is_original"] for row in found.values())


def test_a_reprint_of_a_corrected_version_is_in_the_story_of_the_article() -> None:
    corrected = article("a", version="corrected", text=OTHER, published_at=later(4))
    found = stories(article("a"), corrected, article("copy", text=OTHER, published_at=later(5)))
    assert story_of(found, "copy") == digest("article", "a")


def test_reprints_that_come_later_change_no_row() -> None:
    before = [article("a"), article("b", published_at=later(1)), article("cod", text=OTHER)]
    found = stories(*before)
    after = stories(
        *before, article("c", published_at=later(2)), article("d", text=LOCAL + FLOOD, published_at=later(3))
    )
    assert {version: after[version] for version in found} == found


def test_a_later_roundup_of_two_stories_does_not_join_them() -> None:
    roundup = article("roundup", text=FLOOD + "\n\n" + OTHER, published_at=later(9))
    found = stories(article("flood"), article("cod", text=OTHER, published_at=later(1)), roundup)
    assert story_of(found, "flood") != story_of(found, "cod")
    assert story_of(found, "roundup") == story_of(found, "flood")


def test_the_same_text_more_than_a_week_apart_is_another_story() -> None:
    found = stories(article("a"), article("b", published_at=later(24 * 7)), article("c", published_at=later(24 * 20)))
    assert story_of(found, "b") == story_of(found, "a")
    assert story_of(found, "c") == digest("article", "c")


def test_an_article_without_a_date_is_compared_with_any_and_is_never_the_original_of_a_dated_one() -> None:
    found = stories(article("0-undated", published_at=None), article("a"))
    assert story_of(found, "0-undated") == digest("article", "a")


def test_short_texts_match_only_when_text_and_title_are_equal() -> None:
    short = "Qtly div 24 cts vs 24 cts prior. Pay April 30."
    found = stories(
        article("a", text=short, title="Velmark Rail sets quarterly"),
        article("b", text=short.replace(". ", "\n"), title="VELMARK RAIL sets quarterly", published_at=later(1)),
        article("c", text=short, title="Hessel Shipping sets quarterly", published_at=later(1)),
        article("d", text=short.replace("30", "29"), title="Velmark Rail sets quarterly", published_at=later(1)),
    )
    assert [story_of(found, name) == story_of(found, "a") for name in "bcd"] == [True, False, False]


def test_tables_from_one_template_with_other_numbers_are_different_stories() -> None:
    table_text = (
        "The harbour office of Port Hessel said that as of noon {} ships were loading and {} were waiting at the outer "
        "buoy for a pilot, according to the bulletin that it hangs out every day beside the window for the dues."
    )
    names = [f"day-{number}" for number in range(5)]
    rows = [article(name, text=table_text.format(3 + place, 7 - place)) for place, name in enumerate(names)]
    assert len({row["story_id"] for row in stories(*rows).values()}) == 5


def test_lines_of_the_page_do_not_keep_a_reprint_apart() -> None:
    lines = "Read also: " + OTHER + "\n\n"
    page = article("copy", text=lines + FLOOD[:330], furniture=[{"start": 0, "end": len(lines)}], published_at=later(1))
    found = stories(article("first"), article("cod", text=OTHER, published_at=later(-1)), page)
    assert story_of(found, "copy") == digest("article", "first")


def test_texts_without_words_are_stories_of_their_own() -> None:
    found = stories(article("a", text="…"), article("b", text="…"))
    assert len({row["story_id"] for row in found.values()}) == 2


def test_order_of_rows_and_repeated_rows_change_nothing() -> None:
    rows = [article(str(number), text=LOCAL * (number % 3) + FLOOD, published_at=later(number)) for number in range(20)]
    shuffled = rows + rows[:5]
    random.Random(7).shuffle(shuffled)
    assert stories(*rows) == stories(*shuffled)


def test_a_thousand_items_of_one_template_stay_cheap_and_hold_together() -> None:
    rows = [
        article(str(number), text=f"{FLOOD} Item {number} of the bulletin.", published_at=later(number / 60))
        for number in range(1000)
    ]
    assert len({row["story_id"] for row in stories(*rows).values()}) == 1


def test_pairs_compared_a_few_at_a_time_give_the_same_stories(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = (FLOOD, f"{FLOOD} More tomorrow.", "Nobody came to the opening of the new harbour bridge in Tarvik today.")
    rows = [article(str(number), text=texts[number % 3], published_at=later(number)) for number in range(12)]
    at_once = stories(*rows)
    monkeypatch.setattr("pipelines.transforms.stories.PAIRS_AT_ONCE", 5)
    assert stories(*rows) == at_once
    assert len({row["story_id"] for row in at_once.values()}) == 2


def test_rows_obey_the_contract_also_when_there_are_none() -> None:
    for rows in ([], [article("a"), article("b", text=OTHER)]):
        found = find_stories(frame("core.articles", rows).lazy())
        assert conform(found, table("core.stories")).collect().equals(found.collect())
        assert found.collect()["version_id"].is_sorted()


@pytest.mark.parametrize(
    "text",
    [
        "BRENNAFOLD, Velmark, March 5 (VPA) - " + FLOOD,
        "ALDRA (VPA) — " + FLOOD,
        "VELMARK PRESS AGENCY\n\n" + FLOOD,
        "Aldra, 5 March (Velmark News Agency) - " + FLOOD,
        "Aldra (dpa) - " + FLOOD,
        "ALDRA, March 5. /VPA/. " + FLOOD.replace("The River", "- The River"),
        "By Velmark News Agency\n\n" + FLOOD,
        FLOOD + " — Velmark News Agency",
        FLOOD + "\n\n(Reporting by Noor Delacourt; Editing by Idris Calloway)",
        FLOOD + "\n\nSource: Reuters",
        FLOOD + " (Reuters)",
        FLOOD + "\n\n© 2024 Agence France-Presse",
    ],
)
def test_a_text_that_credits_a_news_agency_is_wire(text: str) -> None:
    assert wire_flags(article("a", text=text)) == [True]


@pytest.mark.parametrize(
    "text",
    [
        FLOOD,
        "The Velmark Rail Union (VRU) - the larger of two - " + FLOOD,
        "She told Reuters that the dyke would hold. " + FLOOD,
        FLOOD + " He would not speak to Reuters.",
        FLOOD + "\n\nReporting by our readers (see page 4)",
        "He founded a news agency\n\n" + FLOOD,
        "Ministry Press Service\n\n" + FLOOD,
        "Ann Petra, who founded a news agency, died on Monday. " + FLOOD,
    ],
)
def test_a_text_that_merely_mentions_an_agency_or_a_bracket_is_not_wire(text: str) -> None:
    assert wire_flags(article("a", text=text)) == [False]


def test_a_byline_of_an_agency_is_a_credit() -> None:
    assert wire_flags(article("a", authors=["Velmark Press Agency"])) == [True]
    assert wire_flags(article("a", authors=["Noor Delacourt"])) == [False]


def test_a_credit_that_could_be_anything_counts_when_two_other_outlets_carry_the_text() -> None:
    rows = [article("a", authors=["VPA"])]
    assert wire_flags(*rows) == [False]
    rows += [article(name, publisher=name, published_at=later(1)) for name in ("Ledger", "Bote")]
    assert wire_flags(*rows) == [True, False, False]


def test_the_reprints_of_the_demo_are_found_and_nothing_else() -> None:
    documents = [found for found in read_sources([articles_folder()]) if isinstance(found, Document)]
    records = [found for found in map(extract_article, documents) if isinstance(found, ArticleRecord)]
    rows = [_row(record) for record in {record.version_id: record for record in records}.values()]
    articles = pl.DataFrame(rows, schema=frame("core.articles", []).schema)
    joined = articles.join(find_stories(articles.lazy()).collect(), on="version_id")
    carried = joined.filter(pl.col("article_id").n_unique().over("story_id") > 1).group_by("story_id")
    sizes = carried.agg(pl.len(), pl.col("publisher").filter("is_original").first(), pl.col("is_wire").all())
    assert sorted(sizes.select("len", "publisher", "is_wire").rows()) == [
        (3, "Velmark Press Agency", True),
        (4, "Velmark Press Agency", True),
    ]


def _row(record: ArticleRecord) -> dict[str, Any]:
    fields = {name: getattr(record, name) for name in ArticleRecord.__slots__}
    furniture = [{"start": start, "end": end} for start, end in record.furniture]
    return fields | {"furniture": furniture, "authors": list(record.authors), "sequence": 0, "ingested_at": INGESTED}


def test_what_is_remembered_gives_the_same_stories() -> None:
    day = timedelta(days=1)
    flood, longer = article("a", published_at=NOON), article("b", text=f"{LOCAL}{FLOOD}", published_at=NOON + day)
    short, earlier = article("c", text="A notice."), article("d", text=f"{FLOOD}\n\nMore.", published_at=NOON - day)
    retitled, rewritten = flood | {"title": "Another title"}, longer | article("b", text=OTHER, published_at=NOON + day)
    memory = StoryMemory.of(None)
    for rows in ([], [flood, longer, short], [flood, longer, short, earlier], [retitled, rewritten, earlier], [longer]):
        articles = frame("core.articles", rows).lazy()
        found, memory = find_stories_again(articles, memory)
        assert_frame_equal(found, find_stories(articles).collect())
        assert sorted(memory.sketches["version_id"]) == sorted(row["version_id"] for row in rows)


def test_of_what_is_remembered_no_text_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [article("a", published_at=NOON), article("b", text=f"{LOCAL}{FLOOD}"), article("c", text=OTHER)]
    _, memory = find_stories_again(frame("core.articles", rows).lazy(), StoryMemory.of(None))
    read = list[str]()
    monkeypatch.setattr("pipelines.transforms.stories.shingle_hashes", lambda text, title: read.append(text))
    find_stories_again(frame("core.articles", rows).lazy(), memory)
    assert not read
