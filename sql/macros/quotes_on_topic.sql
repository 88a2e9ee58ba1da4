-- Which quotes are on this topic, and is it the quote itself or only its article?
-- One row a quote, reprints included, in no order. is_article_on_topic: the main topic of the article is the wanted one
-- or lies below it in the taxonomy. is_quote_on_topic: that of the quote itself is. On a topic of topics.toml
-- is_quote_on_topic says whether the quote's own words are, and its article always is. Add `where is_first_in_story` to
-- leave out reprints.
-- usage: select * from quotes_on_topic('health') where is_quote_on_topic order by said_or_published_on
-- wanted_topic: Name or id of the topic, of IPTC or of topics.toml; case does not matter.

with

speaker_quotes as (
    select * from marts.speaker_quotes
),

quote_own_topics as (
    select * from core.quote_own_topics
),

wanted_topics as (
    select * from topics_called(wanted_topic)
),

own_topic_quotes as (
    select
        quote_own_topics.quote_id,
        bool_or(quote_own_topics.matched_in = 'words') as is_quote_on_topic
    from quote_own_topics
    inner join wanted_topics
        on quote_own_topics.topic_id = wanted_topics.topic_id
    group by quote_own_topics.quote_id
),

placed_quotes as (
    select
        speaker_quotes.*,
        own_topic_quotes.quote_id is not null
        or speaker_quotes.topic_id in (select wanted_topics.topic_id from wanted_topics) as is_article_on_topic,
        coalesce(own_topic_quotes.is_quote_on_topic, false)
        or speaker_quotes.quote_topic_id in (select wanted_topics.topic_id from wanted_topics) as is_quote_on_topic
    from speaker_quotes
    left join own_topic_quotes
        on speaker_quotes.quote_id = own_topic_quotes.quote_id
)

select
    placed_quotes.quote_id,
    coalesce(placed_quotes.is_quote_on_topic, false) as is_quote_on_topic,
    coalesce(placed_quotes.is_article_on_topic, false) as is_article_on_topic,
    placed_quotes.said_or_published_on,
    placed_quotes.published_on,
    placed_quotes.entity_id,
    placed_quotes.speaker_name,
    placed_quotes.speaker_kind,
    placed_quotes.is_named,
    placed_quotes.cue_kind,
    placed_quotes.quote_kind,
    placed_quotes.quote_text,
    placed_quotes.quote_topic,
    placed_quotes.publisher,
    placed_quotes.title,
    placed_quotes.url,
    placed_quotes.version_id,
    placed_quotes.quote_start,
    placed_quotes.confidence,
    placed_quotes.is_first_in_story,
    placed_quotes.occurrence_count,
    placed_quotes.publisher_count
from placed_quotes
where
    placed_quotes.is_quote_on_topic
    or placed_quotes.is_article_on_topic
