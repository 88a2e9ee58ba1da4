-- How many of the quotes were said, or else published, on these days?
-- wanted_speaker_key: The speaker; null for all, the unnamed among them.
-- wanted_first_on: First day.
-- wanted_last_on: Last day.

select count(*) as quote_count
from chosen_quotes
where
    chosen_quotes.is_first_in_story
    and chosen_quotes.said_or_published_on between wanted_first_on and wanted_last_on
    and (wanted_speaker_key is null or chosen_quotes.speaker_key = wanted_speaker_key)
