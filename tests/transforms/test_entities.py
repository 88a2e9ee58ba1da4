"""Mentions of all articles to entities, and quotes to their speakers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.contracts import conform, table
from pipelines.knowledge import Knowledge
from pipelines.transforms import article_rows, entity_tables
from pipelines.transforms.entities import Resolution, resolve_entities
from pipelines.transforms.ids import digest
from tests.transforms.rows import article, frame, mention, quote

TABLES = ("core.entities", "core.mention_entities", "core.quote_speakers")
Rows = list[dict[str, Any]]
NOBODY = Knowledge(())


def entity(kind: str, key: str) -> str:
    return digest("entity", kind, key)


def resolved(mentions: Rows, quotes: Rows, *names: str) -> list[pl.DataFrame]:
    """The three tables; the articles are "a" and those named."""
    found = resolution(mentions, quotes, [article(name) for name in ("a", *names)])
    return [found.entities, found.mention_entities, found.quote_speakers]


def resolution(mentions: Rows, quotes: Rows, articles: Rows, knowledge: Knowledge = NOBODY) -> Resolution:
    inputs = zip(("core.mentions", "core.quotes", "core.articles"), (mentions, quotes, articles), strict=True)
    mention_rows, quote_rows, article_rows = (frame(name, rows).lazy() for name, rows in inputs)
    return resolve_entities(mention_rows, quote_rows, article_rows, knowledge)


def sample() -> tuple[Rows, Rows]:
    mentions = [
        mention("1", "Inés Jalink", role="mayor"),
        mention("1", "Jalink", start=90, chain_name="Inés Jalink"),
        mention("1", "she", start=120, chain_name="Inés Jalink", form="pronoun"),
        mention("2", "a fisher", chain_name=None, form="nominal", start=200),
        mention("1", "INES JALINK", article="b", role="minister"),
        mention("2", "Velmark", article="b", entity_kind="place", start=50),
    ]
    quotes = [
        quote("the dyke held", speaker_name="Inés Jalink", speaker_kind="person", speaker_method="name", chain="1"),
        quote("nobody came", speaker_kind="unnamed", speaker_method="nominal", chain="2", speaker_head="fishers"),
        quote("it rained"),
        quote("no ships", article="b", speaker_name="Velmark", speaker_kind="organisation", chain="2",
              speaker_method="metonym"),
    ]  # fmt: skip
    return mentions, quotes


def test_a_name_is_one_entity_whatever_its_case_and_accents() -> None:
    mentions, quotes = sample()
    first, *_, second, _ = mentions
    entities, found, _ = resolved(mentions, quotes, "b")
    jalink, velmark = entity("person", "ines jalink"), entity("place", "velmark")
    assert entities.sort("name").to_dicts() == [
        {
            "entity_id": jalink,
            "name": "Inés Jalink",
            "entity_kind": "person",
            "aliases": [{"name": name, "mention_count": 1} for name in ("INES JALINK", "Inés Jalink", "Jalink")],
            "roles": [
                {
                    "role": role,
                    "first_seen_on": date(2024, 3, 5),
                    "last_seen_on": date(2024, 3, 5),
                    "mention_count": 1,
                    "first_mention_id": mention_id,
                }
                for role, mention_id in (("mayor", first["mention_id"]), ("minister", second["mention_id"]))
            ],
            "wikidata_id": None,
            "mention_count": 4,
            "article_count": 2,
        },
        {
            "entity_id": velmark,
            "name": "Velmark",
            "entity_kind": "place",
            "aliases": [{"name": "Velmark", "mention_count": 1}],
            "roles": [],
            "wikidata_id": None,
            "mention_count": 1,
            "article_count": 1,
        },
    ]
    assert sorted(found["entity_id"]) == sorted([jalink] * 4 + [velmark])


def test_each_quote_has_a_row_with_the_speaker_that_its_article_gives() -> None:
    _, _, speakers = resolved(*sample(), "b")
    rows = {row.pop("quote_id"): row for row in speakers.to_dicts()}
    nobody = {"entity_id": None, "speaker_name": None, "confidence": 0.5, "head_noun": None}
    assert rows == {
        digest("quote", "a", "the dyke held"): {
            "entity_id": entity("person", "ines jalink"),
            "speaker_name": "Inés Jalink",
            "speaker_kind": "person",
            "method": "name",
            "confidence": 0.5,
            "head_noun": None,
        },
        digest("quote", "a", "nobody came"): nobody
        | {"speaker_kind": "unnamed", "method": "nominal", "head_noun": "fisher"},
        digest("quote", "a", "it rained"): nobody | {"speaker_kind": "none", "method": "none"},
        digest("quote", "b", "no ships"): {
            "entity_id": entity("place", "velmark"),
            "speaker_name": "Velmark",
            "speaker_kind": "organisation",
            "method": "metonym",
            "confidence": 0.5,
            "head_noun": None,
        },
    }


def test_a_chain_without_a_name_has_no_entity() -> None:
    entities, found, _ = resolved([mention("1", "he", chain_name=None, form="pronoun")], [])
    assert entities.is_empty()
    assert found.is_empty()


def test_no_mention_with_a_name_is_lost_or_doubled() -> None:
    mentions, quotes = sample()
    _, found, speakers = resolved(mentions, quotes, "b")
    assert sorted(found["mention_id"]) == sorted(row["mention_id"] for row in mentions if row["chain_name"])
    assert sorted(speakers["quote_id"]) == sorted(row["quote_id"] for row in quotes)


def test_a_chain_has_the_kind_of_most_of_its_mentions() -> None:
    kinds = ("place", "organisation", "organisation")
    mentions = [mention("1", "Hessel", start=place * 10, entity_kind=kind) for place, kind in enumerate(kinds)]
    entities, found, _ = resolved(mentions, [])
    assert entities["entity_kind"].to_list() == ["organisation"]
    assert found["entity_id"].unique().to_list() == [entity("organisation", "hessel")]


def test_a_place_speaks_as_an_organisation_whatever_the_quotes_took_it_for() -> None:
    kinds = ("organisation", "person")
    quotes = [quote(f"yes {kind}", speaker_name="Velmark", speaker_kind=kind, chain="1") for kind in kinds]
    _, _, speakers = resolved([mention("1", "Velmark", entity_kind="place")], quotes)
    assert set(speakers["entity_id"]) == {entity("place", "velmark")}
    assert speakers["speaker_kind"].to_list() == ["organisation", "organisation"]


def test_one_name_of_two_kinds_is_two_entities() -> None:
    kinds = enumerate(("place", "person"))
    mentions = [mention(str(at), "Ada Sarn", entity_kind=kind, start=40 * at) for at, kind in kinds]
    entities, _, _ = resolved(mentions, [])
    assert entities.height == 2


def test_a_speaker_whom_nothing_but_a_surname_names_keeps_the_name_and_is_no_entity() -> None:
    quotes = [quote("yes", speaker_name="Jalink", speaker_kind="person", speaker_method="name", chain="1")]
    entities, found, speakers = resolved([mention("1", "Jalink")], quotes)
    assert entities.is_empty()
    assert found.is_empty()
    assert speakers.select("entity_id", "speaker_name", "speaker_kind").row(0) == (None, "Jalink", "person")


def test_a_body_that_is_a_person_of_a_body_is_a_person_under_the_persons_name() -> None:
    name = "Robert Jalink of the State Water Office"
    quotes = [quote("yes", speaker_name=name, speaker_kind="organisation", speaker_method="name")]
    entities, _, speakers = resolved([], quotes)
    assert entities.select("entity_id", "name", "entity_kind").row(0) == (
        entity("person", "robert jalink"), "Robert Jalink", "person",
    )  # fmt: skip
    assert speakers.select("speaker_name", "speaker_kind").row(0) == ("Robert Jalink", "person")


def test_a_name_whose_letters_were_decoded_wrongly_is_shown_right() -> None:
    entities, _, _ = resolved([mention("1", "InÃ©s Jalink"), mention("1", "Inés Jalink", article="b")], [], "b")
    assert entities["name"].to_list() == ["Inés Jalink"]


def test_a_speaker_spelled_otherwise_than_its_chain_is_the_entity_of_the_chain() -> None:
    quotes = [quote("yes", speaker_name="VELMARK", speaker_kind="organisation", chain="1")]
    entities, _, speakers = resolved([mention("1", "the Velmark", entity_kind="place")], quotes)
    assert entities.height == 1
    assert speakers["entity_id"].to_list() == [entity("place", "velmark")]


def test_a_speaker_of_another_name_than_its_chain_is_an_entity_of_its_own() -> None:
    quotes = [quote("yes", speaker_name="Government of Velmark", speaker_kind="organisation", chain="1")]
    _, _, speakers = resolved([mention("1", "Aldra", entity_kind="place")], quotes)
    assert speakers["entity_id"].to_list() == [entity("organisation", "government of velmark")]


def test_a_speaker_that_no_mention_names_is_an_entity_without_mentions() -> None:
    entities, found, _ = resolved([], [quote("yes", speaker_name="State Water Office", speaker_kind="organisation")])
    assert entities.select("name", "mention_count", "article_count").row(0) == ("State Water Office", 0, 0)
    assert entities["aliases"].to_list() == [[]]
    assert found.is_empty()


def test_entities_keep_their_ids_when_articles_are_added() -> None:
    mentions, quotes = sample()
    few_mentions, few_quotes = (
        [row for row in rows if row["article_id"] == digest("article", "a")] for rows in (mentions, quotes)
    )
    before, after = resolved(few_mentions, few_quotes), resolved(mentions, quotes, "b")
    for few, all_rows, key in zip(before, after, ("entity_id", "mention_id", "quote_id"), strict=True):
        kept = all_rows.join(few.select(key), on=key, how="semi")
        assert kept.height == few.height
        assert kept.sort(key)["entity_id"].to_list() == few.sort(key)["entity_id"].to_list()


def test_the_order_of_rows_changes_nothing() -> None:
    mentions, quotes = sample()
    forth, back = resolved(mentions, quotes, "b"), resolved(mentions[::-1], quotes[::-1], "b")
    assert all(one.equals(other) for one, other in zip(forth, back, strict=True))


def test_whoever_is_known_by_an_office_alone_is_an_entity_under_the_name_in_the_base(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("name,role,body,start_on,end_on\nIlva Tarnow,president,Velmark,2019,\n")
    office = "the president of Velmark"
    mentions = [mention("1", office, chain_name=None, form="nominal")]
    quotes = [quote("it rained", speaker_kind="unnamed", speaker_method="nominal", chain="1", source_text=office)]
    found = resolution(mentions, quotes, [article("a")], Knowledge.load(tmp_path / "people.csv"))
    assert found.entities.select("name", "mention_count").rows() == [("Ilva Tarnow", 1)]
    assert found.mention_entities["entity_id"].to_list() == found.entities["entity_id"].to_list()
    assert found.quote_speakers["speaker_name"].to_list() == ["Ilva Tarnow"]


def test_ids_of_one_table_resolve_in_the_others() -> None:
    entities, found, speakers = resolved(*sample(), "b")
    known = set(entities["entity_id"])
    assert entities["entity_id"].is_unique().all()
    assert set(found["entity_id"]) <= known
    assert set(speakers["entity_id"].drop_nulls()) <= known


def test_roles_span_the_days_on_which_articles_give_them() -> None:
    articles = [
        article("a", published_at=datetime(2024, 2, 1, 23, tzinfo=UTC)),
        article("b", published_at=datetime(2024, 4, 1, tzinfo=UTC)),
        article("c", published_at=None),
    ]
    rows = [mention("1", "Inés Jalink", article=name, role="mayor") for name in "abc"]
    expected = {
        "role": "mayor",
        "first_seen_on": date(2024, 2, 1),
        "last_seen_on": date(2024, 4, 1),
        "mention_count": 3,
        "first_mention_id": rows[0]["mention_id"],
    }
    assert resolution(rows, [], articles).entities["roles"].to_list() == [[expected]]


@pytest.mark.parametrize("is_empty", [True, False])
def test_rows_obey_the_contracts_also_when_there_are_none(is_empty: bool) -> None:
    for name, found in zip(TABLES, resolved(*(([], []) if is_empty else sample()), "b"), strict=True):
        assert conform(found, table(name)).equals(found)


def test_one_role_in_two_spellings_is_one_and_a_role_that_leans_on_another_person_is_none() -> None:
    rows = pl.LazyFrame(
        {
            "entity_id": ["e"] * 5,
            "published_on": [date(2024, 1, day) for day in range(1, 6)],
            "mention_id": list("abcde"),
            "version_id": ["v"] * 5,
            "start": range(5),
            "role": ["The fisheries minister", "Fisheries Minister", "Fisheries Minister", "his predecessor", None],
        }
    )
    (found,) = entity_tables._roles(rows).collect()["roles"].to_list()
    assert [(role["role"], role["mention_count"]) for role in found] == [("Fisheries Minister", 3)]


def test_reading_in_batches_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    mentions, quotes = sample()
    whole = resolved(mentions, quotes, "b", "c")
    monkeypatch.setattr(article_rows, "BATCH_ROWS", 1)
    for one, other in zip(whole, resolved(mentions, quotes, "b", "c"), strict=True):
        assert one.equals(other)
