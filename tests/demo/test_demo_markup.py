"""Markup: tags become spans, and braces that do not pair are refused."""

import pytest

from pipelines.demo.markup import MarkupError, parse_markup


def test_tags_are_stripped_and_become_spans() -> None:
    parsed = parse_markup("{s1 She} {c1 said} on {d2024-03-05 Tuesday} that {q1 it rained}.")
    assert parsed.text == "She said on Tuesday that it rained."
    (attribution,) = parsed.attributions
    words = [parsed.text[start:end] for start, end in (*attribution.source, *attribution.cue, *attribution.content)]
    assert words == ["She", "said", "it rained"]
    assert parsed.text[slice(*parsed.dates[0].span)] == "Tuesday"
    assert attribution.kind == "indirect"


def test_a_split_quote_is_one_attribution_with_two_segments() -> None:
    parsed = parse_markup("“{q1 Yes},” {s1 he} {c1 said}. “{q1 No}.”")
    assert [parsed.text[start:end] for start, end in parsed.attributions[0].content] == ["Yes", "No"]
    assert parsed.attributions[0].kind == "direct"


def test_a_source_may_serve_two_attributions_and_tags_may_nest() -> None:
    parsed = parse_markup("{s1,2 Ann} {c1 said} {q1 {s3 Bo} {c3 thinks} {q3 so}} and {c2 denied} {q2 it “all”}.")
    one, two, three = parsed.attributions
    assert one.source == two.source
    assert one.content[0][0] <= three.content[0][0] < three.content[0][1] <= one.content[0][1]
    assert two.kind == "mixed"


def test_an_apostrophe_does_not_close_a_single_quotation() -> None:
    parsed = parse_markup("‘{q1 Don’t look},’ {s1 he} {c1 said}, the boats’ owner.")
    assert parsed.attributions[0].kind == "direct"


def test_a_quote_left_open_runs_to_the_end_of_its_paragraph() -> None:
    parsed = parse_markup("“{q1 One.}\n\n“{q1 Two},” {s1 she} {c1 said}.\n\n{s2 He} {c2 said} {q2 three}.")
    assert [attribution.kind for attribution in parsed.attributions] == ["direct", "indirect"]


@pytest.mark.parametrize("marked", ["{s1 never closed", "closed twice}", "a { brace"])
def test_braces_that_do_not_pair_are_refused(marked: str) -> None:
    with pytest.raises(MarkupError):
        parse_markup(marked)
