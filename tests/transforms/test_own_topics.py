"""A newsroom's own topics: the file, and the articles and quotes that meet them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.contracts import conform, table
from pipelines.transforms.own_topic_file import OwnTopic, TopicsFileError, read_own_topics
from pipelines.transforms.own_topics import OwnTopicSources, label_own_topics
from tests.warehouse.rows import frame_of

TITLE = "Strikes on the railways"
TEXT = "“The rail strikes hurt,” said Orla Vint of Velmark Railways. “She must go,” said Sven Tarn. He met VR."
WORDS, SHE = "The rail strikes hurt,", "She must go,"


def topics_of(tmp_path: Path, content: str) -> list[OwnTopic]:
    path = tmp_path / "topics.toml"
    path.write_text(content, encoding="utf-8")
    return read_own_topics(path)


def label(tmp_path: Path, fields: str, title: str | None = TITLE, text: str = TEXT) -> dict[str, pl.DataFrame]:
    """The tables for one topic and one article with two quotes, two mentions of one company among them."""
    topics = topics_of(tmp_path, f'[[topic]]\nname = "Rail strike"\n{fields}\n')
    spans = {words: {"start": text.index(words), "end": text.index(words) + len(words)} for words in (WORDS, SHE)}
    keys = {"version_id": "v1", "article_id": "a1"}
    quotes = [{"quote_id": f"q{n}", "segments": [span], **keys} for n, span in enumerate(spans.values())]
    mentions = [
        {"mention_id": name, "start": text.index(name), "end": text.index(name) + len(name), **keys}
        for name in ("Velmark Railways", "VR", "She")
    ]
    entities = [
        {"entity_id": "e1", "name": "Velmark Railways", "aliases": [{"name": "VR", "mention_count": 1}]},
        {"entity_id": "e2", "name": "Ana Brel", "aliases": [], "wikidata_id": "Q7"},
    ]
    links = [{"mention_id": name, "entity_id": "e1"} for name in ("Velmark Railways", "VR")]
    links.append({"mention_id": "She", "entity_id": "e2"})
    given: dict[str, list[dict[str, Any]]] = {
        "core.articles": [{"title": title, "text": text, **keys}],
        "core.quotes": quotes,
        "core.mentions": mentions,
        "core.mention_entities": links,
        "core.entities": entities,
    }
    return label_own_topics(topics, OwnTopicSources(*(frame_of(name, rows).lazy() for name, rows in given.items())))


def counts(tables: dict[str, pl.DataFrame]) -> tuple[int, dict[str, tuple[str, int]]]:
    """Matches of the article, and for each of its quotes where it matches and how often."""
    articles, quotes = tables["core.article_own_topics"], tables["core.quote_own_topics"]
    found = {row["quote_id"]: (row["matched_in"], row["match_count"]) for row in quotes.iter_rows(named=True)}
    return sum(articles["match_count"]), found


@pytest.mark.parametrize(
    ("fields", "article", "quotes"),
    [
        ('any_of = { phrases = ["rail strike"] }', 1, {"q0": ("words", 1)}),
        ('any_of = { phrases = ["striking", "rail strike"] }', 3, {"q0": ("words", 2), "q1": ("article", 0)}),
        ('any_of = { phrases = ["strike rail"] }', 0, {}),
        ('any_of = { entities = ["velmark railways"] }', 2, {"q0": ("article", 0), "q1": ("article", 0)}),
        ('any_of = { entities = ["VR"] }', 2, {"q0": ("article", 0), "q1": ("article", 0)}),
        ('any_of = { entities = ["Q7"] }', 1, {"q1": ("words", 1)}),
        ('all_of = { phrases = ["strike"], entities = ["Ana Brel"] }', 3, {"q0": ("words", 1), "q1": ("words", 1)}),
        ('all_of = { phrases = ["strike", "bus"] }', 0, {}),
        (
            'any_of = { phrases = ["rail"] }\nall_of = { phrases = ["go"] }',
            2,
            {"q0": ("words", 1)},
        ),
        ('any_of = { phrases = ["strike"] }\nnone_of = { entities = ["VR"] }', 0, {}),
        (
            'any_of = { phrases = ["strike"] }\nnone_of = { phrases = ["bus"] }',
            2,
            {"q0": ("words", 1), "q1": ("article", 0)},
        ),
        ('any_of = { phrases = ["railway"] }', 2, {"q0": ("article", 0), "q1": ("article", 0)}),
    ],
)
def test_an_article_meets_its_topic_by_any_all_and_none(
    tmp_path: Path, fields: str, article: int, quotes: dict[str, tuple[str, int]]
) -> None:
    assert counts(label(tmp_path, fields)) == (article, quotes)


def test_a_title_alone_is_enough(tmp_path: Path) -> None:
    assert counts(label(tmp_path, 'any_of = { phrases = ["strikes on the railway"] }'))[0] == 1
    assert counts(label(tmp_path, 'any_of = { phrases = ["strikes on the railway"] }', title=None))[0] == 0


def test_rows_obey_the_contract(tmp_path: Path) -> None:
    for name, frame in label(tmp_path, 'any_of = { phrases = ["rail strike"] }').items():
        assert conform(frame, table(name)).equals(frame)
        assert frame.height > 0


def test_without_a_file_the_tables_are_empty(tmp_path: Path) -> None:
    assert read_own_topics(tmp_path / "topics.toml") == []
    empty = (frame_of(name, []).lazy() for name in ("core.articles",) * 5)
    assert all(frame.is_empty() for frame in label_own_topics([], OwnTopicSources(*empty)).values())


def test_a_topic_has_an_id_made_of_its_name_and_a_definition_in_words(tmp_path: Path) -> None:
    (topic,) = topics_of(
        tmp_path, '[[topic]]\nname = "Café & NATO"\nany_of = { phrases = ["a b"], entities = ["C"] }\n'
        'none_of = { phrases = ["d"] }\n'
    )  # fmt: skip
    assert topic.topic_id == "own:cafe-nato"
    assert topic.definition == "any of: “a b”, C; none of: “d”"
    (described,) = topics_of(tmp_path, '[[topic]]\nname = "X"\ndescription = "Why."\nany_of = { phrases = ["a"] }\n')
    assert described.definition == "Why."


GOOD = '[[topic]]\nname = "Good"\nany_of = { phrases = ["a"] }\n\n'


@pytest.mark.parametrize(
    ("content", "place", "what"),
    [
        ("[[topic]\n", "topics.toml: no TOML", "line 1"),
        (GOOD + "[[topic]]\nany_of = { phrases = ['a'] }\n", "topics.toml, line 5: topic 2", "name must be a text"),
        (GOOD + "[[topic]]\nname = 'X'\n", "line 5: topic 2 (X)", "any_of or all_of must name"),
        (GOOD + "[[topic]]\nname = 'X'\nanyof = {}\n", "line 5: topic 2 (X)", "'anyof' is unknown"),
        (GOOD + "[[topic]]\nname = 'X'\nany_of = ['a']\n", "topic 2 (X)", "any_of must look like"),
        (GOOD + "[[topic]]\nname = 'X'\nany_of = { phrase = ['a'] }\n", "topic 2 (X)", "any_of must look like"),
        (GOOD + "[[topic]]\nname = 'X'\nany_of = { phrases = 'a' }\n", "topic 2 (X)", "any_of.phrases must be a list"),
        (
            GOOD + "[[topic]]\nname = 'X'\nany_of = { phrases = ['a', '-'] }\n",
            "topic 2",
            "any_of.phrases, entry 2: '-'",
        ),
        (GOOD + "[[topic]]\nname = '!'\nany_of = { phrases = ['a'] }\n", "topic 2 (!)", "letter or digit"),
        (GOOD + GOOD.replace("Good", "good!"), "topics.toml", "'Good' and 'good!' give one id"),
        ("[topic]\nname = 'X'\n", "topics.toml", "[[topic]]"),
        ("topics = 3\n", "topics.toml", "'topics' is unknown"),
    ],
)
def test_what_is_wrong_with_the_file_is_told_with_its_place(
    tmp_path: Path, content: str, place: str, what: str
) -> None:
    with pytest.raises(TopicsFileError) as caught:
        topics_of(tmp_path, content)
    assert place in str(caught.value)
    assert what in str(caught.value)
