"""Web pages that say who they are in unusual ways, or say too much: ten of them, all invented."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from pipelines.ingest import ArticleRecord
from tests.ingest.articles_for_tests import page_outcome, taken

BODY = (
    "<p>The port of Hallmere will stay open, Minister Orla Tevick said on Tuesday after a meeting of the cabinet.</p>"
    "<p>“We will not close it. Not this year, and not the next,” she told reporters in Velmark.</p>"
    "<p>Her deputy, Jarl Ossery, declined to comment on the cost of the works, which nobody has put into figures.</p>"
)
ADDRESS = "https://www.velmark-post.example/politics/hallmere-port"
HEADLINE = "Hallmere port to stay open"
NODE = {"@type": "NewsArticle", "headline": HEADLINE, "datePublished": "2024-05-12T08:30:00+02:00"}


def page(head: str = "", body: str = BODY, linked: object = None, title: str = HEADLINE) -> ArticleRecord:
    """The article of a page with that in its head and in its ``<article>``; ``linked`` is its JSON-LD."""
    script = f'<script type="application/ld+json">{json.dumps(linked)}</script>' if linked else ""
    return taken(
        page_outcome(
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
            f'<link rel="canonical" href="{ADDRESS}">{head}{script}</head><body><article>{body}</article></body></html>'
        )
    )


def og(title: str, site: str = "The Velmark Post") -> str:
    return f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="{site}">'


def test_of_several_articles_in_a_graph_the_one_of_the_page_speaks() -> None:
    other = {
        **NODE,
        "headline": "Ferry fares rise",
        "author": "Somebody Else",
        "publisher": "X",
        "articleBody": "Fares.",
    }
    own = {"@type": ["Article", "NewsArticle"], "url": ADDRESS + "/", "headline": HEADLINE, "author": "Tilda Marrow"}
    article = page(linked={"@graph": [{**other, "url": "https://www.velmark-post.example/fares"}, own]})
    assert (article.title, article.authors) == (HEADLINE, ("Tilda Marrow",))
    by_headline = page(og(HEADLINE), linked=[other, {k: v for k, v in own.items() if k != "url"}])
    assert by_headline.authors == ("Tilda Marrow",)


@pytest.mark.parametrize(
    "author",
    [
        "By Tilda Marrow and Jarl Vell",
        ["Tilda Marrow", "Jarl Vell"],
        [{"@type": "Person", "name": "Tilda Marrow"}, {"@type": "Person", "name": ["Jarl Vell"]}],
        {"@type": "Person", "name": ["Tilda Marrow", "Jarl Vell"]},
        [[{"name": "Tilda Marrow", "url": "https://p.example/t"}], {"name": {"@value": "Jarl Vell"}}],
    ],
)
def test_authors_are_had_whatever_shape_they_come_in(author: object) -> None:
    assert page(linked={**NODE, "author": author}).authors == ("Tilda Marrow", "Jarl Vell")


@pytest.mark.parametrize(
    ("published", "hour"),
    [
        (1715495400000, 6),
        ("1715495400", 6),
        ("2024-05-12T08:30:00+02:00[Europe/Riga]", 6),
        ("2024-05-12T12:00:00.000+05:30", 6),
        ("2024-05-12T06:30:00.123456789Z", 6),
        ("12 May 2024 12:00 IST", 6),
        ("Sun May 12 2024 08:30:00 GMT+0200 (Central European Summer Time)", 6),
        ("12. Mai 2024, 06:30 Uhr", 6),
        ("12 de mayo de 2024 06:30", 6),
        ("12 août 2024 06:30", 6),
        ("12 maja 2024 06:30", 6),
        ("May 12, 2024 at 2:30 a.m. EDT", 6),
        ("2024-05-12 08:30 Europe/Berlin", 6),
    ],
)
def test_dates_are_read_in_their_zone_and_language(published: object, hour: int) -> None:
    month = 8 if "août" in str(published) else 5
    found = page(linked={**NODE, "datePublished": published}).published_at
    assert found is not None
    assert found.replace(second=0, microsecond=0) == datetime(2024, month, 12, hour, 30, tzinfo=UTC)


def test_the_headline_is_the_heading_that_the_window_title_has_too() -> None:
    headings = f"<h1>The Velmark Post</h1><h1>Most read</h1><h1>Politics</h1><h1>{HEADLINE}</h1>"
    assert page(body=headings + BODY, title=f"{HEADLINE} | Politics | The Velmark Post").title == HEADLINE


def test_a_kicker_in_a_heading_of_its_own_is_not_the_headline() -> None:
    body = f"<h1>LIVE</h1><h1>Ferries</h1>{BODY}"
    assert page(og(f"LIVE | {HEADLINE}"), body, title=f"LIVE | {HEADLINE}").title == f"LIVE | {HEADLINE}"


def test_a_headline_that_only_readers_see_is_taken() -> None:
    assert (
        page(body=f"<h1><a href='/'>The Velmark Post</a></h1><h1>{HEADLINE}</h1>{BODY}", title="News").title == HEADLINE
    )


@pytest.mark.parametrize(
    "decorated",
    [
        f"{HEADLINE} - Politics | The Velmark Post",
        f"{HEADLINE} | Politics | Velmark-Post.example",
        f"{HEADLINE} – The Velmark Post Online",
        f"The Velmark Post: {HEADLINE}",
        f"{HEADLINE} | Politics",
    ],
)
def test_outlet_and_section_are_no_part_of_the_headline(decorated: str) -> None:
    assert page(og(decorated), f"<h1>{HEADLINE}</h1>{BODY}", title=decorated).title == HEADLINE


def test_a_headline_that_was_cut_for_search_engines_is_had_whole() -> None:
    whole = "Hallmere port to stay open for another two years, minister says after a meeting of the cabinet in Velmark"
    article = page(og(whole), f"<h1>{whole}</h1>{BODY}", {**NODE, "headline": whole[:80] + "..."})
    assert article.title == whole


def test_what_newsroom_and_readers_call_it_wins_over_a_copy_of_the_window_title() -> None:
    searched = "Hallmere port: opening times and news"
    node = {**NODE, "headline": searched, "name": f"{searched} - The Velmark Post"}
    article = page(og(HEADLINE), f"<h1>{HEADLINE}</h1>{BODY}", node, title=f"{searched} - The Velmark Post")
    assert article.title == HEADLINE


def test_a_live_page_is_dated_by_itself_and_not_by_its_entries() -> None:
    entries = [
        {"@type": "BlogPosting", "headline": f"Entry {hour}", "datePublished": f"2024-05-13T{hour:02}:00:00Z",
         "articleBody": "Ships wait.", "author": {"name": "Desk"}, "publisher": {"name": "X"}}
        for hour in range(6, 12)
    ]  # fmt: skip
    live = {**NODE, "@type": "LiveBlogPosting", "liveBlogUpdate": entries, "coverageStartTime": "2024-05-12T06:00:00Z"}
    article = page(linked=live)
    assert (article.title, article.published_at) == (HEADLINE, datetime(2024, 5, 12, 6, 30, tzinfo=UTC))


def test_a_stub_before_a_paywall_keeps_its_teaser_and_drops_the_offer() -> None:
    offer = "<div class='paywall'><p>Subscribe to continue reading.</p><p>Already a subscriber? Log in</p></div>"
    article = page(body=BODY + offer, linked={**NODE, "isAccessibleForFree": False})
    assert article.text.endswith("has put into figures.")


def test_a_page_for_phones_has_the_address_of_the_article() -> None:
    ampish = "<amp-ad></amp-ad><amp-img src='a.jpg'></amp-img><amp-social-share></amp-social-share>"
    article = page("<script async src='https://cdn.example/v0.js'></script>", ampish + BODY, [NODE])
    assert (article.url, article.text.count("Hallmere")) == (ADDRESS, 1)


def test_without_metadata_the_time_beside_the_headline_dates_the_page() -> None:
    beside = f"<header><h1>{HEADLINE}</h1><time datetime='2024-05-12T06:30:00Z'>12 May</time></header>"
    other = "<aside><time datetime='2023-01-01T00:00:00Z'>old</time></aside>"
    outcome = page_outcome(f"<html><head><title>x</title></head><body>{other}{beside}<main>{BODY}</main></body></html>")
    assert taken(outcome).published_at == datetime(2024, 5, 12, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        "<span>Published May 12, 2024 6:30 am</span>",
        "<div>Posted 12 May 2024, 06:30<span>Last updated 3 hours ago</span></div>",
        "<p>First published on 12 May 2024 06:30 | Updated 13 May 2024</p>",
    ],
)
def test_without_metadata_a_line_that_says_when_it_was_published_dates_the_page(line: str) -> None:
    outcome = page_outcome(f"<html><head><title>x</title></head><body><h1>{HEADLINE}</h1>{line}{BODY}</body></html>")
    assert taken(outcome).published_at == datetime(2024, 5, 12, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type": "NewsArticle", "headline": "Hallmere port to stay open", "author": "Tilda Marrow",}',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;author&quot;: &quot;Tilda Marrow&quot;}",
        '<!-- {"@type": "NewsArticle", "author": [{"name": "Tilda Marrow"},]} -->',
    ],
)
def test_linked_data_with_a_common_fault_is_read(broken: str) -> None:
    assert page(f'<script type="application/ld+json">{broken}</script>').authors == ("Tilda Marrow",)


def test_tags_in_a_headline_are_none_of_its_words() -> None:
    tagged = "<em>Hallmere</em> port to stay&nbsp;open<br/>"
    assert page(linked={**NODE, "headline": tagged}).title == HEADLINE


def test_a_page_without_markup_of_its_own_keeps_the_paragraphs_of_its_linked_data() -> None:
    body = 'The captain was cleared.\n\n"I slept," Captain Aldo Finch told reporters.\n\nNo appeal is planned, he said.'
    linked = json.dumps({"@type": "NewsArticle", "headline": "Captain cleared", "articleBody": body})
    outcome = page_outcome(
        f'<html><head><title>Captain cleared</title><script type="application/ld+json">{linked}</script></head>'
        '<body><div id="__next"></div></body></html>'
    )
    assert taken(outcome).text == body
