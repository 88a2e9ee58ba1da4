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

wanted_topics as (
    select distinct topics_called.topic_id
    from topics_called(wanted_topic) as topics_called
),

own_topic_quotes as (
    select quote_own_topics.quote_id
    from core.quote_own_topics as quote_own_topics
    inner join wanted_topics
        on quote_own_topics.topic_id = wanted_topics.topic_id
    where quote_own_topics.matched_in = 'words'
),

-- as in quotes_by: a speaker's quotes lie together, those on a topic do not
speaker_quotes as (
    select speaker_quotes.*
    from marts.speaker_quotes as speaker_quotes
    inner join entities_called(wanted_name) as wanted_entities
        on speaker_quotes.entity_id = wanted_entities.entity_id
    union all
    select speaker_quotes.*
    from marts.speaker_quotes as speaker_quotes
    where
        speaker_quotes.entity_id is null
        and lower(strip_accents(speaker_quotes.speaker_name)) = lower(strip_accents(trim(wanted_name)))
),

wanted_quotes as (
    select
        speaker_quotes.*,
        lag(speaker_quotes.cue_kind) over day_order as previous_cue_kind_on_topic,
        lag(speaker_quotes.said_or_published_on) over day_order as previous_on,
        row_number() over day_order as place_on_topic
    from speaker_quotes
    where
        speaker_quotes.is_first_in_story
        and speaker_quotes.said_or_published_on is not null
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
    wanted_quotes.place_on_topic as position_number,
    wanted_quotes.said_or_published_on,
    date_diff('day', wanted_quotes.previous_on, wanted_quotes.said_or_published_on) as days_since_previous,
    wanted_quotes.cue_kind,
    wanted_quotes.previous_cue_kind_on_topic as previous_cue_kind,
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
order by position_number asc
