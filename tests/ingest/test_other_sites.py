"""Pages as other systems write them: what they state only for readers, and boxes that are not of the article."""

from __future__ import annotations

import json

import pytest

from pipelines.ingest import ArticleRecord
from tests.ingest.articles_for_tests import page_outcome, taken

TITLE = "Hallmere port to stay open all winter"
PARAGRAPHS = [
    "The port of Hallmere will stay open all winter, harbour master Orla Tevick said on Monday.",
    "“We keep the lights on because people live out there,” she told reporters in Velmark. “Nobody should move.”",
    "Her deputy, Jarl Ossery, declined to comment on the cost, which the council puts at 31 million crowns.",
    "The ferry company said it would move its winter crossings to the outer harbour, where a pilot boat waits.",
    "“Nobody was asked,” said Bo Marr, who runs the fish market. “We read it on the door.”",
]
BODY = "\n".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


FIRST = '<time datetime="2024-03-04T08:30Z">4 March</time>'


def article(body: str = BODY, head: str = "", title: str = TITLE, before: str = "") -> ArticleRecord:
    """The article of a page with this head, headline and body."""
    return taken(
        page_outcome(
            f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>{head}</head>'
            f"<body>{before}<main><article><h1>{TITLE}</h1>{body}</article></main></body></html>"
        )
    )


@pytest.mark.parametrize(
    "byline",
    [
        "<p>By Tilda Marrow and Tor Vell</p>",
        '<div class="story-byline">by <a href="/t">Tilda Marrow</a>, <a href="/v">Tor Vell</a></div>',
        '<span class="Article_authorName__x1"><b>Tilda Marrow</b> and Tor Vell, Political Editor</span>',
        '<div class="c-byline">Words by Tilda Marrow &amp; Tor Vell | March 4, 2024</div>',
    ],
)
def test_a_byline_for_readers_gives_the_authors_and_is_no_part_of_the_body(byline: str) -> None:
    found = article(byline + BODY, before='<div class="card"><span class="author">Somebody Else</span></div>')
    assert found.authors == ("Tilda Marrow", "Tor Vell")
    assert found.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    ["<p>By Monday the port was shut.</p>", "<p>By all accounts</p>", '<div class="author">About the author</div>'],
)
def test_a_line_that_only_begins_like_a_byline_names_nobody(line: str) -> None:
    assert article(line + BODY).authors == ()


def test_authors_and_outlet_of_microdata_are_their_names_alone() -> None:
    found = article(
        '<span itemprop="author"><b itemprop="name">Tilda Marrow</b> <i itemprop="jobTitle">Reporter</i></span>'
        f'<div itemprop="publisher" itemscope><meta itemprop="name" content="Velmark Post"></div>{BODY}'
    )
    assert (found.authors, found.publisher) == (("Tilda Marrow",), "Velmark Post")


@pytest.mark.parametrize(
    "dates",
    [
        f'Updated <time datetime="2024-03-05T09:00Z">5 March</time> Published {FIRST}',
        f'<time class="updated" datetime="2024-03-05T09:00Z">5 March</time> {FIRST}',
        '<span class="date">4 March 2024, 08:30</span>',
        "<span>Published: March 4, 2024 8:30 a.m. | Updated: March 5, 2024 9:00 a.m.</span>",
    ],
)
def test_the_first_date_counts_and_not_that_of_an_update(dates: str) -> None:
    found = article(f"<p>{dates}</p>{BODY}")
    assert str(found.published_at) == "2024-03-04 08:30:00+00:00"


def test_a_line_of_dates_is_no_part_of_the_body() -> None:
    dates = '<time datetime="2024-03-05">5 March</time> Published <time datetime="2024-03-04">4 March</time>'
    assert article(f"<p>Last updated {dates}</p>{BODY}").text == "\n\n".join(PARAGRAPHS)
    told = f"<p>The market, published accounts say, opened on {dates} without a boat.</p>"
    assert "The market, published accounts say" in article(BODY + told).text


@pytest.mark.parametrize(
    "end",
    [" – Velmark Post", " » Velmark Post", " « Velmark Post", ": Velmark Post", " / Velmark Post", " :: Velmark Post",
     " | Harbour | Velmark Post", " - Politics - Velmark Post", " | Velmark Post - Latest news",
     " — velmarkpost.example"],
)  # fmt: skip
def test_the_outlet_at_the_end_of_a_title_goes_with_its_section(end: str) -> None:
    page = (
        f'<html><head><title>{TITLE}{end}</title><meta property="og:site_name" content="Velmark Post">'
        f'<meta property="og:url" content="https://www.velmarkpost.example/a"></head><body>{BODY}</body></html>'
    )
    assert taken(page_outcome(page)).title == TITLE


@pytest.mark.parametrize(
    "title", ["Port: the long wait", "Ossery / Tevick - a harbour in letters", "Who pays - and when?"]
)
def test_marks_inside_a_headline_stay(title: str) -> None:
    page = f"<html><head><title>{title} | Velmark Post</title></head><body><h1>{title}</h1>{BODY}</body></html>"
    assert taken(page_outcome(page)).title == title


def test_a_label_inside_the_heading_is_not_the_headline() -> None:
    head = f'<meta property="og:title" content="Harbour: {TITLE}">'
    page = (
        f"<html><head>{head}</head><body><article><h1><span>Harbour</span> <span class='headline'>{TITLE}</span></h1>"
        f"{BODY}</article></body></html>"
    )
    assert taken(page_outcome(page)).title == TITLE


@pytest.mark.parametrize(
    "box",
    [
        "<div class='x1'><h4>The Morning Tide</h4><p>News every day.</p><form><input type='email'></form></div>",
        "<div class='x1'><div><h4>The Morning Tide</h4></div><div><input type='email'></div></div>",
    ],
)
def test_a_box_with_a_field_to_fill_in_is_furniture(box: str) -> None:
    middle = BODY.replace("</p>\n", f"</p>\n{box}\n", 2)
    assert article(middle).text == "\n\n".join(PARAGRAPHS)


def test_a_form_around_the_article_takes_nothing_with_it() -> None:
    page = f"<html><body><form><div><h1>{TITLE}</h1>{BODY}<input type='email'></div></form></body></html>"
    assert "“Nobody was asked,” said Bo Marr" in taken(page_outcome(page)).text


def test_articles_that_only_link_to_others_are_furniture() -> None:
    card = (
        "<article><h3><a href='/x'>Storm closes the bridge</a></h3><time datetime='2024-02-01'>1 Feb</time>"
        "<p>A storm closed the bridge for the third time in a week, and nobody knows for how long.</p></article>"
    )
    found = article('<time datetime="2024-03-04T08:30Z">4 March</time>' + BODY, before=f"<div>{card}</div>")
    assert found.text == "\n\n".join(PARAGRAPHS)
    assert str(found.published_at) == "2024-03-04 08:30:00+00:00"


def test_posts_of_a_live_page_are_its_text() -> None:
    posts = "".join(f"<article><h2>{10 + place}:00</h2>{text}</article>" for place, text in enumerate(BODY.split("\n")))
    page = f"<html><body><main><h1>{TITLE}</h1>{posts}</main></body></html>"
    assert all(paragraph in taken(page_outcome(page)).text for paragraph in PARAGRAPHS)


def test_linked_data_inside_a_commented_section_is_read() -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": TITLE, "author": {"name": "Tilda Marrow"}})
    head = f'<script type="application/ld+json">/*<![CDATA[*/{data}/*]]>*/</script>'
    assert article(head=head).authors == ("Tilda Marrow",)


@pytest.mark.parametrize(
    "line",
    [
        "This website uses cookies to ensure you get the best experience on our website.",
        "You have 2 free articles left this month.",
        "Support independent journalism. Subscribe today for 1 crown.",
        "4 min read",
        "Contact the writer at tilda@velmarkpost.example",
        "To view this video please enable JavaScript",
        "Got it!",
    ],
)
def test_lines_that_speak_to_the_reader_are_furniture(line: str) -> None:
    assert article(BODY.replace("</p>\n", f"</p>\n<p>{line}</p>\n", 1)).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "You have two ferries left, she said, and no captain who would sail them in March.",
        "We use cookies as bait, Marr said, and the crabs come from all over the bay.",
        "Support for independent journalism fell in the town after the paper closed its doors.",
        "Ossery is the third deputy to leave the harbour office within a year.",
    ],
)
def test_sentences_that_begin_alike_stay(line: str) -> None:
    assert line in article(BODY.replace("</p>\n", f"</p>\n<p>{line}</p>\n", 1)).text


def test_who_the_author_is_does_not_belong_to_the_body() -> None:
    about = "<div class='x1'><h4>Tilda Marrow</h4><p>Tilda Marrow covers the harbour for the Post.</p></div>"
    head = '<meta name="author" content="Tilda Marrow">'
    assert article(BODY + about, head).text == "\n\n".join(PARAGRAPHS)
    quoted = "<p>Tilda Marrow was told: “We close.” She wrote it down.</p>"
    assert "“We close.”" in article(BODY + quoted, head).text


def test_a_date_line_above_the_body_gives_the_date() -> None:
    byline = "<p>By Tilda Marrow<br>Monday, March 4, 2024</p>"
    page = f"<html><head><title>{TITLE}</title></head><body>{byline}{BODY}</body></html>"
    found = taken(page_outcome(page))
    assert (found.authors, str(found.published_at)[:10]) == (("Tilda Marrow",), "2024-03-04")
    assert found.text == "\n\n".join(PARAGRAPHS)


def test_what_a_page_hides_is_not_read() -> None:
    hidden = "<div hidden><p>Hidden “words that nobody said”, said Nobody, again and again in this place.</p></div>"
    assert "Nobody, again" not in article(BODY + hidden).text
