-- Which topics have a name much like this one, or one with a word much like it?
-- wanted_topic: The name.

with

topics as (
    select * from core.topics
),

own_topics as (
    select * from core.own_topics
),

quoted_topics as (
    select distinct speaker_quotes.topic_id
    from marts.speaker_quotes
),

names as (
    select topics.label as topic
    from topics
    inner join quoted_topics
        on topics.topic_id = quoted_topics.topic_id
    union all
    select own_topics.name as topic
    from own_topics
),

compared_words as (
    select
        names.topic,
        unnest(list_append(string_split_regex(names.topic, '[^\p{L}\p{N}]+'), names.topic)) as words
    from names
)

select
    compared_words.topic,
    max(jaro_winkler_similarity(lower(compared_words.words), lower(trim(wanted_topic)))) as similarity
from compared_words
where length(compared_words.words) > 2
group by compared_words.topic
having similarity >= 0.8
order by
    similarity desc,
    compared_words.topic asc
limit 6
