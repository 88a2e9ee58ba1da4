"""Every quotation is found in the document that it was read from, character by character."""

from __future__ import annotations

import html
import json
import re
from itertools import pairwise

import pytest

from pipelines.demo import articles_folder, samples_folder
from pipelines.ingest import Document, Rejected, extract_article, read_sources
from pipelines.ingest.originals import decoded_original, locate, map_to_original
from tests.ingest.articles_for_tests import AS_OF, PAGE, taken

QUOTATION = re.compile(r"“[^“”\n]{10,}”|«[^«»\n]{10,}»|\"[^\"\n]{10,}\"")
DOCUMENTS = [
    one
    for one in read_sources([samples_folder(), articles_folder()])
    if isinstance(one, Document) and "gqg.jsonl" not in one.source_uri  # its quotation marks are ours
]


def solid(text: str) -> str:
    return re.sub(r"\s+", "", text)


def plain(words: str, media_type: str) -> str:
    """The original's characters with escapes, tags and references undone, in the simplest way."""
    if media_type == "application/json":
        words = json.loads('"' + re.sub(r'(?<!\\)"', r"\"", words) + '"')
    for _ in range(2):
        words = html.unescape(re.sub(r"<[^<>]+>", "", words))
    return words


@pytest.mark.parametrize("media_type", sorted({one.media_type for one in DOCUMENTS}))
def test_every_quotation_stands_in_its_original(media_type: str) -> None:
    count = 0
    for document in (one for one in DOCUMENTS if one.media_type == media_type):
        article = extract_article(document, as_of=AS_OF)
        if isinstance(article, Rejected):
            continue
        runs, original = map_to_original(document, article.text), decoded_original(document)
        for quotation in QUOTATION.finditer(article.text):
            place = locate(runs, *quotation.span())
            assert place is not None, (document.source_uri, quotation[0])
            assert solid(plain(original[slice(*place)], media_type)) == solid(quotation[0]), document.source_uri
            count += 1
    assert count >= 5


def test_runs_are_in_order_and_each_is_equally_long_or_one_character() -> None:
    page = PAGE.replace("declined to comment", "declined&nbsp;to <em>com</em>ment &amp; left")
    document = Document("a.html", "text/html", page.encode())
    runs = map_to_original(document, taken(extract_article(document)).text)
    assert all(first.end <= second.start for first, second in pairwise(runs))
    lengths = [(run.end - run.start, run.original_end - run.original_start) for run in runs]
    assert all(ours == theirs or ours == 1 for ours, theirs in lengths)
    assert (1, 5) in lengths  # &amp;


def test_what_is_not_in_the_original_has_no_place() -> None:
    document = Document("a.txt", "text/plain", b"The port stays open.")
    assert locate(map_to_original(document, "Nobody ever said this at all."), 0, 10) is None


def test_words_in_another_order_or_mended_still_have_their_places() -> None:
    broken = "The café stays open, Orla Tevick said on Tuesday in Velmark."
    document = Document("a.txt", "text/plain", broken.encode().decode("cp1252").encode())
    text = taken(extract_article(document)).text
    assert text == broken
    runs = map_to_original(document, text)
    place = locate(runs, text.index("Orla"), text.index(" in Velmark"))
    assert place is not None
    assert decoded_original(document)[slice(*place)] == "Orla Tevick said on Tuesday"
