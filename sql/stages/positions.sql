-- Which place has each quote among those of its speaker on its topic?
-- One row a quote of a named speaker, each once a story however often it is reprinted. Quotes without any date are left
-- out.
-- quote_number: The quote.
-- position_number: Its place; 1 is the earliest.
-- days_since_previous: Days since the speaker's quote before on the topic; null for the first.
-- previous_cue_kind: What the speaker did with the words of the quote before; null for the first.

with

printings as (
    select * from stages.printings
),

articles as (
    select * from stages.articles
),

attributions as (
    select * from stages.attributions
)

select
    printings.quote_number,
    row_number() over speaker_topic as position_number,
    date_diff(
        'day', lag(printings.said_or_published_on) over speaker_topic, printings.said_or_published_on
    ) as days_since_previous,
    lag(attributions.cue_kind) over speaker_topic as previous_cue_kind
from printings
inner join articles
    on printings.article_number = articles.article_number
inner join attributions
    on printings.quote_number = attributions.quote_number
where
    printings.is_named
    and printings.is_first_in_story
    and printings.said_or_published_on is not null
window
    speaker_topic as (
        partition by printings.speaker_number, printings.quote_topic_number
        order by
            printings.said_or_published_on asc,
            printings.published_on asc nulls last,
            articles.version_id asc,
            attributions.quote_start asc,
            attributions.quote_id asc
    )
