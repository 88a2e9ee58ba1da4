-- How much was chosen: quotes, articles, outlets, speakers, and from when to when?
-- wanted_speaker_key: The speaker; null for all, the unnamed among them.

select
    count(*) filter (where chosen_quotes.is_first_in_story) as quote_count,
    count(*) as occurrence_count,
    count(distinct chosen_quotes.version_id) as article_count,
    count(distinct chosen_quotes.publisher) as publisher_count,
    count(distinct chosen_quotes.speaker_key) as speaker_count,
    count(*) filter (where chosen_quotes.is_first_in_story and not chosen_quotes.is_named) as unnamed_count,
    count(*) filter (
        where chosen_quotes.is_first_in_story and chosen_quotes.said_or_published_on is null
    ) as undated_count,
    min(chosen_quotes.said_or_published_on) filter (where chosen_quotes.is_first_in_story) as first_on,
    max(chosen_quotes.said_or_published_on) filter (where chosen_quotes.is_first_in_story) as last_on
from chosen_quotes
where wanted_speaker_key is null or chosen_quotes.speaker_key = wanted_speaker_key
