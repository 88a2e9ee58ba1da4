-- What has this person or organisation said on a topic, in order, and with which cues?
-- One row a quote, each once a story, the earliest first: quotes whose own main topic is the wanted one or lies below
-- it in the taxonomy, or whose own words are on a topic of topics.toml of that name. As in
-- speaker_positions, printings that name somebody else do not count.
-- usage: select * from positions_of('Name Surname', 'health')
-- wanted_name: The name, whole; as in quotes_by.
-- wanted_topic: Name or id of the topic, of IPTC or of topics.toml; case does not matter.

with

disputed_printings as (
    select * from counts.disputed_printings
),

wanted_quotes as (
    select
        topic_quotes.*,
        lag(topic_quotes.cue_kind) over day_order as previous_cue_kind,
        lag(topic_quotes.said_or_published_on) over day_order as previous_on,
        row_number() over day_order as position_number
    from quotes_on_topic(wanted_topic) as topic_quotes
    where
        topic_quotes.is_quote_on_topic
        and topic_quotes.is_first_in_story
        and topic_quotes.said_or_published_on is not null
        and topic_quotes.quote_id in (select quotes_by.quote_id from quotes_by(wanted_name) as quotes_by)
    window
        day_order as (
            order by
                topic_quotes.said_or_published_on asc,
                topic_quotes.published_on asc nulls last,
                topic_quotes.version_id asc,
                topic_quotes.quote_start asc,
                topic_quotes.quote_id asc
        )
)

select
    wanted_quotes.position_number,
    wanted_quotes.said_or_published_on,
    date_diff('day', wanted_quotes.previous_on, wanted_quotes.said_or_published_on) as days_since_previous,
    wanted_quotes.cue_kind,
    wanted_quotes.previous_cue_kind,
    wanted_quotes.quote_kind,
    wanted_quotes.quote_text,
    wanted_quotes.quote_topic as topic,
    wanted_quotes.publisher,
    coalesce(disputed_printings.occurrence_count, wanted_quotes.occurrence_count) as occurrence_count,
    coalesce(disputed_printings.publisher_count, wanted_quotes.publisher_count) as publisher_count,
    wanted_quotes.confidence,
    wanted_quotes.quote_id
from wanted_quotes
left join disputed_printings
    on wanted_quotes.quote_id = disputed_printings.quote_id
order by wanted_quotes.position_number asc
