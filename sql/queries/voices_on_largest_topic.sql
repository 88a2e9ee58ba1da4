-- Who is heard on the topic with most quotes, and how large is each share?
select
    share_of_voice.voice_rank,
    share_of_voice.speaker_name,
    share_of_voice.quote_count,
    round(share_of_voice.voice_share, 3) as voice_share,
    share_of_voice.publisher_count
from
    share_of_voice(
        (
            select speaker_topics.topic
            from marts.speaker_topics
            where speaker_topics.topic is not null
            group by speaker_topics.topic
            order by
                sum(speaker_topics.quote_count) desc,
                speaker_topics.topic asc
            limit 1
        )
    ) as share_of_voice
order by
    share_of_voice.voice_rank asc,
    share_of_voice.speaker_name asc
limit 15
