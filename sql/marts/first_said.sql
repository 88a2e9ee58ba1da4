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

-- read again wherever they are named: copies of so many rows would cost more
printings as not materialized (
    select
        printings.*,
        printings.rowid as place
    from stages.printings as printings
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
    select
        printings.quote_number,
        printings.article_number,
        printings.speaker_number,
        printings.quote_topic_number,
        printings.occurrence_count,
        printings.said_or_published_on,
        -- one number, the lower the earlier the quote is of its speaker: by day, day of publication and quote_id,
        -- in whose order the printings of a speaker's day are. The least number of many takes no memory, the least
        -- struct does. Days of publication are below 2 ** 31, and places below 2 ** 32
        (
            (printings.said_or_published_on - date '1970-01-01') * cast(4294967296 as hugeint)
            + coalesce(printings.published_on - date '1970-01-01' + 1073741824, 2147483648)
        ) * 4294967296 + printings.place as order_key
    from printings
    where
        printings.is_named
        and printings.is_first_in_story
        and printings.said_or_published_on is not null
),

-- quotes with the first word of a key phrase of their article: a cheap test that most pairs fail
candidates as materialized (
    select
        article_phrases.phrase,
        counted_quotes.quote_number,
        counted_quotes.speaker_number,
        counted_quotes.occurrence_count,
        counted_quotes.said_or_published_on,
        counted_quotes.order_key,
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

spaced_candidates as materialized (
    select
        candidates.*,
        ' ' || candidates.phrase as spaced_phrase,
        ' ' || regexp_replace(candidates.lower_text, '[^\p{L}\p{N}&.’''-]+', ' ', 'g') || ' ' as spaced_text
    from candidates
),

phrase_uses as (
    select spaced_candidates.*
    from spaced_candidates
    -- a regular expression for every phrase would cost more than to look seven times
    where
        contains(spaced_candidates.spaced_text, spaced_candidates.spaced_phrase)
        and (
            contains(spaced_candidates.spaced_text, spaced_candidates.spaced_phrase || ' ')
            or contains(spaced_candidates.spaced_text, spaced_candidates.spaced_phrase || '’ ')
            or contains(spaced_candidates.spaced_text, spaced_candidates.spaced_phrase || ''' ')
            or contains(spaced_candidates.spaced_text, spaced_candidates.spaced_phrase || '. ')
            or contains(spaced_candidates.spaced_text, spaced_candidates.spaced_phrase || '’s ')
            or contains(spaced_candidates.spaced_text, spaced_candidates.spaced_phrase || '''s ')
            or contains(spaced_candidates.spaced_text, spaced_candidates.spaced_phrase || '.s ')
        )
),

own_topic_uses as (
    select
        own_topics.topic_id,
        own_topics.name,
        counted_quotes.quote_number,
        counted_quotes.speaker_number,
        counted_quotes.occurrence_count,
        counted_quotes.said_or_published_on,
        counted_quotes.order_key
    from quote_own_topics
    inner join quotes
        on quote_own_topics.quote_id = quotes.quote_id
    inner join counted_quotes
        on quotes.quote_number = counted_quotes.quote_number
    inner join own_topics
        on quote_own_topics.topic_id = own_topics.topic_id
    where quote_own_topics.matched_in = 'words'
),

counted_topics as (
    select
        counted_quotes.quote_topic_number,
        counted_quotes.speaker_number,
        min(counted_quotes.said_or_published_on) as first_said_or_published_on,
        min(counted_quotes.order_key) as first_key,
        count(*) as quote_count,
        sum(counted_quotes.occurrence_count) as occurrence_count
    from counted_quotes
    where counted_quotes.quote_topic_number is not null
    group by
        counted_quotes.quote_topic_number,
        counted_quotes.speaker_number
),

speaker_uses as (
    select
        'topic' as item_kind,
        topics.topic_id as item_id,
        topics.topic as item,
        counted_topics.speaker_number,
        counted_topics.first_said_or_published_on,
        counted_topics.first_key,
        counted_topics.quote_count,
        counted_topics.occurrence_count
    from counted_topics
    inner join topics
        on counted_topics.quote_topic_number = topics.topic_number
    union all
    select
        'phrase' as item_kind,
        phrase_uses.phrase as item_id,
        phrase_uses.phrase as item,
        phrase_uses.speaker_number,
        min(phrase_uses.said_or_published_on) as first_said_or_published_on,
        min(phrase_uses.order_key) as first_key,
        count(*) as quote_count,
        sum(phrase_uses.occurrence_count) as occurrence_count
    from phrase_uses
    group by
        phrase_uses.phrase,
        phrase_uses.speaker_number
    union all
    select
        'own_topic' as item_kind,
        own_topic_uses.topic_id as item_id,
        own_topic_uses.name as item,
        own_topic_uses.speaker_number,
        min(own_topic_uses.said_or_published_on) as first_said_or_published_on,
        min(own_topic_uses.order_key) as first_key,
        count(*) as quote_count,
        sum(own_topic_uses.occurrence_count) as occurrence_count
    from own_topic_uses
    group by
        own_topic_uses.topic_id,
        own_topic_uses.name,
        own_topic_uses.speaker_number
),

ranked_uses as (
    select
        speaker_uses.*,
        rank() over (
            partition by speaker_uses.item_kind, speaker_uses.item_id
            order by speaker_uses.first_said_or_published_on
        ) as use_rank,
        min(speaker_uses.first_said_or_published_on) over (
            partition by speaker_uses.item_kind, speaker_uses.item_id
        ) as first_use_on,
        count(*) over (partition by speaker_uses.item_kind, speaker_uses.item_id) as speaker_count
    from speaker_uses
),

first_uses as (
    select
        ranked_uses.*,
        printings.publisher_number,
        quotes.quote_id,
        quotes.quote_text,
        row_number() over (
            partition by ranked_uses.item_kind, ranked_uses.item_id
            order by
                ranked_uses.first_said_or_published_on,
                quotes.quote_id
        ) as use_number
    from ranked_uses
    inner join printings
        on cast(ranked_uses.first_key & 4294967295 as bigint) = printings.place
    inner join quotes
        on printings.quote_number = quotes.quote_number
    where
        ranked_uses.use_rank <= 5
        and (
            ranked_uses.speaker_count >= 2
            or ranked_uses.item_kind <> 'phrase'
        )
    qualify use_number <= 5
),

-- the quotes of these few speakers
first_quotes as (
    select
        first_uses.item_kind,
        first_uses.item_id,
        first_uses.use_number,
        counted_quotes.quote_number
    from first_uses
    inner join topics
        on first_uses.item_id = topics.topic_id
    inner join counted_quotes
        on
            topics.topic_number = counted_quotes.quote_topic_number
            and first_uses.speaker_number = counted_quotes.speaker_number
    where first_uses.item_kind = 'topic'
    union all
    select
        first_uses.item_kind,
        first_uses.item_id,
        first_uses.use_number,
        phrase_uses.quote_number
    from first_uses
    inner join phrase_uses
        on
            first_uses.item_id = phrase_uses.phrase
            and first_uses.speaker_number = phrase_uses.speaker_number
    where first_uses.item_kind = 'phrase'
    union all
    select
        first_uses.item_kind,
        first_uses.item_id,
        first_uses.use_number,
        own_topic_uses.quote_number
    from first_uses
    inner join own_topic_uses
        on
            first_uses.item_id = own_topic_uses.topic_id
            and first_uses.speaker_number = own_topic_uses.speaker_number
    where first_uses.item_kind = 'own_topic'
),

-- all of their printings
outlet_counts as (
    select
        first_quotes.item_kind,
        first_quotes.item_id,
        first_quotes.use_number,
        count(distinct printings.publisher_number) as publisher_count
    from first_quotes
    inner join printings
        on first_quotes.quote_number = printings.first_number
    group by
        first_quotes.item_kind,
        first_quotes.item_id,
        first_quotes.use_number
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
    first_uses.quote_text,
    first_uses.quote_id,
    first_uses.quote_count,
    cast(first_uses.occurrence_count as bigint) as occurrence_count,
    outlet_counts.publisher_count,
    first_uses.speaker_count
from first_uses
inner join speakers
    on first_uses.speaker_number = speakers.speaker_number
left join publishers
    on first_uses.publisher_number = publishers.publisher_number
inner join outlet_counts
    on
        first_uses.item_kind = outlet_counts.item_kind
        and first_uses.item_id = outlet_counts.item_id
        and first_uses.use_number = outlet_counts.use_number
order by
    first_uses.item_kind asc,
    first_uses.item_id asc,
    first_uses.use_number asc
