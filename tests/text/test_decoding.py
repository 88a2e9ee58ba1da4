"""The numbers of the network become the ranges that they stand for."""

from __future__ import annotations

import numpy as np

from pipelines.text.decoding import by_word, find_contents, find_cues, find_names, find_sources, softmax

SURE = 12.0


def _labels(labels: str, names: str) -> np.ndarray:
    logits = np.zeros((len(labels), len(names)), dtype=np.float32)
    for place, label in enumerate(labels):
        logits[place, names.index(label)] = SURE
    return logits


def test_two_cues_side_by_side_stay_two() -> None:
    found = find_cues(softmax(_labels("OBIBOO", "OBI")))
    assert [(cue.start, cue.end) for cue in found] == [(1, 3), (3, 4)]


def test_a_cue_below_the_threshold_is_left_out() -> None:
    weak = softmax(np.array([[0.0, 0.5, 0.0]], dtype=np.float32))
    assert find_cues(weak, threshold=0.9) == []
    assert len(find_cues(weak, threshold=0.5)) == 1


def test_a_cue_never_begins_or_ends_inside_a_word() -> None:
    shares = by_word(softmax(_labels("OBBOOO", "OBI")), np.array([0, 1, 1, 1, 2, 3]))
    assert [(cue.start, cue.end) for cue in find_cues(shares)] == [(1, 4)]


def test_names_take_the_kind_of_most_of_their_mass() -> None:
    shares = softmax(_labels("OabO", "Oabcdefghij"))
    ((tokens, kind),) = find_names(shares)
    assert (tokens.start, tokens.end, kind) == (1, 3, "person")


def test_no_names_in_no_tokens() -> None:
    assert list(find_names(np.zeros((0, 11), dtype=np.float32))) == []


def _pointers(length: int, start: int, last: int) -> np.ndarray:
    logits = np.zeros((length, 2), dtype=np.float32)
    logits[start, 0], logits[last, 1] = SURE, SURE
    return logits


def test_the_source_is_the_likeliest_start_and_end() -> None:
    (found,) = find_sources(_pointers(8, 2, 4)[None], np.zeros((1, 2), dtype=np.float32), np.ones((1, 8), dtype=bool))
    assert found is not None
    assert (found.start, found.end) == (2, 5)
    assert found.probability > 0.99


def test_there_is_no_source_where_none_is_likelier() -> None:
    none = np.array([[20.0, 20.0]], dtype=np.float32)
    assert find_sources(_pointers(8, 2, 4)[None], none, np.ones((1, 8), dtype=bool)) == [None]


def test_a_source_never_begins_in_the_cue() -> None:
    allowed = np.ones((1, 8), dtype=bool)
    allowed[0, 2:5] = False
    (found,) = find_sources(_pointers(8, 2, 4)[None], np.full((1, 2), -20, dtype=np.float32), allowed)
    assert found is None or not 2 <= found.start < 5


def _content(length: int, *ranges: tuple[int, int]) -> np.ndarray:
    logits = np.full((1, length, 5), -4.0, dtype=np.float32)
    for start, end in ranges:
        logits[0, start:end, 2] = 4.0
        logits[0, start, 3], logits[0, end - 1, 4] = 6.0, 6.0
    return logits


def test_a_content_of_two_fragments_is_found_as_two() -> None:
    (found,) = find_contents(_content(20, (2, 6), (9, 15)), np.ones((1, 20), dtype=bool))
    assert [(one.start, one.end) for one in found] == [(2, 6), (9, 15)]


def test_a_content_may_reach_the_last_token() -> None:
    (found,) = find_contents(_content(10, (4, 10)), np.ones((1, 10), dtype=bool))
    assert [(one.start, one.end) for one in found] == [(4, 10)]


def test_one_doubtful_token_does_not_split_a_content() -> None:
    logits = _content(20, (2, 12))
    logits[0, 6, 2] = -0.5
    (found,) = find_contents(logits, np.ones((1, 20), dtype=bool))
    assert [(one.start, one.end) for one in found] == [(2, 12)]


def test_each_cue_has_its_own_content() -> None:
    logits = np.concatenate([_content(12, (0, 4)), _content(12, (6, 9)), _content(12)])
    found = find_contents(logits, np.ones((3, 12), dtype=bool))
    assert [[(one.start, one.end) for one in fragments] for fragments in found] == [[(0, 4)], [(6, 9)], []]
