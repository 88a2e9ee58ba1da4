-- Who is quoted side by side most often?
select
    speaker_pairs.first_speaker_name,
    speaker_pairs.second_speaker_name,
    speaker_pairs.story_count,
    speaker_pairs.article_count,
    speaker_pairs.first_month_on,
    speaker_pairs.last_month_on
from marts.speaker_pairs
order by
    speaker_pairs.story_count desc,
    speaker_pairs.article_count desc,
    speaker_pairs.first_speaker_name asc,
    speaker_pairs.second_speaker_name asc
limit 20
