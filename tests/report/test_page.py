"""The page: nothing that stands in an article becomes markup, script or a link that is not one."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from lxml import html

from pipelines.report.contents import Development, Report
from pipelines.report.page import report_page
from pipelines.settings import Settings
from pipelines.steps.reporting import Wanted, make_report
from tests.report.hostile import QUOTED_ADDRESS, SPEAKER, TOPIC

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "section", "footer", "div", "p", "h1", "h2", "dl"),
    *("dt", "dd", "span", "b", "bdi", "br", "mark", "a", "ol", "li", "blockquote", "figure", "script", "noscript"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "role", "aria-label", "data-chart", "type", "id"),
    *("tabindex", "scope", "href", "rel"),
}


@pytest.fixture(scope="module")
def report(hostile: Settings) -> Report:
    return make_report(hostile, Wanted(speaker=SPEAKER, topic=TOPIC))


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return report_page(report)


@pytest.fixture(scope="module")
def tree(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def words_of(tree: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in tree.xpath(path)]


def elements(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return (element for element in tree.iter() if isinstance(element.tag, str))


def test_there_are_no_elements_attributes_or_comments_but_the_pages_own(tree: html.HtmlElement) -> None:
    assert {element.tag for element in elements(tree)} <= TAGS
    assert {name for element in elements(tree) for name in element.attrib} <= ATTRIBUTES
    assert not list(tree.iter(html.etree.Comment))


def test_only_the_pages_own_script_can_run(page: str, tree: html.HtmlElement) -> None:
    scripts = tree.xpath("//script[not(@type)]")
    assert len(scripts) == 1
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    digest = base64.b64encode(hashlib.sha256(scripts[0].text.encode()).digest()).decode()
    assert rules["script-src"] == f"'sha256-{digest}'"
    assert rules["default-src"] == "'none'"
    assert page.index("Content-Security-Policy") < page.index("<title>") < page.index("<style>")


def test_the_data_of_charts_is_whole_and_cannot_end_its_element(page: str, tree: html.HtmlElement) -> None:
    blocks = tree.xpath("//script[@type='application/json']")
    assert [block.get("id") for block in blocks] == ["data-timeline", "data-voices", "data-trends"]
    assert all("layer" in json.loads(block.text) for block in blocks)
    assert not any(re.search("[<>&\u2028\u2029]", block.text) for block in blocks)
    assert page.count("<script") == page.count("</script") == 4


def test_the_words_of_articles_are_shown_as_they_are(tree: html.HtmlElement) -> None:
    (first, *_) = words_of(tree, "//blockquote")
    assert "</script><script>document.title='owned'</script><!-- <img src=x" in first
    assert "{{ 7 * 7 }} {% raw %} ${alert(1)}" in first
    assert "&amp; ]]>" in first


def test_signs_that_turn_or_control_what_follows_are_not_shown(page: str) -> None:
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", page)


def test_only_addresses_of_the_web_are_links(tree: html.HtmlElement, report: Report) -> None:
    assert [link.get("href") for link in tree.xpath("//a")] == [QUOTED_ADDRESS]
    assert len(report.quotes) == 5
    assert len([words for words in words_of(tree, "//li") if "no address to link to" in words]) == 4
    assert set(tree.xpath("//a/@rel")) == {"noopener noreferrer nofollow"}


def test_the_quote_is_marked_in_its_paragraph(tree: html.HtmlElement, report: Report) -> None:
    for item, quote in zip(tree.xpath("//li"), report.quotes, strict=True):
        (mark,) = item.xpath(".//mark")
        assert mark.text_content().startswith("The bridge ")
        assert item.xpath(".//span[@class='cue']")[0].text_content() == "said"
        paragraph = item.xpath(".//blockquote")[0].text_content()
        assert paragraph.startswith("“The bridge")
        assert quote.quote_id in item.text_content()


def test_filters_date_and_checks_are_told(tree: html.HtmlElement) -> None:
    facts = dict(zip(words_of(tree, "//dt"), words_of(tree, "//dd"), strict=True))
    assert list(facts) == ["Speaker", "Topic", "Days", "Data", "Checks"]
    assert facts["Data"].startswith("as of 7 May 2031, 04:00 UTC; 7 articles published from 3 January 2031")
    assert facts["Checks"] == "✗ 1 of 2 checks not met, 0 of them critical; listed at the end, the latest on 7 May 2031"
    assert "Checks that were not met" in words_of(tree, "//h2")


def test_every_chart_has_a_table_with_the_same_figures(tree: html.HtmlElement, report: Report) -> None:
    for block in tree.xpath("//script[@type='application/json']"):
        bars = json.loads(block.text)["layer"][0]["data"]["values"]
        (table,) = block.getparent().getparent().xpath(".//table")
        shown = [cell.text_content() for cell in table.xpath(".//td[@class='number'][not(b)]")]
        assert [str(bar["quotes"]) for bar in bars if "period" in bar] in ([], shown)
    voices = [cell.text_content() for cell in tree.xpath("//tr[th[@scope='row']]/td[1]")][: len(report.voices)]
    assert voices == [f"{voice.share:.1%}" for voice in report.voices]


def test_the_same_report_gives_the_same_bytes(report: Report, page: str) -> None:
    assert report_page(report) == page


def test_a_page_without_quotes_says_so_everywhere(hostile: Settings) -> None:
    wanted = Wanted(speaker=SPEAKER, first_on=date(1999, 1, 1), last_on=date(1999, 12, 31))
    tree = html.document_fromstring(report_page(make_report(hostile, wanted)))
    assert words_of(tree, "//*[contains(@class, 'lead')]") == ["No quote meets these filters."]
    assert len(tree.xpath("//section/p[@class='empty']")) == 4
    assert not tree.xpath("//*[@data-chart]")


def test_an_empty_warehouse_has_a_page_too(report: Report) -> None:
    state = replace(report.state, built_at=None, first_on=None, last_on=None, checks=0, checked_at=None, failures=())
    parts = {"timeline": Development((), 0, 0), "trends": Development((), 0, 0), "voices": (), "quotes": ()}
    nothing = replace(report, found=replace(report.found, quotes=0), span=None, state=state, **parts)
    facts = words_of(html.document_fromstring(report_page(nothing)), "//dd")
    assert facts[-1] == "✗ none recorded: nothing vouches for these figures"
