"""Time expressions: what each sentence's expression spans and means on a day of publication."""

from __future__ import annotations

import itertools
import time
from datetime import date

import pytest

from pipelines.text.dates import find_dates
from pipelines.text.spans import Span

THURSDAY = date(2022, 1, 13)
MIDSUMMER = date(2023, 7, 19)  # a Wednesday

# sentence, day of publication, text of the expression, value
EXPRESSIONS = [
    ("It was signed on 27 May 1997 in Orvik.", None, "27 May 1997", "1997-05-27"),
    ("It was signed on May 27, 1997, in Orvik.", None, "May 27, 1997", "1997-05-27"),
    ("It was signed on the 27th of May 1997.", None, "27th of May 1997", "1997-05-27"),
    ("It was signed on May 27th, 1997.", None, "May 27th, 1997", "1997-05-27"),
    ("The vote of 2022-01-13 failed.", None, "2022-01-13", "2022-01-13"),
    ("Updated 13/01/2022 at noon.", None, "13/01/2022", "2022-01-13"),
    ("Updated 01/13/2022 at noon.", None, "01/13/2022", "2022-01-13"),
    ("Updated 05.06.2021.", None, "05.06.2021", "2021-06-05"),
    ("Orvik, Friday, August 15, 2008", None, "Friday, August 15, 2008", "2008-08-15"),
    ("Orvik, Wed, 12 Jan 2022", None, "Wed, 12 Jan 2022", "2022-01-12"),
    ("The Sept. 11 attacks changed that.", None, "Sept. 11", "2001-09-11"),
    ("Members met on May 27 in Orvik.", MIDSUMMER, "May 27", "2023-05-27"),
    ("Members met on Jan. 12 in Orvik.", THURSDAY, "Jan. 12", "2022-01-12"),
    ("Members met on 12 January in Orvik.", THURSDAY, "12 January", "2022-01-12"),
    ("Members met on 30 December in Orvik.", THURSDAY, "30 December", "2021-12-30"),
    ("They will vote on 14 March in Orvik.", THURSDAY, "14 March", "2022-03-14"),
    ("They voted on 14 March in Orvik.", THURSDAY, "14 March", "2021-03-14"),
    ("She wrote on Wednesday, 12 January.", THURSDAY, "Wednesday, 12 January", "2022-01-12"),
    ("She wrote on Sunday, 12 January.", THURSDAY, "Sunday, 12 January", "2022-01-12"),
    ("Talks open on Saturday, 15 January.", THURSDAY, "Saturday, 15 January", "2022-01-15"),
    ("The fair ran 12-14 January in Orvik.", THURSDAY, "12-14 January", "2022-01-12/2022-01-14"),
    ("The fair ran July 3 to 5, 2021.", None, "July 3 to 5, 2021", "2021-07-03/2021-07-05"),
    ("She said on Wednesday that it was late.", THURSDAY, "Wednesday", "2022-01-12"),
    ("After the Wednesday’s council she left.", THURSDAY, "Wednesday", "2022-01-12"),
    ("She said on Thursday that it was late.", THURSDAY, "Thursday", "2022-01-13"),
    ("She said on Friday that it was late.", THURSDAY, "Friday", "2022-01-07"),
    ("Police arrived Monday night.", THURSDAY, "Monday night", "2022-01-10"),
    ("The council meets next Monday.", THURSDAY, "next Monday", "2022-01-17"),
    ("The council on Monday will vote.", THURSDAY, "Monday", "2022-01-17"),
    ("The council will vote on Monday.", THURSDAY, "Monday", "2022-01-17"),
    ("On Monday, the council is expected to vote.", THURSDAY, "Monday", "2022-01-17"),
    ("She said on Monday that it will rain.", THURSDAY, "Monday", "2022-01-10"),
    ("It will rain, she said on Monday.", THURSDAY, "Monday", "2022-01-10"),
    ("He claimed responsibility for Monday's raid.", THURSDAY, "Monday", "2022-01-10"),
    ("The vote is scheduled for Tuesday.", THURSDAY, "Tuesday", "2022-01-18"),
    ("It happened last Thursday.", THURSDAY, "last Thursday", "2022-01-06"),
    ("In a Tuesday interview she agreed.", THURSDAY, "Tuesday", "2022-01-11"),
    ("After the scandal in October this seemed over.", THURSDAY, "October", "2021-10"),
    ("It began in January.", THURSDAY, "January", "2022-01"),
    ("It began in May.", THURSDAY, "May", "2021-05"),
    ("It began last March.", THURSDAY, "last March", "2021-03"),
    ("It will begin in March.", THURSDAY, "March", "2022-03"),
    ("It begins next October.", THURSDAY, "next October", "2022-10"),
    ("Work started in late September.", THURSDAY, "late September", "2021-09"),
    ("Since mid-October it has rained.", THURSDAY, "mid-October", "2021-10"),
    ("It began in October 2019.", None, "October 2019", "2019-10"),
    ("It began in October last year.", THURSDAY, "October last year", "2021-10"),
    ("The council met today.", THURSDAY, "today", "2022-01-13"),
    ("The council met yesterday.", THURSDAY, "yesterday", "2022-01-12"),
    ("The council meets tomorrow.", THURSDAY, "tomorrow", "2022-01-14"),
    ("The council meets tonight.", THURSDAY, "tonight", "2022-01-13"),
    ("It rained this morning.", THURSDAY, "this morning", "2022-01-13"),
    ("It rained last night.", THURSDAY, "last night", "2022-01-12"),
    ("It rained the day before yesterday.", THURSDAY, "day before yesterday", "2022-01-11"),
    ("It rained this week.", THURSDAY, "this week", "2022-W02"),
    ("It rained last week.", date(2022, 1, 3), "last week", "2021-W52"),
    ("It rained last weekend.", THURSDAY, "last weekend", "2022-01-08/2022-01-09"),
    ("It rained last month.", THURSDAY, "last month", "2021-12"),
    ("Prices fell this quarter.", THURSDAY, "this quarter", "2022-Q1"),
    ("Prices fell last year.", THURSDAY, "last year", "2021"),
    ("Prices fell late last year.", THURSDAY, "late last year", "2021"),
    ("Prices fell earlier this month.", THURSDAY, "earlier this month", "2022-01"),
    ("Prices fell over the past three months.", THURSDAY, "past three months", "2021-10-13/2022-01-13"),
    ("Prices may fall in the next two weeks.", THURSDAY, "next two weeks", "2022-01-13/2022-01-27"),
    ("Prices fell in the last decade.", THURSDAY, "last decade", "2012-01-13/2022-01-13"),
    ("He left three days ago.", THURSDAY, "three days ago", "2022-01-10"),
    ("He left two weeks ago.", THURSDAY, "two weeks ago", "2021-W52"),
    ("He left a month ago.", THURSDAY, "a month ago", "2021-12"),
    ("He left 20 years ago.", THURSDAY, "20 years ago", "2002"),
    ("Sales rose in the third quarter of 2021.", None, "third quarter of 2021", "2021-Q3"),
    ("Sales rose in Q3 2021.", None, "Q3 2021", "2021-Q3"),
    ("First-quarter profit rose.", MIDSUMMER, "First-quarter", "2023-Q1"),
    ("Sales rose in the first half of 2021.", None, "first half of 2021", "2021-01-01/2021-06-30"),
    ("It was common in the 1990s.", None, "1990s", "199X"),
    ("It was common in the late 1990s.", None, "late 1990s", "199X"),
    ("It was common in the ’90s.", None, "’90s", "199X"),
    ("It was common in the nineties.", None, "nineties", "199X"),
    ("The council has met since 2002.", None, "2002", "2002"),
    ("The 2016 election was close.", None, "2016", "2016"),
    ("Orvik’s 2014 charter is void.", None, "2014", "2014"),
    ("She won (2014).", None, "2014", "2014"),
    ("It closed in mid-2021.", None, "mid-2021", "2021"),
    ("At the end of 2019 it closed.", None, "end of 2019", "2019"),
    ("In the years 2016-2019 it rained.", None, "2016-2019", "2016/2019"),
    ("The 2016/17 season was wet.", None, "2016/17", "2016/2017"),
]


@pytest.mark.parametrize(("sentence", "published", "text", "value"), EXPRESSIONS)
def test_an_expression_has_its_span_and_value(sentence: str, published: date | None, text: str, value: str) -> None:
    found = find_dates(sentence, published)
    assert [(sentence[each.span.start : each.span.end], each.value) for each in found] == [(text, value)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Sunday Times reported it.",
        "Shops hope for Black Friday.",
        "Theresa May said no.",
        "May said no. Votes for May were few.",
        "You may go. They march on. He sat down.",
        "March on, said April Drane.",
        "A crowd of 2002 people came.",
        "The 2000 delegates came, some 1900 by bus.",
        "It cost $2,002 or 1990 euros.",
        "A 2000 year old town.",
        "They met every Monday and on Sundays.",
        "It begins at 2000 GMT.",
        "It is 3/4 full, 1.5 of 2.",
        "The updated 05/06/2021 form.",
        "See page 1987 of Vision 2030.",
        "It rose 20 percent, 3 to 1.",
        "The next day he left; the previous week too.",
        "The October Revolution and Bloody Sunday.",
        "Happy in Mar-a-Lago.",
        "She is in her 40s.",
        "A year earlier she had left, and that same day he came. Profit rose from a year earlier.",
        "Everything changed overnight. It cannot be done overnight.",
        "The first of May's ministers left, and then the second of March Street.",
        "Within two weeks the town had fallen; they built it in a month.",
        "The first week of the trial, the last two days of his term.",
        "On 5/6/2016 and 7/8/2016 it was one or the other.",
        "It was sold for around 1870. About 1900 came.",
        "The code 2022-13-45 and 31/02/2022.",
        "",
    ],
)
def test_words_that_only_look_like_dates_are_none(sentence: str) -> None:
    assert find_dates(sentence, THURSDAY) == ()


def test_without_a_day_of_publication_only_absolute_dates_are_found() -> None:
    text = "On Monday, 3 May, last year, in October, today and two weeks ago; on 3 May 2020 and in 2021."
    found = [text[each.span.start : each.span.end] for each in find_dates(text, None)]
    assert found == ["3 May 2020", "2021"]


@pytest.mark.parametrize("published", [date(1, 1, 1), date(9999, 12, 31), date(1500, 1, 1)])
def test_an_absurd_day_of_publication_counts_as_none(published: date) -> None:
    assert find_dates("Last year, on Monday, next year, 300 years ago.", published) == ()


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("in October 2021", date(2021, 10, 1), date(2021, 10, 31)),
        ("late last year", date(2021, 9, 1), date(2021, 12, 31)),
        ("earlier this month", date(2022, 1, 1), date(2022, 1, 13)),
        ("later this year", date(2022, 1, 13), date(2022, 12, 31)),
        ("this week", date(2022, 1, 10), date(2022, 1, 16)),
        ("the 1990s", date(1990, 1, 1), date(1999, 12, 31)),
        ("in Q4 2020", date(2020, 10, 1), date(2020, 12, 31)),
        ("yesterday", date(2022, 1, 12), date(2022, 1, 12)),
    ],
)
def test_first_and_last_day_are_both_inside(sentence: str, first: date, last: date) -> None:
    (found,) = find_dates(sentence, THURSDAY)
    assert (found.date_from, found.date_to) == (first, last)


def test_expressions_in_ignored_spans_are_left_out() -> None:
    text = "Monday and Tuesday and Wednesday"
    tuesday = Span(text.index("Tuesday"), text.index("Tuesday") + 3)
    found = find_dates(text, THURSDAY, ignore=[tuesday, Span(0, 6), Span(0, 2)])
    assert [text[each.span.start : each.span.end] for each in found] == ["Wednesday"]


def test_dates_come_in_text_order_without_overlaps() -> None:
    text = "On 3 May 2020, last week, since 1999, late last year, 12-14 January and two days ago. " * 30
    found = find_dates(text, THURSDAY)
    assert len(found) == 180
    assert all(one.span.end <= other.span.start for one, other in itertools.pairwise(found))
    assert all(each.date_from <= each.date_to for each in found)


def test_a_hundred_thousand_words_take_little_time() -> None:
    text = "The council of Orvik met 14 members on Monday, and in 2002 they said that 3 of 12 agreed.\n" * 6000
    start = time.process_time()
    find_dates(text, THURSDAY)
    assert time.process_time() - start < 6.0


@pytest.mark.parametrize(
    "piece",
    ["2002 ", "May ", "May and ", "5/6/2016 ", "in a week ", "last ", "12/", "Monday, ", "1-", "ago ", "the 1", "'90s"],
)
def test_repeated_pieces_take_linear_time(piece: str) -> None:
    start = time.process_time()
    find_dates(piece * 20_000, THURSDAY)
    assert time.process_time() - start < 10.0
