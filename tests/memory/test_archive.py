"""The archive that memory is measured with holds as many articles as records."""

from __future__ import annotations

import gzip
from pathlib import Path

from pipelines.ingest import extract_article
from tests.ingest.articles_for_tests import PAGE, documents, taken
from tests.memory.archive import write_archive


def test_each_repetition_of_a_page_is_an_article_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for name, page in (("a", PAGE), ("b", PAGE.replace('rel="canonical"', 'rel="nothing"'))):
        (tmp_path / "pages" / f"{name}.html.gz").write_bytes(gzip.compress(page.encode()))
    write_archive(tmp_path / "pages", 5, tmp_path / "a.warc.gz")
    articles = [taken(extract_article(one)) for one in documents(tmp_path / "a.warc.gz")]
    assert len({article.article_id for article in articles}) == 5
    assert {article.text for article in articles} == {articles[0].text}
