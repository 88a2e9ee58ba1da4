-- What do all marts count, in numbers: who speaks in each printing of a quote, where, when and on which topic?
-- One row a row of marts.speaker_quotes, in its order.
-- quote_number: The quote's rowid in core.quotes.
-- article_number: Its article, as in stages.articles.
-- story_number: Its story.
-- publisher_number: The outlet; null when unknown.
-- topic_number: Main topic of the article; null when no topic was found.
-- quote_topic_number: Main topic of the quote itself, or else of the article.
-- speaker_number: The speaker, as in stages.speakers.
-- is_named: Whether the speaker is known by name.
-- published_on: Day (UTC) of publication; null when unknown.
-- published_at: Instant (UTC) of publication; midnight when only the day is known, null when unknown.
-- said_or_published_on: Day on which it was said or else published; null when unknown.
-- is_direct: Whether the words stand wholly inside quotation marks.
-- speaker_method: What led from the source to the speaker.
-- head_noun: What a speaker without a name is called.
-- confidence: Probability from 0 to 1 that source, cue and content are right.
-- speaker_confidence: Probability from 0 to 1 that the speaker is right.
-- letters_hash: Hash of the letters and digits of the words.
-- is_long: Whether there are at least five words.
-- first_number: The first printing of the same words in the story.
-- is_first_in_story: Whether this is the first printing.
-- occurrence_count: How often the words are printed in the story.
-- publisher_count: Outlets that print them in the story.

with

attributions as (
    select * from stages.attributions
),

articles as (
    select * from stages.articles
),

speakers as (
    select * from stages.speakers
),

topics as (
    select * from stages.topics
),

reprints as (
    select * from stages.reprints
),

quote_topics as (
    select * from core.quote_topics
),

main_quote_topics as (
    select
        quote_topics.quote_id,
        min_by(topics.topic_number, (quote_topics.rank, topics.topic_number)) as topic_number
    from quote_topics
    inner join topics
        on quote_topics.topic_id = topics.topic_id
    group by quote_topics.quote_id
)

select
    attributions.quote_number,
    articles.article_number,
    articles.story_number,
    articles.publisher_number,
    articles.topic_number,
    coalesce(main_quote_topics.topic_number, articles.topic_number) as quote_topic_number,
    speakers.speaker_number,
    speakers.is_named,
    articles.published_on,
    articles.published_at,
    coalesce(attributions.said_on, articles.published_on) as said_or_published_on,
    attributions.quote_kind = 'direct' as is_direct,
    attributions.speaker_method,
    attributions.head_noun,
    attributions.confidence,
    attributions.speaker_confidence,
    attributions.letters_hash,
    attributions.is_long,
    coalesce(reprints.first_number, attributions.quote_number) as first_number,
    coalesce(reprints.first_number = attributions.quote_number, true) as is_first_in_story,
    coalesce(reprints.occurrence_count, 1) as occurrence_count,
    coalesce(reprints.publisher_count, if(articles.publisher_number is null, 0, 1)) as publisher_count
from attributions
inner join articles
    on attributions.article_number = articles.article_number
inner join speakers
    on
        attributions.speaker_kind = speakers.speaker_kind
        and attributions.speaker_name is not distinct from speakers.speaker_name
        and attributions.entity_id is not distinct from speakers.entity_id
left join reprints
    on attributions.quote_number = reprints.quote_number
left join main_quote_topics
    on attributions.quote_id = main_quote_topics.quote_id
order by
    -- by number, since a sort by names costs more: the same order
    speakers.speaker_number asc,
    said_or_published_on asc,
    attributions.quote_id asc
