"""Boxes that sit in an article without being of it are taken off, and what only looks like one stays."""

from __future__ import annotations

import pytest

from tests.ingest.articles_for_tests import PAGE, page_outcome, taken

BEFORE = "<p>Her three conditions"


def text_with(box: str) -> str:
    """The text of the page with something put between two paragraphs."""
    return taken(page_outcome(PAGE.replace(BEFORE, box + BEFORE))).text


@pytest.mark.parametrize(
    "box",
    [
        '<div class="newsletter-signup"><p>Our morning letter brings you WRONG things every day at seven.</p></div>',
        '<div class="article__newsletterBox"><p>Our morning letter brings you WRONG things every day.</p></div>',
        '<section id="related-articles"><h2>Related</h2><p>WRONG: the ferry returns, says the pilot.</p></section>',
        '<div class="most-read"><ul><li>“It is WRONG,” says the harbour master of Hallmere</li></ul></div>',
        '<a href="/other"><div><p>“It is WRONG to close a port,” said the harbour master.</p></div></a>',
        '<ul><li><a href="/other"><h3>WRONG turn</h3><p>A ship took the way north, its captain said.</p></a></li></ul>',
        '<div class="author-bio"><p>Tilda Marrow has been WRONG about ports for thirty-eight years.</p></div>',
        '<div role="dialog"><p>We and our 300 partners keep WRONG things on your device.</p></div>',
        '<div class="cookie-consent"><p>We keep WRONG things on your device. Do you agree to it?</p></div>',
        '<figure><img src="a.jpg"><figcaption>The WRONG port from the north. Photo: A. Body</figcaption></figure>',
        '<div class="wp-caption"><p class="imageCaption">The WRONG port, seen from the north on a clear day.</p></div>',
        '<div id="comments"><p>“You are all WRONG,” wrote a reader under the name of Seagull.</p></div>',
        '<div class="social-share"><p>Share this WRONG article with all of your friends and family.</p></div>',
        "<p>Read also: WRONG turn at Hallmere</p>",
        "<p>Sign up for our WRONG newsletter to get all the news in your inbox</p>",
    ],
)  # fmt: skip
def test_furniture_between_paragraphs_is_left_out(box: str) -> None:
    text = text_with(box)
    assert "WRONG" not in text
    assert "“We will not close it. Not this year, and not the next,” she told reporters in Velmark." in text
    assert "no night shifts before the autumn" in text


@pytest.mark.parametrize(
    "box",
    [
        "<blockquote><p>“It is RIGHT to keep the port open,” the minister wrote to the council.</p></blockquote>",
        '<p>The ferry, <a href="/other">which was RIGHT on time</a>, left without her, the captain said.</p>',
        "<p>Subscribers to her view, which is RIGHT, were few, she said on Tuesday.</p>",
        '<div class="story-paragraph shared-styles"><p>The port is RIGHT where it was, she told the council.</p></div>',
        "<p>The committee recommended what is RIGHT for the port, the minister told reporters.</p>",
        "<ul><li>“RIGHT,” she said of the first condition, which the council had asked for.</li></ul>",
    ],
)
def test_what_belongs_to_the_article_stays(box: str) -> None:
    assert "RIGHT" in text_with(box)


def test_an_element_with_most_of_the_paragraphs_is_no_furniture_whatever_it_is_called() -> None:
    page = PAGE.replace("<article>", '<div class="related promo-wrapper">').replace("</article>", "</div>")
    assert "“We will not close it. Not this year, and not the next,”" in taken(page_outcome(page)).text


def test_text_behind_a_box_stays() -> None:
    text = text_with('<p>The port <span class="ad-slot">Buy WRONG boats</span>stays open, the minister added.</p>')
    assert "The port stays open, the minister added." in text
