-- Whom does each outlet quote, and how much, month by month?
-- One row an outlet, month of publication and named speaker with at least one quote.
-- Articles without a date are left out.
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

with

speaker_quotes as (
    select * from marts.speaker_quotes
),

dated_quotes as (
    select
        speaker_quotes.*,
        cast(date_trunc('month', speaker_quotes.published_on) as date) as published_month_on
    from speaker_quotes
    where
        speaker_quotes.is_named
        and speaker_quotes.published_on is not null
),

counted_quotes as (
    select
        dated_quotes.published_month_on,
        dated_quotes.publisher,
        dated_quotes.entity_id,
        dated_quotes.speaker_name,
        dated_quotes.speaker_kind,
        count(*) filter (where dated_quotes.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(distinct dated_quotes.article_id) as article_count,
        count(*) filter (where dated_quotes.quote_kind = 'direct') as direct_count
    from dated_quotes
    group by all
)

select
    counted_quotes.published_month_on,
    counted_quotes.publisher,
    counted_quotes.entity_id,
    counted_quotes.speaker_name,
    counted_quotes.speaker_kind,
    counted_quotes.quote_count,
    counted_quotes.occurrence_count,
    counted_quotes.article_count,
    counted_quotes.direct_count,
    counted_quotes.occurrence_count / sum(counted_quotes.occurrence_count) over (
        partition by counted_quotes.published_month_on, counted_quotes.publisher
    ) as outlet_share,
    rank() over (
        partition by counted_quotes.published_month_on, counted_quotes.publisher
        order by counted_quotes.occurrence_count desc
    ) as outlet_rank
from counted_quotes
order by
    counted_quotes.publisher asc,
    counted_quotes.published_month_on asc,
    outlet_rank asc,
    counted_quotes.speaker_name asc,
    counted_quotes.entity_id asc
