"""Quotation marks: which regions are found, and that odd marks cost one paragraph at most."""

from __future__ import annotations

import itertools
import time

import pytest

from pipelines.text.quotation import content_kind, inner, quoted_regions
from pipelines.text.spans import Span


def regions(text: str) -> list[str]:
    return [text[region.start : region.end] for region in quoted_regions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Good,” said Ilva Drane. “Go on.”", ["“Good,”", "“Go on.”"]),
        ('"Good," said Ilva Drane. "Go on."', ['"Good,"', '"Go on."']),
        ("«Good,» said Ilva Drane.", ["«Good,»"]),
        ("« Good », said Ilva Drane.", ["« Good »"]),
        ("»Gut«, sagte Ilva Drane, »sehr gut«.", ["»Gut«", "»sehr gut«"]),
        ("„Gut“, sagte Ilva Drane, „sehr gut“.", ["„Gut“", "„sehr gut“"]),
        ("„Dobrze”, said Ilva Drane.", ["„Dobrze”"]),
        ("”Hej,” said Ilva Drane.", ["”Hej,”"]),
        ("``Good,'' said Ilva Drane.", ["``Good,''"]),
        ("''Good,'' said Ilva Drane. ''Go on.''", ["''Good,''", "''Go on.''"]),
        ("‘Good,’ said Ilva Drane.", ["‘Good,’"]),
        ("'Good,' said Ilva Drane.", ["'Good,'"]),
        ('" Good , " said Ilva Drane . " Go on . "', ['" Good , "', '" Go on . "']),
        ('“Good," said Ilva Drane. "Go on.”', ['“Good,"', '"Go on.”']),
        ("“Good,“ said Ilva Drane. “Go on.“", ["“Good,“", "“Go on.“"]),
        ('He calls it "a plan" and "a hope"', ['"a plan"', '"a hope"']),
        ("– Good, – said Ilva Drane. – Go on.", ["– Good,", "– Go on."]),
        ("— Good! — Ilva Drane said.", ["— Good!"]),
        ("- Good, - said Ilva Drane.", ["- Good,"]),
        ("– It is «good», – said Ilva Drane.", ["– It is «good»,"]),
        ("– Good, – said Ilva Drane. – Go on, – she added.", ["– Good,", "– Go on,"]),
    ],
)
def test_marks_of_every_style_make_regions(text: str, expected: list[str]) -> None:
    assert regions(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The workers’ party isn’t Velmark’s oldest.",
        "The workers' party isn't Velmark's oldest.",
        "They danced in the '90s and the ‘80s, rock ’n’ roll and all, 'til dawn.",
        "He is 6' 2\" tall and she 5' 11\".",
        'It"s Velmark"s oldest party.',
        'A 12" gun.',
        "",
        "\n\n",
        "Nothing here.",
        "- Bread, - the price of water, - the school",
        "-5 degrees, - said Ilva Drane.",
        "– the price of water, – the bridge, – the school",
        "– Marta Olt will chair the meeting – she said nothing.",
        "Ilva Drane – said the mayor – is ill.",
    ],
)
def test_apostrophes_decades_and_inches_are_no_marks(text: str) -> None:
    assert regions(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘The workers’ rights matter,’ said Drane.", ["‘The workers’ rights matter,’"]),
        ("He called it ‘news’ and praised the workers’ rights.", ["‘news’"]),
        ("'I won't go,' she said in the '90s.", ["'I won't go,'"]),
        ('He is 6\' 2" tall. "Good," he said.', ['"Good,"']),
        ('A 12" gun was "big".', ['"big"']),
        ("“He said ‘never’ to me,” she said.", ["“He said ‘never’ to me,”"]),
        ("“He said “never” to me,” she said.", ["“He said “never” to me,”"]),
        ("‘He said “never” to me,’ she said.", ["‘He said “never” to me,’"]),
    ],
)
def test_apostrophes_and_nested_marks_beside_quotations_change_nothing(text: str, expected: list[str]) -> None:
    assert regions(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“First part.\n“Second part,” he said.", ["“First part.", "“Second part,”"]),
        ('"First part.\n"Second part," he said.', ['"First part.', '"Second part,"']),
        ('"First part.\n\n"Second part," he said.', ['"First part.', '"Second part,"']),
        ("‘First part.\n‘Second part,’ he said.", ["‘First part.", "‘Second part,’"]),
        ("«First part.\n«Second part,» he said.", ["«First part.", "«Second part,»"]),
        ("“First part\ngoes on,” he said. “More.”", ["“First part", "goes on,”", "“More.”"]),
        ('"First part\ngoes on," he said. "More."', ['"First part', 'goes on,"', '"More."']),
    ],
)
def test_a_quotation_of_several_paragraphs_has_a_region_in_each(text: str, expected: list[str]) -> None:
    assert regions(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('A stray" mark.\n"Good," she said.', ['"Good,"']),
        ('"Good," she said."\n"Go on," she said.', ['"Good,"', '"Go on,"']),
        ('"Good, she said. "Go on," he said.', ['"Good,', '"Go on,"']),
        ('"Good, said Ilse Varn.\n\n"Go on," he said.', ['"Good,', '"Go on,"']),
        ("“Good, the mayor of Olm said.\n“Go on,” he said.", ["“Good,", "“Go on,”"]),
        ('Known as "Wild 2) it flew.\nIt is "old".', ['"Wild 2) it flew.', '"old"']),
        ("Good,” she said. “Go on.”", ["“Go on.”"]),
        ("Ends in a mark “\n“Good,” she said.", ["“Good,”"]),
    ],
)
def test_an_odd_mark_does_not_spoil_the_rest(text: str, expected: list[str]) -> None:
    assert regions(text) == expected


def test_no_region_crosses_a_line_and_none_overlap() -> None:
    text = "“A\n”B“\n«C »D« \"E\n\"F\" 'G' ''H\n‘I “J’ K” „L\n" * 20
    found = quoted_regions(text)
    assert all("\n" not in text[region.start : region.end] for region in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert all(0 <= region.start < region.end <= len(text) for region in found)


@pytest.mark.parametrize(
    "piece", ['"', "“", "”", "“ “ ”", "'a ", "‘a’ “ ", "«a ", "''", "\"'“‘«a ", "as' ‘x ", '"\n', "“\n"]
)
def test_ten_thousand_marks_take_linear_time(piece: str) -> None:
    start = time.process_time()
    quoted_regions(piece * 10_000)
    assert time.process_time() - start < 3.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Good”", "Good"),
        ('"Good"', "Good"),
        ("``Good''", "Good"),
        ("« Good »", " Good "),
        ("“Never closed", "Never closed"),
        ("“”", ""),
    ],
)
def test_inner_leaves_the_marks_out(text: str, expected: str) -> None:
    within = inner(text, Span(0, len(text)))
    assert text[within.start : within.end] == expected


def test_inner_of_a_region_that_only_closes_keeps_its_first_letter() -> None:
    text = "“First\ngoes on,” he said."
    region = quoted_regions(text)[1]
    within = inner(text, region)
    assert text[within.start : within.end] == "goes on,"


@pytest.mark.parametrize(
    ("content", "expected"),
    [("“all of it”", "direct"), ("all of", "direct"), ("the plan is “all of it”", "mixed"), ("the plan", "indirect")],
)
def test_content_kind_counts_words_inside_regions(content: str, expected: str) -> None:
    text = "She said the plan is “all of it”."
    start = text.index(content)
    assert content_kind(text, [Span(start, start + len(content))], quoted_regions(text)) == expected


def test_content_kind_of_two_segments_is_mixed_when_one_is_unquoted() -> None:
    text = "“Good,” she said, and then that all was well."
    segments = [Span(1, 6), Span(text.index("that"), text.index("."))]
    assert content_kind(text, segments, quoted_regions(text)) == "mixed"
    assert content_kind(text, segments[:1], quoted_regions(text)) == "direct"
    assert content_kind(text, [], quoted_regions(text)) == "indirect"
