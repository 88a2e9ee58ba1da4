"""Text cleaning, encodings and furniture."""

from __future__ import annotations

import pytest

from pipelines.ingest.cleaning import clean_line, clean_text
from pipelines.ingest.decoding import decode_bytes
from pipelines.ingest.furniture import find_furniture
from pipelines.ingest.records import RefusalError

MARKS = "“a” ‘b’ «c» „d“ ‹e› \"f\" 'g' — – … ″ ﬁ été e\u0301 👩\u200d🚒 العربية لن\u200cننتظر"


def test_quotation_marks_dashes_and_accents_are_never_touched() -> None:
    assert clean_text(MARKS) == MARKS


def test_line_ends_become_one_and_controls_go() -> None:
    raw = "one\r\ntwo\rthree\u2028four\x00 \x1b[31mred\x1b[0m\x07 tab\tstays"
    assert clean_text(raw) == "one\ntwo\nthree\nfour red tab\tstays"


def test_of_ascii_all_stays_but_line_ends_and_controls() -> None:
    for mark in map(chr, range(128)):
        kept = "\n" if mark == "\r" else mark if mark.isprintable() or mark in "\t\n" else ""
        assert clean_text(f"a{mark}b") == f"a{kept}b"


def test_invisible_characters_that_hide_or_turn_text_go() -> None:
    assert clean_text("\u202eVel\u200bmar\u00adk\u202c le\u200dft\ufeff") == "Velmark left"


def test_a_lone_surrogate_is_replaced() -> None:
    assert clean_text("a\ud800b") == "a\ufffdb"


def test_text_read_with_the_wrong_charset_is_repaired_without_straightening_quotes() -> None:
    right = "“We’ll wait,” said Brūvere — naïve or not."
    assert clean_text("â€œWeâ€™ll wait,â€\x9d said BrÅ«vere â€” naÃ¯ve or not.") == right


def test_a_title_is_one_line_of_bounded_length() -> None:
    assert clean_line(" A &amp;\n B&#8217;s ") == "A & B’s"
    assert clean_line(" \n") is None
    assert len(clean_line("x" * 100_000) or "") == 1000


def test_single_broken_bytes_do_not_turn_utf8_into_something_else() -> None:
    assert decode_bytes("“é” “ü” “š”".encode() + b"\xff") == "“é” “ü” “š”\ufffd"


def test_binary_data_is_no_text() -> None:
    with pytest.raises(RefusalError, match="not_text"):
        decode_bytes(b"%PDF-1.7 ...")


@pytest.mark.parametrize(
    "line",
    [
        "Read also: Talks on the port go on",
        "READ MORE: Talks on the port go on",
        "Read more",
        "Read more about the port: Talks go on",
        "See also: The port in figures",
        "ALSO READ | Talks on the port go on",
        "READ NEXT: A weekend of shifting skies, says weather service",
        "Related: The port in figures",
        "Related articles",
        "> Watch: The minister’s speech",
        "Watch | The minister’s speech",
        "Subscribe to our newsletter for the best of Velmark",
        "Sign up here for our daily newsletter",
        "Follow us on Twitter and Facebook",
        "Follow Tilda Marrow on X @marrow",
        '"Follow Tilda Marrow on Twitter @marrow."',
        "Advertisement",
        "- Advertisement 3Story continues below",
        "Photo: Jarl Ossery / Velmark Press",
        "(Photo credit: Jarl Ossery)",
        "Share this article",
        "© 2024 The Velmark Post. All rights reserved.",
        "Copyright 2024 The Velmark Post",
        "Click here to read the full report",
        "Get the latest news in your inbox.",
        "Don’t miss: Ten harbours to see",
        "Our Standards: The Velmark Principles.",
    ],
)
def test_page_furniture_is_marked_as_a_whole_line(line: str) -> None:
    text = f"First sentence.\n  {line} \nLast sentence."
    ((start, end),) = find_furniture(text)
    assert text[start:end] == line


@pytest.mark.parametrize(
    "line",
    [
        "Read also said the port would close.",
        "Follow the money, she said.",
        "Follow us on this road, the minister said, and you will see.",
        "Watch out, he warned.",
        "Watching the harbour: three women and a dog.",
        "See you in court: that was all he said.",
        "Related companies will pay too.",
        "Photographs were taken, Ossery said.",
        "Share prices fell: the bank lost a tenth.",
        "Sign up now or pay later, the minister said.",
        "Subscribe to our view or leave, he told them.",
        "“Click here to win,” the message said.",
        "“Follow Tilda Marrow on Twitter,” he said.",
        "Copyright is a right, the court ruled.",
        "Advertisement revenue fell by a tenth.",
        "More from the minister is expected on Friday.",
        "Read more books, the minister told pupils.",
        "Tags were cut from the nets.",
        "Get the latest figures before you speak, she said.",
        "The newsletter said: Read more: it helps.",
        "Download figures rose.",
    ],
)
def test_a_sentence_that_begins_like_furniture_is_none(line: str) -> None:
    assert find_furniture(f"First sentence.\n{line}\nLast sentence.") == ()


def test_a_long_line_is_never_furniture() -> None:
    assert find_furniture("Read also: " + "the port of Hallmere will stay open " * 20) == ()
