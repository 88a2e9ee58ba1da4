"""What the UI shows of a step: samples that render, checks with the rows that fail them."""

from __future__ import annotations

from pipelines.assets.results import markdown_table


def test_a_cell_cannot_break_out_of_its_table() -> None:
    shown = markdown_table(("a", "b"), [("one | two\nthree", "<script>"), (b"\x00\x01", "x" * 200), (None, 1.5)])
    lines = shown.splitlines()
    assert lines[:2] == ["| a | b |", "| --- | --- |"]
    assert lines[2] == "| one \\| two three | &lt;script> |"
    assert lines[3].startswith("| 2 bytes | xxx")
    assert lines[3].endswith("x… |")
    assert len(lines) == 5
