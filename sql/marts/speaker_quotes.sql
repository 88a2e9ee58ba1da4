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
-- position_number: Place of the quote among those of the speaker on its own topic, each once a story; 1 is the
-- earliest. Null on reprints, and for speakers without a name and quotes without any date.
-- days_since_previous: Days since the speaker's quote before on the topic; null where there is none.
-- previous_cue_kind: cue_kind of that quote; null where there is none.

with

printings as (
    select
        printings.*,
        printings.rowid as place
    from stages.printings as printings
),

reprints as (
    select * from stages.reprints
),

positions as (
    select * from stages.positions
),

speakers as (
    select * from stages.speakers
),

topics as (
    select * from stages.topics
),

current_articles as (
    select
        current_articles.*,
        current_articles.rowid as article_number
    from marts.current_articles as current_articles
),

quotes as (
    select
        quotes.*,
        quotes.rowid as quote_number
    from core.quotes as quotes
)

select
    quotes.quote_id,
    quotes.parent_quote_id,
    quotes.article_id,
    quotes.version_id,
    current_articles.story_id,
    speakers.entity_id,
    speakers.speaker_name,
    speakers.speaker_kind,
    printings.is_named,
    printings.said_or_published_on,
    case
        when quotes.said_on is not null then quotes.said_on_source
        when printings.published_on is not null then 'published'
        else 'none'
    end as said_on_source,
    printings.published_on,
    current_articles.publisher,
    current_articles.title,
    current_articles.url,
    current_articles.topic_id,
    current_articles.topic,
    topics.topic_id as quote_topic_id,
    topics.topic as quote_topic,
    quotes.quote_kind,
    quotes.cue_kind,
    quotes.cue_text,
    quotes.quote_text,
    quotes.source_text,
    quotes.medium,
    struct_extract(quotes.segments[1], 'start') as quote_start,
    struct_extract(quotes.segments[1], 'end') as quote_end,
    quotes.source_start,
    quotes.source_end,
    quotes.confidence,
    printings.speaker_confidence,
    coalesce(reprints.first_quote_id, quotes.quote_id) as first_quote_id,
    printings.is_first_in_story,
    printings.occurrence_count,
    printings.publisher_count,
    positions.position_number,
    positions.days_since_previous,
    positions.previous_cue_kind
from quotes
inner join printings
    on quotes.quote_number = printings.quote_number
inner join current_articles
    on printings.article_number = current_articles.article_number
inner join speakers
    on printings.speaker_number = speakers.speaker_number
left join reprints
    on printings.quote_number = reprints.quote_number
left join positions
    on printings.quote_number = positions.quote_number
left join topics
    on printings.quote_topic_number = topics.topic_number
order by printings.place asc
