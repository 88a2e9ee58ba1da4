-- Which number has each outlet?
-- Numbers are cheaper to group and join by than names. One row an outlet that has a name.
-- publisher_number: The number.
-- publisher: The outlet.

with

current_articles as (
    select * from marts.current_articles
),

publishers as (
    select distinct current_articles.publisher
    from current_articles
    where current_articles.publisher is not null
)

select
    cast(row_number() over (order by publishers.publisher) as integer) as publisher_number,
    publishers.publisher
from publishers
