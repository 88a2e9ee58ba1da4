-- Who first used a phrase or raised a topic, and who followed?
-- Up to five rows a phrase, topic or own topic: the named speakers who came to it first, each with the first quote. A
-- phrase is a key phrase of an article that stands in the words of the quote, and has rows when at least two speakers
-- use it; a topic is the main one of a quote; an own topic is one of topics.toml that the quote's own words meet. Each
-- quote counts once a story, on the day of its first printing. Quotes without any date are left out.
-- item_kind: phrase, topic or own_topic.
-- item_id: The phrase in lower case, or the topic_id.
-- item: The phrase, or the name of the topic.
-- use_rank: Place of the speaker among those who use it, by day; 1 was first, equals share a place.
-- entity_id: The speaker in core.entities; null when only the name is known.
-- speaker_name: The speaker's usual name.
-- speaker_kind: person or organisation.
-- first_said_or_published_on: Day of the speaker's first quote with it.
-- days_after_first: Days after the first use by anybody.
-- publisher: Outlet of the speaker's first quote with it.
-- quote_text: The words of that quote.
-- quote_id: That quote; trace it with show_quote(quote_id).
-- quote_count: Quotes of the speaker with it, each counted once a story.
-- occurrence_count: Quotes of the speaker with it, reprints in their stories included.
-- publisher_count: Outlets that printed one of them.
-- speaker_count: Named speakers who use it, at any time.

with

printings as not materialized (
    select * from stages.printings
),

articles as (
    select * from stages.articles
),

speakers as (
    select * from stages.speakers
),

publishers as (
    select * from stages.publishers
),

topics as (
    select * from stages.topics
),

-- read again wherever it is named: copies of so many rows would cost more
quotes as not materialized (
    select
        quotes.quote_id,
        quotes.quote_text,
        lower(quotes.quote_text) as lower_text,
        cast(quotes.rowid as integer) as quote_number
    from core.quotes as quotes
),

article_phrases as (
    select * from core.article_phrases
),

quote_own_topics as (
    select * from core.quote_own_topics
),

own_topics as (
    select * from core.own_topics
),

counted_quotes as not materialized (
    select printings.*
    from printings
    where
        printings.is_named
        and printings.is_first_in_story
        and printings.said_or_published_on is not null
),

-- quotes with the first word of a key phrase of their article: a cheap test that most pairs fail
candidates as (
    select
        article_phrases.phrase,
        counted_quotes.quote_number,
        quotes.lower_text
    from counted_quotes
    inner join quotes
        on counted_quotes.quote_number = quotes.quote_number
    inner join articles
        on counted_quotes.article_number = articles.article_number
    inner join article_phrases
        on articles.version_id = article_phrases.version_id
    where contains(quotes.lower_text, split_part(article_phrases.phrase, ' ', 1))
),

phrase_uses as (
    select
        'phrase' as item_kind,
        candidates.phrase as item_id,
        candidates.phrase as item,
        candidates.quote_number
    from candidates
    where
        regexp_matches(
            ' ' || regexp_replace(candidates.lower_text, '[^\p{L}\p{N}&.’''-]+', ' ', 'g') || ' ',
            ' ' || regexp_escape(candidates.phrase) || '(?:[’''.]s?)? '
        )
),

topic_uses as (
    select
        'topic' as item_kind,
        topics.topic_id as item_id,
        topics.topic as item,
        counted_quotes.quote_number
    from counted_quotes
    inner join topics
        on counted_quotes.quote_topic_number = topics.topic_number
),

own_topic_uses as (
    select
        'own_topic' as item_kind,
        own_topics.topic_id as item_id,
        own_topics.name as item,
        counted_quotes.quote_number
    from quote_own_topics
    inner join quotes
        on quote_own_topics.quote_id = quotes.quote_id
    inner join counted_quotes
        on quotes.quote_number = counted_quotes.quote_number
    inner join own_topics
        on quote_own_topics.topic_id = own_topics.topic_id
    where quote_own_topics.matched_in = 'words'
),

uses as (
    select phrase_uses.* from phrase_uses
    union all
    select topic_uses.* from topic_uses
    union all
    select own_topic_uses.* from own_topic_uses
),

speaker_uses as (
    select
        uses.item_kind,
        uses.item_id,
        uses.item,
        counted_quotes.speaker_number,
        min(counted_quotes.said_or_published_on) as first_said_or_published_on,
        min_by(
            struct_pack(quote_id := quotes.quote_id, quote_number := quotes.quote_number),
            (counted_quotes.said_or_published_on, counted_quotes.published_on, quotes.quote_id)
        ) as first_quote,
        count(*) as quote_count,
        sum(counted_quotes.occurrence_count) as occurrence_count
    from uses
    inner join counted_quotes
        on uses.quote_number = counted_quotes.quote_number
    inner join quotes
        on uses.quote_number = quotes.quote_number
    group by all
),

ranked_uses as (
    select
        speaker_uses.*,
        rank() over (
            partition by speaker_uses.item_kind, speaker_uses.item_id
            order by speaker_uses.first_said_or_published_on
        ) as use_rank,
        row_number() over (
            partition by speaker_uses.item_kind, speaker_uses.item_id
            order by
                speaker_uses.first_said_or_published_on,
                struct_extract(speaker_uses.first_quote, 'quote_id')
        ) as use_number,
        min(speaker_uses.first_said_or_published_on) over (
            partition by speaker_uses.item_kind, speaker_uses.item_id
        ) as first_use_on,
        count(*) over (partition by speaker_uses.item_kind, speaker_uses.item_id) as speaker_count
    from speaker_uses
),

first_uses as (
    select ranked_uses.*
    from ranked_uses
    where
        ranked_uses.use_number <= 5
        and (
            ranked_uses.speaker_count >= 2
            or ranked_uses.item_kind <> 'phrase'
        )
),

-- all printings of all quotes of these few speakers
outlet_counts as (
    select
        first_uses.item_kind,
        first_uses.item_id,
        first_uses.use_number,
        count(distinct printings.publisher_number) as publisher_count
    from first_uses
    inner join uses
        on
            first_uses.item_kind = uses.item_kind
            and first_uses.item_id = uses.item_id
    inner join counted_quotes
        on
            uses.quote_number = counted_quotes.quote_number
            and first_uses.speaker_number = counted_quotes.speaker_number
    inner join printings
        on counted_quotes.quote_number = printings.first_number
    group by
        first_uses.item_kind,
        first_uses.item_id,
        first_uses.use_number
)

select
    first_uses.item_kind,
    first_uses.item_id,
    first_uses.item,
    first_uses.use_rank,
    speakers.entity_id,
    speakers.speaker_name,
    speakers.speaker_kind,
    first_uses.first_said_or_published_on,
    date_diff('day', first_uses.first_use_on, first_uses.first_said_or_published_on) as days_after_first,
    publishers.publisher,
    quotes.quote_text,
    quotes.quote_id,
    first_uses.quote_count,
    cast(first_uses.occurrence_count as bigint) as occurrence_count,
    outlet_counts.publisher_count,
    first_uses.speaker_count
from first_uses
inner join counted_quotes
    on struct_extract(first_uses.first_quote, 'quote_number') = counted_quotes.quote_number
inner join quotes
    on counted_quotes.quote_number = quotes.quote_number
inner join speakers
    on first_uses.speaker_number = speakers.speaker_number
left join publishers
    on counted_quotes.publisher_number = publishers.publisher_number
inner join outlet_counts
    on
        first_uses.item_kind = outlet_counts.item_kind
        and first_uses.item_id = outlet_counts.item_id
        and first_uses.use_number = outlet_counts.use_number
order by
    first_uses.item_kind asc,
    first_uses.item_id asc,
    first_uses.use_number asc
