-- What has this person or organisation said on a topic, in order, and with which cues?
-- One row a quote, each once a story, the earliest first: quotes whose own main topic is the wanted one or lies below
-- it in the taxonomy, or whose own words are on a topic of topics.toml of that name.
-- usage: select * from positions_of('Name Surname', 'health')
-- wanted_name: The name, whole; as in quotes_by.
-- wanted_topic: Name of the topic, of IPTC or of topics.toml; case does not matter.

with recursive

topics as (
    select * from core.topics
),

own_topics as (
    select * from core.own_topics
),

quote_own_topics as (
    select * from core.quote_own_topics
),

speaker_quotes as (
    select * from marts.speaker_quotes
),

wanted_topics as (
    select topics.topic_id
    from topics
    where lower(topics.label) = lower(trim(wanted_topic))
    union distinct
    select topics.topic_id
    from topics
    inner join wanted_topics
        on topics.parent_id = wanted_topics.topic_id
),

own_topic_quotes as (
    select quote_own_topics.quote_id
    from quote_own_topics
    inner join own_topics
        on quote_own_topics.topic_id = own_topics.topic_id
    where
        quote_own_topics.matched_in = 'words'
        and lower(trim(wanted_topic)) in (lower(own_topics.name), own_topics.topic_id)
),

wanted_quotes as (
    select
        speaker_quotes.*,
        lag(speaker_quotes.cue_kind) over day_order as previous_cue_kind,
        lag(speaker_quotes.said_or_published_on) over day_order as previous_on,
        row_number() over day_order as position_number
    from speaker_quotes
    where
        speaker_quotes.is_first_in_story
        and speaker_quotes.said_or_published_on is not null
        and speaker_quotes.quote_id in (select quotes_by.quote_id from quotes_by(wanted_name) as quotes_by)
        and (
            speaker_quotes.quote_topic_id in (select wanted_topics.topic_id from wanted_topics)
            or speaker_quotes.quote_id in (select own_topic_quotes.quote_id from own_topic_quotes)
        )
    window
        day_order as (
            order by
                speaker_quotes.said_or_published_on asc,
                speaker_quotes.published_on asc nulls last,
                speaker_quotes.version_id asc,
                speaker_quotes.quote_start asc,
                speaker_quotes.quote_id asc
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
    wanted_quotes.occurrence_count,
    wanted_quotes.publisher_count,
    wanted_quotes.confidence,
    wanted_quotes.quote_id
from wanted_quotes
order by wanted_quotes.position_number asc
