-- Which speakers have a name much like this one?
-- wanted_name: The name.

with

similar_entities as (
    select * from who_else(wanted_name)
)

select
    similar_entities.name, -- noqa: RF04
    similar_entities.quote_count
from similar_entities
where similar_entities.quote_count > 0
order by
    similar_entities.similarity desc,
    similar_entities.quote_count desc,
    similar_entities.name asc
limit 6
