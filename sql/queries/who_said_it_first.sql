-- Which phrases went from speaker to speaker, who said them first, and who came next, how many days later?
with

first_said as (
    select * from marts.first_said
),

firsts as (
    select first_said.*
    from first_said
    where first_said.item_kind = 'phrase'
    qualify
        row_number() over (
            partition by first_said.item_id
            order by first_said.first_said_or_published_on, first_said.quote_id
        ) = 1
),

followers as (
    select
        first_said.item_id,
        string_agg(
            first_said.speaker_name || ' +' || first_said.days_after_first || ' d', ', '
            order by first_said.first_said_or_published_on asc, first_said.quote_id asc
        ) as followed_by
    from first_said
    inner join firsts
        on
            first_said.item_id = firsts.item_id
            and first_said.quote_id <> firsts.quote_id
    where
        first_said.item_kind = 'phrase'
        and first_said.days_after_first > 0
    group by first_said.item_id
)

select
    firsts.item as phrase,
    firsts.speaker_name as first_speaker_name,
    firsts.first_said_or_published_on,
    firsts.publisher,
    firsts.speaker_count,
    followers.followed_by
from firsts
inner join followers
    on firsts.item_id = followers.item_id
order by
    firsts.speaker_count desc,
    firsts.item asc
limit 15
