-- Who said what, about which topic, when, and where was it printed?
-- One row a quote of a current article version whose speaker is known, by name or only by description (unnamed).
-- quote_id: The quote; trace it with show_quote(quote_id).
-- parent_quote_id: The quote whose words hold this one; null when it stands on its own.
-- article_id: The article.
-- version_id: The version of the article that was read.
-- story_id: The story that the article tells; equal for reprints of one text.
-- entity_id: The speaker in core.entities; null when the speaker has no name.
-- speaker_name: The speaker's usual name across all articles; null when unnamed.
-- speaker_kind: person, organisation or unnamed.
-- is_named: Whether the speaker is known by name; marts that count by speaker take these quotes only.
-- said_or_published_on: Day on which it was said or, when the article does not tell, published; null when unknown.
-- said_on_source: Whether the day comes from a date in the text or from publication; none when unknown.
-- published_on: Day (UTC) on which the article was published.
-- publisher: The outlet.
-- title: Headline of the article.
-- url: Address of the article.
-- topic_id: Main topic of the article; null when no topic was found.
-- topic: Name of the main topic.
-- quote_topic_id: Main topic of the quote itself, from its own words and its article's topics; the article's where the
-- quote was given none.
-- quote_topic: Name of that topic.
-- quote_kind: direct, indirect or mixed: wholly, not at all or partly inside quotation marks.
-- cue_kind: What the speaker does with the words, such as say, deny, warn or promise.
-- cue_text: The words that report, such as said.
-- quote_text: The reported words; segments joined by ' … '.
-- source_text: The words of the article that name who speaks, such as she.
-- medium: Where it was said, such as interview or statement.
-- quote_start: Offset of the first character of the first segment in the article's text.
-- quote_end: Offset after the last character of the first segment.
-- source_start: Offset of the first character of the source.
-- source_end: Offset after the last character of the source.
-- confidence: Probability from 0 to 1 that source, cue and content are right.
-- speaker_confidence: Probability from 0 to 1 that the speaker is right, given the source.
-- first_quote_id: The quote_id of the first printing of the same words in the story; equal for all reprints of a quote.
-- is_first_in_story: True on the first printing of the quote in its story. Count these to count a quote once,
-- however often it is reprinted.
-- occurrence_count: How often the quote is printed in its story, this printing included; equal for all reprints.
-- publisher_count: Outlets that print it in its story; 0 when none is known.

with

current_articles as (
    select * from marts.current_articles
),

quotes as (
    select * from core.quotes
),

quote_speakers as (
    select * from core.quote_speakers
),

entities as (
    select * from core.entities
),

topics as (
    select * from core.topics
),

quote_topics as (
    select * from core.quote_topics
),

main_quote_topics as (
    select
        quote_topics.quote_id,
        min_by(quote_topics.topic_id, (quote_topics.rank, quote_topics.topic_id)) as topic_id
    from quote_topics
    group by quote_topics.quote_id
),

attributed_quotes as (
    select
        quotes.*,
        quote_speakers.entity_id,
        -- until speakers have been resolved across articles, the article's own words are the best that is known
        if(
            quote_speakers.quote_id is null,
            quotes.speaker_name,
            coalesce(entities.name, quote_speakers.speaker_name)
        ) as resolved_name,
        coalesce(quote_speakers.speaker_kind, quotes.speaker_kind) as resolved_kind,
        coalesce(quote_speakers.confidence, quotes.speaker_confidence) as resolved_confidence
    from quotes
    left join quote_speakers
        on quotes.quote_id = quote_speakers.quote_id
    left join entities
        on quote_speakers.entity_id = entities.entity_id
),

printed_quotes as (
    select
        attributed_quotes.*,
        current_articles.story_id,
        current_articles.published_on,
        current_articles.published_at,
        current_articles.publisher,
        current_articles.title,
        current_articles.url,
        current_articles.topic_id,
        current_articles.topic,
        current_articles.is_first_in_story as is_in_first_article,
        struct_extract(attributed_quotes.segments[1], 'start') as quote_start,
        struct_extract(attributed_quotes.segments[1], 'end') as quote_end,
        -- reprints differ in quotation marks, spaces and case, not in words
        hash(trim(lower(regexp_replace(attributed_quotes.quote_text, '[^\p{L}\p{N}]+', ' ', 'g')))) as words_hash
    from attributed_quotes
    inner join current_articles
        on attributed_quotes.version_id = current_articles.version_id
    where attributed_quotes.resolved_kind <> 'none'
),

numbered_quotes as (
    select
        printed_quotes.*,
        -- the same words twice in one article are two quotes, and two in each reprint
        row_number() over (
            partition by printed_quotes.version_id, printed_quotes.words_hash
            order by printed_quotes.quote_start, printed_quotes.quote_id
        ) as repetition
    from printed_quotes
),

reprinted_quotes as (
    select
        numbered_quotes.*,
        first_value(numbered_quotes.quote_id) over (
            partition by numbered_quotes.story_id, numbered_quotes.words_hash, numbered_quotes.repetition
            order by
                numbered_quotes.is_in_first_article desc,
                numbered_quotes.published_on asc nulls last,
                -- of a day's printings those of midnight come last: of them only the day is known
                numbered_quotes.published_at = numbered_quotes.published_on asc,
                numbered_quotes.published_at asc,
                numbered_quotes.quote_id asc
        ) as first_quote_id
    from numbered_quotes
),

spreads as (
    select
        reprinted_quotes.first_quote_id,
        count(*) as occurrence_count,
        count(distinct reprinted_quotes.publisher) as publisher_count
    from reprinted_quotes
    group by reprinted_quotes.first_quote_id
)

select
    reprinted_quotes.quote_id,
    reprinted_quotes.parent_quote_id,
    reprinted_quotes.article_id,
    reprinted_quotes.version_id,
    reprinted_quotes.story_id,
    reprinted_quotes.entity_id,
    reprinted_quotes.resolved_name as speaker_name,
    reprinted_quotes.resolved_kind as speaker_kind,
    reprinted_quotes.resolved_kind <> 'unnamed' and reprinted_quotes.resolved_name is not null as is_named,
    coalesce(reprinted_quotes.said_on, reprinted_quotes.published_on) as said_or_published_on,
    case
        when reprinted_quotes.said_on is not null then reprinted_quotes.said_on_source
        when reprinted_quotes.published_on is not null then 'published'
        else 'none'
    end as said_on_source,
    reprinted_quotes.published_on,
    reprinted_quotes.publisher,
    reprinted_quotes.title,
    reprinted_quotes.url,
    reprinted_quotes.topic_id,
    reprinted_quotes.topic,
    coalesce(main_quote_topics.topic_id, reprinted_quotes.topic_id) as quote_topic_id,
    if(
        main_quote_topics.topic_id is null,
        reprinted_quotes.topic,
        coalesce(topics.label, main_quote_topics.topic_id)
    ) as quote_topic,
    reprinted_quotes.quote_kind,
    reprinted_quotes.cue_kind,
    reprinted_quotes.cue_text,
    reprinted_quotes.quote_text,
    reprinted_quotes.source_text,
    reprinted_quotes.medium,
    reprinted_quotes.quote_start,
    reprinted_quotes.quote_end,
    reprinted_quotes.source_start,
    reprinted_quotes.source_end,
    reprinted_quotes.confidence,
    reprinted_quotes.resolved_confidence as speaker_confidence,
    reprinted_quotes.first_quote_id,
    reprinted_quotes.quote_id = reprinted_quotes.first_quote_id as is_first_in_story,
    spreads.occurrence_count,
    spreads.publisher_count
from reprinted_quotes
inner join spreads
    on reprinted_quotes.first_quote_id = spreads.first_quote_id
left join main_quote_topics
    on reprinted_quotes.quote_id = main_quote_topics.quote_id
left join topics
    on main_quote_topics.topic_id = topics.topic_id
order by
    speaker_name asc,
    said_or_published_on asc,
    reprinted_quotes.quote_id asc
