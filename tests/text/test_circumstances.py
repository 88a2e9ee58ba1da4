"""When and where words were said, as far as the cue's own sentence tells."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.text.circumstances import medium, said_on
from pipelines.text.dates import find_dates
from pipelines.text.quotation import content_kind, quoted_regions
from pipelines.text.spans import Attribution, SaidOnSource, Span

PUBLISHED = date(2022, 1, 13)  # a Thursday


def read(marked: str) -> tuple[str, Attribution]:
    """An attribution from a text in which [c ...] marks the cue and [q ...] the reported words."""
    text, spans = "", {"c": list[Span](), "q": list[Span]()}
    position = 0
    while position < len(marked):
        if marked[position] == "[" and marked[position + 1 : position + 3] in ("c ", "q "):
            end = marked.index("]", position)
            words = marked[position + 3 : end]
            spans[marked[position + 1]].append(Span(len(text), len(text) + len(words)))
            text, position = text + words, end + 1
        else:
            text, position = text + marked[position], position + 1
    cue = spans["c"][0] if spans["c"] else None
    content = tuple(spans["q"])
    return text, Attribution((), cue, content, content_kind(text, content, quoted_regions(text)), 1.0)


def day(marked: str) -> tuple[date | None, SaidOnSource]:
    text, attribution = read(marked)
    return said_on(text, attribution, find_dates(text, PUBLISHED), PUBLISHED)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Drane [c said] on Wednesday [q that all was well].", date(2022, 1, 12)),
        ("Drane [c said] Wednesday [q all was well].", date(2022, 1, 12)),
        ("Drane [c said Wednesday] [q all was well].", date(2022, 1, 12)),
        ("[q All was well], Drane [c said] in a post on Wednesday, 12 January.", date(2022, 1, 12)),
        ("On Tuesday, Drane [c said] [q all was well].", date(2022, 1, 11)),
        ("Drane on 12 January rightly [c noted] that [q all was well].", date(2022, 1, 12)),
        ("After the Wednesday’s council, Drane [c said] [q all was well].", date(2022, 1, 12)),
        ("In a Tuesday interview Drane [c said] [q all was well].", date(2022, 1, 11)),
        ("“[q All is well],” Drane [c said] yesterday. “[q Go on].”", date(2022, 1, 12)),
        ("Drane, speaking on Monday, [c said] [q all was well].", date(2022, 1, 10)),
        ("A report published on Monday [c said] [q all was well].", date(2022, 1, 10)),
        ("Drane, who was elected on Sunday, [c said] on Tuesday that [q all was well].", date(2022, 1, 11)),
        ("In the January 10, 2022, cable Drane [c said] [q all was well].", date(2022, 1, 10)),
        ("Drane was on Monday [c quoted] as saying [q all was well].", date(2022, 1, 10)),
        ("Ilse said on Monday it rained, and Drane [c said] on Tuesday [q it did not].", date(2022, 1, 11)),
    ],
)
def test_a_day_beside_the_cue_is_the_day_of_saying(marked: str, expected: date) -> None:
    assert day(marked) == (expected, "text")


@pytest.mark.parametrize(
    "marked",
    [
        "Drane [c said] [q the council met on Wednesday].",
        "Drane [c said] [q all was well]. The council met on Wednesday.",
        "The council met on Wednesday. Drane [c said] [q all was well].",
        "Drane, who was elected on Sunday, [c said] [q all was well].",
        "Drane [c said] ahead of Wednesday’s vote that [q all was well].",
        "Drane [c said] of Monday’s raid [q all was well].",
        "Drane [c said] in October [q all was well].",
        "Drane [c said] last week [q all was well].",
        "[q All was well], [c stressed] Drane, adding that on 12 January it rained.",
        "The council will meet on Friday, Drane [c said], so [q all is well].",
        "Drane [c says] [q all is well].",
        "[q All is well on Monday].",
        "After the 12 January rail disaster, Drane [c said] [q all was well].",
        "In the wake of the Jan. 10, 2022, attacks Drane [c said] [q all was well].",
        "The primary was January 10, and Drane [c said] [q all was well].",
    ],
)
def test_a_day_of_something_else_is_not_taken(marked: str) -> None:
    assert day(marked) == (None, "none")


@pytest.mark.parametrize("word", ["today", "tonight", "this morning"])
def test_words_that_point_at_the_publication_give_its_day(word: str) -> None:
    assert day(f"Drane [c said] {word} [q all was well].") == (PUBLISHED, "published")


def test_after_the_meeting_takes_the_day_that_an_earlier_sentence_gives_the_meeting() -> None:
    before = "After Wednesday’s Orvik-Velmark Council, Ilse left.\n"
    assert day(before + "Drane also [c said] after the meeting [q all was well].") == (date(2022, 1, 12), "text")
    assert day(before + "Drane also [c said] [q all was well].") == (None, "none")
    assert day("Drane also [c said] after the meeting [q all was well].") == (None, "none")


def test_without_dates_nothing_is_known() -> None:
    text, attribution = read("Drane [c said] on Wednesday [q all was well].")
    assert said_on(text, attribution, find_dates(text, None), None) == (None, "none")


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Drane [c said] in a post on Twitter on Wednesday [q all was well].", "Twitter"),
        ("Drane [c tweeted] that [q all was well].", "Twitter"),
        ("Drane [c wrote] in a series of tweets that [q all was well].", "Twitter"),
        ("Drane [c wrote] on her Facebook page that [q all was well].", "Facebook"),
        ("Drane [c wrote] on Telegram that [q all was well].", "Telegram"),
        ("Drane [c said in a statement] that [q all was well].", "statement"),
        ("In a written statement, Drane [c said] [q all was well].", "statement"),
        ("The ministry’s statement [c said] [q all was well].", "statement"),
        ("“[q All is well],” Drane [c told] Orvik Radio in an interview.", "interview"),
        ("Drane [c told] a news conference in Orvik that [q all was well].", "press conference"),
        ("Drane [c told] Reuters that [q all was well].", "Reuters"),
        ("Drane [c told] the Orvik news agency that [q all was well].", "news agency"),
        ("Drane [c told] state television that [q all was well].", "television"),
        ("Drane [c told] Velmark Radio that [q all was well].", "radio"),
        ("Drane [c wrote] in an open letter that [q all was well].", "open letter"),
        ("Drane [c wrote] in a letter to the king that [q all was well].", "letter"),
        ("Drane [c wrote] in a blog post that [q all was well].", "blog post"),
        ("Drane [c emailed] that [q all was well].", "email"),
        ("In its annual report the bank [c said] [q all was well].", "report"),
        ("The report [c said] [q all was well].", "report"),
        ("Drane [c said] [q all was well].", None),
        ("Drane [c said] [q his letter, sent on Twitter, was well received].", None),
        ("Drane [c said] [q all was well]. The king spoke in an interview.", None),
        ("[c According to] Reuters, [q all was well].", None),
        ("Drane, a member of the editorial board, [c said] [q all was well].", None),
        ("[q All was well on Twitter].", None),
    ],
)
def test_the_medium_is_what_the_cues_sentence_names(marked: str, expected: str | None) -> None:
    assert medium(*read(marked)) == expected


def test_abbreviations_do_not_end_the_cues_sentence() -> None:
    assert day("On Tuesday Mr. Drane of the U.S. Senate [c said] [q all was well].") == (date(2022, 1, 11), "text")
