-- Who said what on a topic of our own, as topics.toml defines it?
-- Quotes by their own words, and those whose article alone is on the topic. Case does not matter.
-- usage: select * from own_topic('Rail strike') where matched_in = 'words'
-- wanted_name: Name of the topic in topics.toml, or its id such as own:rail-strike.

with

quote_own_topics as (
    select * from core.quote_own_topics
),

speaker_quotes as (
    select * from marts.speaker_quotes
),

wanted_topics as (
    select topics_called.topic_id
    from topics_called(wanted_name) as topics_called
    where topics_called.is_own
)

select
    speaker_quotes.quote_id,
    quote_own_topics.matched_in,
    quote_own_topics.match_count,
    speaker_quotes.said_or_published_on,
    speaker_quotes.speaker_name,
    speaker_quotes.cue_kind,
    speaker_quotes.quote_kind,
    speaker_quotes.quote_text,
    speaker_quotes.publisher,
    speaker_quotes.title,
    speaker_quotes.url,
    speaker_quotes.is_first_in_story
from quote_own_topics
inner join wanted_topics
    on quote_own_topics.topic_id = wanted_topics.topic_id
inner join speaker_quotes
    on quote_own_topics.quote_id = speaker_quotes.quote_id
order by
    speaker_quotes.said_or_published_on asc,
    speaker_quotes.version_id asc,
    speaker_quotes.quote_start asc,
    speaker_quotes.quote_id asc
