-- Whom does each outlet quote, and how much, in the months in which it does?
-- The rows of marts.outlet_speakers_monthly with quotes; that mart works out the months between them when it is asked,
-- since they are many more than there are quotes.
-- published_month_on: First day of the month (UTC) in which the articles were published.
-- publisher: The outlet; null when unknown.
-- entity_id: The speaker in core.entities.
-- speaker_name: The speaker's usual name.
-- speaker_kind: person or organisation.
-- quote_count: Quotes whose first printing is in this outlet: each counts once a story, for one outlet only.
-- occurrence_count: Quotes printed in this outlet, reprints of others included.
-- article_count: Articles of the outlet that quote the speaker.
-- direct_count: Those of occurrence_count that stand wholly inside quotation marks.
-- outlet_share: The speaker's share, from 0 to 1, of the outlet's occurrence_count in the month, named speakers only.
-- outlet_rank: Place of the speaker in the outlet's month by occurrence_count; 1 is quoted most, equals share a place.
-- next_month_on: The next month in which the outlet quotes the speaker; null for the last one.

with

printings as (
    select
        printings.*,
        cast(date_trunc('month', printings.published_on) as date) as published_month_on
    from stages.printings as printings
    where
        printings.is_named
        and printings.published_on is not null
),

speakers as (
    select * from stages.speakers
),

publishers as (
    select * from stages.publishers
),

counted_quotes as (
    select
        printings.published_month_on,
        printings.publisher_number,
        printings.speaker_number,
        count(*) filter (where printings.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(distinct printings.article_number) as article_count,
        count(*) filter (where printings.is_direct) as direct_count
    from printings
    group by all
),

followed_months as (
    select
        counted_quotes.*,
        lead(counted_quotes.published_month_on) over (
            partition by counted_quotes.publisher_number, counted_quotes.speaker_number
            order by counted_quotes.published_month_on
        ) as next_month_on,
        rank() over (
            partition by counted_quotes.published_month_on, counted_quotes.publisher_number
            order by counted_quotes.occurrence_count desc
        ) as occurrence_rank
    from counted_quotes
),

outlet_months as (
    select
        counted_quotes.published_month_on,
        counted_quotes.publisher_number,
        sum(counted_quotes.occurrence_count) as occurrence_count
    from counted_quotes
    group by all
)

select
    followed_months.published_month_on,
    publishers.publisher,
    speakers.entity_id,
    speakers.speaker_name,
    speakers.speaker_kind,
    followed_months.quote_count,
    followed_months.occurrence_count,
    followed_months.article_count,
    followed_months.direct_count,
    followed_months.occurrence_count / outlet_months.occurrence_count as outlet_share,
    followed_months.occurrence_rank as outlet_rank,
    followed_months.next_month_on
from followed_months
inner join speakers
    on followed_months.speaker_number = speakers.speaker_number
left join publishers
    on followed_months.publisher_number = publishers.publisher_number
left join outlet_months
    on
        followed_months.published_month_on = outlet_months.published_month_on
        and followed_months.publisher_number is not distinct from outlet_months.publisher_number
order by
    followed_months.publisher_number asc,
    followed_months.published_month_on asc,
    followed_months.occurrence_rank asc,
    followed_months.speaker_number asc
