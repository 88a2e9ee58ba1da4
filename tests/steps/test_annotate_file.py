"""JSONL in, JSONL out: every line of the output is what the README says it is, and leads back to the text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.steps.annotate_file import BadLine, annotate_file, annotate_record
from pipelines.text.annotator import Annotator
from tests.newsroom import BRIDGE, StandIn, no_progress

TEXT = BRIDGE.format(number=1)
KINDS = {"direct", "indirect", "mixed"}


@pytest.fixture
def stand_in_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Annotator, "load", classmethod(lambda cls, threads=1: StandIn()))


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.usefixtures("stand_in_models")
def test_an_annotation_holds_offsets_into_the_given_text() -> None:
    found = annotate_record(Annotator.load(), {"article_id": 7, "text": TEXT, "published_at": "2031-05-06T08:00:00Z"})
    entity_id = found["attributions"][0]["speaker"]["entity_id"]
    name, day = span("Orla Vint"), span("Monday")
    attribution = {
        "source": [name],
        "cue": [span("said")],
        "content": [span("The bridge number 1 will open in June,")],
        "type": "direct",
        "speaker": {"name": "Orla Vint", "kind": "person", "entity_id": entity_id},
        "said_on": None,
        "confidence": 0.9,
    }
    assert found == {
        "article_id": 7,
        "attributions": [attribution],
        "mentions": [{"start": name[0], "end": name[1], "type": "person", "form": "name", "name": "Orla Vint"}],
        "topics": [],
        "dates": [{"start": day[0], "end": day[1], "value": "2031-05-05"}],
    }


def span(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


@pytest.mark.usefixtures("stand_in_models")
def test_lines_come_out_in_input_order_and_blank_ones_are_skipped(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", *({"article_id": f"a{number}", "text": TEXT} for number in (3, 1, 2)))
    source.write_text("\n" + source.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    told: list[tuple[str, int, int | None]] = []
    assert annotate_file(source, tmp_path / "out.jsonl", lambda *step: told.append(step)).articles == 3
    assert [line["article_id"] for line in read(tmp_path / "out.jsonl")] == ["a3", "a1", "a2"]
    assert told[-1] == ("annotations", 3, 3)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{", "line 2: not JSON"),
        (b'{"article_id": "a", "text": "\xe9t\xe9"}', "line 2: not JSON"),
        (b'{"article_id": "a", "text": "\\ud83c"}', "line 2: the text holds half a character"),
        (b"[1]", "line 2: an article needs article_id and text"),
        (b'{"text": "No id."}', "line 2: an article needs article_id and text"),
        (b'{"article_id": "a", "text": null}', "line 2: an article needs article_id and text"),
    ],
)
@pytest.mark.usefixtures("stand_in_models")
def test_a_bad_line_is_named_and_leaves_an_earlier_output_as_it_was(tmp_path: Path, line: bytes, words: str) -> None:
    source = write(tmp_path / "in.jsonl", {"article_id": "a", "text": TEXT})
    source.write_bytes(source.read_bytes() + line + b"\n")
    output = tmp_path / "out.jsonl"
    output.write_text("earlier", encoding="utf-8")
    with pytest.raises(BadLine, match=words):
        annotate_file(source, output, no_progress)
    assert output.read_text(encoding="utf-8") == "earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_the_shipped_model_gives_well_formed_lines(tmp_path: Path) -> None:
    text = f"🌧️ {TEXT}\n\nRead also: Rain over the strait\n\nOfficials said the works were late."
    source = write(tmp_path / "in.jsonl", {"article_id": "a", "text": text, "title": "Bridge", "published_at": "soon"})
    annotate_file(source, tmp_path / "out.jsonl", no_progress)
    (found,) = read(tmp_path / "out.jsonl")
    assert list(found) == ["article_id", "attributions", "mentions", "topics", "dates"]
    assert found["attributions"]
    furniture = text.index("Read also"), text.index("Officials")
    for one in found["attributions"]:
        assert list(one) == ["source", "cue", "content", "type", "speaker", "said_on", "confidence"]
        assert one["type"] in KINDS
        assert one["content"]
        for start, end in (*one["source"], *one["cue"], *one["content"]):
            assert 0 <= start < end <= len(text)
            assert end <= furniture[0] or start >= furniture[1]
        assert (one["speaker"]["name"] is None) == (one["speaker"]["kind"] in ("unnamed", "none"))
    assert all(0 <= topic["score"] <= 1 for topic in found["topics"])
