"""Tokens keep their characters, features stand on the right ones, and windows tile a text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.text.encoding import (
    CLOSING,
    CONTEXT,
    INSIDE,
    OPENING,
    STRETCH,
    UPPER,
    WINDOW,
    Integers,
    encode,
    stretches,
    windows,
)
from pipelines.text.inference import AFTER, BEFORE, MODEL_FOLDER
from pipelines.text.spans import Span
from pipelines.text.subtokens import Subtokens

TOKENIZER = Subtokens(MODEL_FOLDER / "tokenizer.json")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aBé«»“”\"' \n.,1😀—", max_size=200))
def test_every_token_lies_in_the_text_and_after_the_one_before(text: str) -> None:
    encoding = encode(TOKENIZER, text)
    assert (encoding.starts < encoding.ends).all()
    assert (encoding.starts[1:] >= encoding.ends[:-1]).all()
    assert not len(encoding) or encoding.ends[-1] <= len(text)


@pytest.mark.parametrize(("opening", "closing"), ["“”", "«»", "„“", '""', "»«"])
def test_every_style_of_marks_gives_the_network_the_same_numbers(opening: str, closing: str) -> None:
    straight = encode(TOKENIZER, '"The dam will hold," said Ilse Varn.')
    other = encode(TOKENIZER, f"{opening}The dam will hold,{closing} said Ilse Varn.")
    assert other.ids.tolist() == straight.ids.tolist()
    assert other.quote.tolist() == straight.quote.tolist()
    assert straight.quote[0] == OPENING
    assert (straight.quote[1:6] == INSIDE).all()
    assert CLOSING in straight.quote


def test_tokens_of_page_furniture_are_left_out_and_the_next_line_still_starts_a_line() -> None:
    text = "First line.\nRead also: something else\nThird line."
    start = text.index("Read")
    encoding = encode(TOKENIZER, text, ignore=[Span(start, text.index("\nThird"))])
    words = [text[a:b] for a, b in zip(encoding.starts, encoding.ends, strict=True)]
    assert words == ["First", "line", ".", "Third", "line", "."]
    assert encoding.line.tolist() == [1, 0, 0, 1, 0, 0]


def test_all_pieces_of_a_word_have_the_case_of_the_whole_word() -> None:
    encoding = encode(TOKENIZER, "NAVTRANSPORT")
    assert len(encoding) > 1
    assert (encoding.case == UPPER).all()


def _line_starts(total: int, every: int) -> Integers:
    line = np.zeros(total, dtype=np.int64)
    line[::every] = 1
    return line


@given(st.integers(0, 500), st.integers(0, 3000), st.integers(1, 700))
def test_windows_tile_a_stretch_and_give_context_on_both_sides(start: int, total: int, every: int) -> None:
    end = start + total
    found = list(windows(_line_starts(end, every), start, end))
    assert [token for window in found for token in range(window.own_start, window.own_end)] == list(range(start, end))
    for window in found:
        assert start <= window.start
        assert window.end <= end
        assert window.end - window.start <= WINDOW
        assert window.own_start - window.start >= min(CONTEXT[0], window.own_start - start)
        assert window.end - window.own_end >= min(CONTEXT[1], end - window.own_end)


def test_a_window_ends_where_a_line_begins_when_one_is_near() -> None:
    first = next(windows(_line_starts(1000, 100), 0, 1000))
    assert first.own_end % 100 == 0


@given(st.integers(0, 3 * STRETCH))
def test_stretches_tile_a_text_and_see_beyond_their_own_ends_what_a_cue_may_need(total: int) -> None:
    found = list(stretches(total))
    assert [token for one in found for token in range(one.own_start, one.own_end)] == list(range(total))
    for one in found:
        assert one.own_start - one.start >= min(BEFORE + CONTEXT[0], one.own_start)
        assert one.end - one.own_end >= min(AFTER + CONTEXT[1], total - one.own_end)
