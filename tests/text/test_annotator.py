"""The whole pass over an article, with the shipped models, on sentences written for these tests."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from itertools import pairwise

import pytest

from pipelines.demo import demo_folder
from pipelines.text.annotator import Annotator
from pipelines.text.drafts import Draft, Page
from pipelines.text.source_borders import widen_sources
from pipelines.text.spans import Annotation, Quote, Span


@cache
def _annotator() -> Annotator:
    return Annotator.load()


def _said(text: str, quote: Quote) -> str:
    return " … ".join(text[span.start : span.end] for span in quote.attribution.content)


def _one(text: str, words: str) -> Quote:
    """The quote that holds the words."""
    (found,) = [quote for quote in _annotator().annotate(text).quotes if words in _said(text, quote)]
    return found


@pytest.mark.parametrize(("opening", "closing"), ["“”", "«»", "„“", '""', "‘’"])
def test_direct_speech_is_found_in_every_style_of_marks(opening: str, closing: str) -> None:
    text = f"{opening}We will rebuild every house in the valley,{closing} said Mayor Teodor Jalink on Monday."
    quote = _one(text, "every house")
    assert quote.attribution.kind == "direct"
    assert quote.speaker.name == "Teodor Jalink"


def test_a_pronoun_and_a_description_lead_to_the_name() -> None:
    text = (
        "Finance Minister Sofia Brandvik came to parliament on Tuesday.\n\n"
        "“We will not borrow another crown,” she said.\n\n"
        "The minister added that taxes would fall next year."
    )
    found = _annotator().annotate(text).quotes
    assert [quote.speaker.name for quote in found] == ["Sofia Brandvik", "Sofia Brandvik"]
    assert [quote.speaker.method for quote in found] == ["pronoun", "nominal"]


@pytest.mark.parametrize("before", ["Greens leader Saoirse ", "Saoirse ", "But "])
def test_a_double_name_is_one_name_though_the_network_reads_its_end_alone(before: str) -> None:
    text = f"Saoirse Okafor-Lind leads the Greens.\n\n{before}Okafor-Lind said her party was open, not empty-handed."
    start = text.index(before + "Okafor", 30) + (len(before) if before == "But " else 0)
    page, draft = Page(text, ()), Draft(Span(text.rindex("Lind"), text.rindex(" said")), Span(1, 2), [Span(3, 4)], 1.0)
    widen_sources(page, [draft])
    assert draft.source == Span(start, text.rindex(" said"))
    assert _one(text, "empty-handed").speaker.name == "Saoirse Okafor-Lind"


def test_an_unnamed_official_stays_unnamed() -> None:
    text = "“The dam will not hold another winter,” said a senior official who asked not to be named."
    speaker = _one(text, "another winter").speaker
    assert (speaker.kind, speaker.name) == ("unnamed", None)


def test_nothing_is_found_in_page_furniture() -> None:
    text = (
        "Prices rose.\nRead also: “It will get worse,” said Ana Brod\nRents fell, said Pavo Lind of the tenants' union."
    )
    start = text.index("Read also")
    furniture = [Span(start, text.index("\n", start))]
    annotation = _annotator().annotate(text, furniture=furniture)
    assert not [quote for quote in annotation.quotes if "worse" in _said(text, quote)]
    assert not [mention for mention in annotation.mentions if mention.span.overlaps(furniture[0])]


def test_days_are_counted_from_the_day_of_publication() -> None:
    text = "The bridge will open in June, Transport Minister Odile Karsten said on Wednesday, 12 January."
    annotation = _annotator().annotate(text, published_on=date(2022, 1, 13))
    assert "2022-01-12" in [found.value for found in annotation.dates]
    assert [quote.said_on for quote in annotation.quotes] == [date(2022, 1, 12)]


@pytest.mark.parametrize("text", ["", "\n\n", "😀" * 500, "a" * 50_000, '"' * 2000, "“" * 2000])
def test_odd_texts_are_read_without_an_error(text: str) -> None:
    assert isinstance(_annotator().annotate(text), Annotation)


def test_an_article_reads_the_same_alone_and_after_another() -> None:
    text = "“The ferry is late again,” said Pavo Lind. According to him, it has been late all year."
    alone = Annotator.load().annotate(text)
    _annotator().annotate("Something else, said Ana Brod. " * 40)
    assert _annotator().annotate(text) == alone


def test_all_top_level_topics_are_scored_best_first() -> None:
    topics = _annotator().annotate("The striker scored twice as the club won the cup final.", "Cup final").topics
    assert topics[0].label == "sport"
    assert [topic.score for topic in topics] == sorted((topic.score for topic in topics), reverse=True)


LONG = "We will rebuild the harbour wall stone by stone, and the boats will stay on land until it stands. " * 30


@pytest.mark.parametrize(
    "text", [f"Mayor Teodor Jalink said: “{LONG.strip()}”", f"“{LONG.strip(' .')},” said Mayor Teodor Jalink."]
)
def test_a_quotation_of_five_hundred_words_is_had_whole(text: str) -> None:
    quote = _one(text, "on land until it stands")
    assert len(_said(text, quote).split()) == len(LONG.split())
    assert quote.speaker.name == "Teodor Jalink"


def test_the_fragments_of_a_content_stand_in_order_and_apart() -> None:
    lines = (demo_folder() / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    for article in map(json.loads, lines):
        for quote in _annotator().annotate(article["text"]).quotes:
            content = quote.attribution.content
            assert all(span.start < span.end for span in content)
            assert all(one.end <= other.start for one, other in pairwise(content))
