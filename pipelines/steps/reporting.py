"""Filters to a report: names looked up, the warehouse asked, the answers made into the report's records.

Belongs here: which questions are asked (``sql/report``), in which order, with which parameters.
Does not belong here: what a report holds and looks like (`pipelines.report`), writing the page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pipelines.report.contents import (
    DataState,
    Development,
    Failure,
    Filters,
    Marks,
    Report,
    Series,
    Speaker,
    TopQuote,
    Totals,
    Voice,
)
from pipelines.report.periods import Span
from pipelines.report.words import count_of
from pipelines.settings import Settings
from pipelines.warehouse.formats import one_line
from pipelines.warehouse.questions import Questions, Row, open_questions


class UnknownName(ValueError):
    """A name that no speaker or topic bears, or that several speakers bear. The message says what there is instead."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters as they were typed: a speaker's name or id, a topic's name or id, first and last day."""

    speaker: str | None = None
    topic: str | None = None
    first_on: date | None = None
    last_on: date | None = None


def make_report(settings: Settings, wanted: Wanted) -> Report:
    """What the warehouse tells under these filters; all of it from one state of the warehouse.

    Raises:
        UnknownName: a speaker or topic is not there, or the speaker's name means several.
        QueryError: there is no warehouse, or it cannot be asked.
    """
    with open_questions(settings.warehouse, settings.sql / "report") as questions:
        speaker = find_speaker(questions, wanted.speaker) if wanted.speaker is not None else None
        filters = Filters(speaker, None, wanted.first_on, wanted.last_on)
        topic_ids: list[str] | None = None
        own_topic_id: str | None = None
        if wanted.topic is not None:
            topic, topic_ids, own_topic_id = find_topic(questions, wanted.topic)
            filters = replace(filters, topic=topic)
        questions.keep(
            "chosen_quotes",
            topic_ids=topic_ids,
            own_topic_id=own_topic_id,
            first_on=wanted.first_on,
            last_on=wanted.last_on,
        )
        return _report(questions, filters)


def find_speaker(questions: Questions, name: str) -> Speaker:
    """The one speaker of this name or id; where several bear it, the one whose usual name it is. Raises UnknownName."""
    found = questions.ask("speakers_called", name=name)
    for sign in ("is_called_by_id", "is_usual_name"):
        if len(found) > 1 and any(row[sign] for row in found):
            found = [row for row in found if row[sign]]
    if not found:
        similar = [row["name"] for row in questions.ask("similar_speakers", name=name)]
        raise UnknownName(f"no speaker in the warehouse is called {name!r}{_instead(similar)}")
    if len(found) > 1:
        raise UnknownName(f"{len(found)} speakers are called {name!r}; name one of them by its id: {_list(found)}")
    row = found[0]
    return Speaker(row["speaker_key"], row["speaker_name"], row["speaker_kind"], row["latest_role"], row["entity_id"])


def find_topic(questions: Questions, name: str) -> tuple[str, list[str] | None, str | None]:
    """Name of the topic, the ids of it and of all below it in the taxonomy, or else the id of a topic of one's own.

    A topic of one's own goes before an IPTC topic of the same name. Raises UnknownName.
    """
    found = questions.ask("topics_called", topic=name)
    if not found:
        similar = [row["topic"] for row in questions.ask("similar_topics", topic=name)]
        raise UnknownName(f"no topic is called {name!r}{_instead(similar)}")
    if found[0]["is_own"]:
        return found[0]["topic"], None, found[0]["topic_id"]
    return found[0]["topic"], [row["topic_id"] for row in found], None


def _report(questions: Questions, filters: Filters) -> Report:
    key = filters.speaker.key if filters.speaker else None
    chosen = _totals(questions, None)
    found = _totals(questions, key) if key else chosen
    state = _state(questions)
    span = _span(filters, chosen, state)
    subject = "topic" if filters.speaker else "speaker"
    return Report(
        filters=filters,
        found=found,
        chosen=chosen,
        span=span,
        timeline=_development(questions, subject, key, span),
        voices=tuple(_voice(row) for row in questions.ask("voices", speaker_key=key)),
        trends=_development(questions, "topic", None, span),
        quotes=tuple(_top_quote(row) for row in questions.ask("top_quotes", speaker_key=key)),
        state=state,
    )


def _totals(questions: Questions, key: str | None) -> Totals:
    (row,) = questions.ask("totals", speaker_key=key)
    return Totals(
        quotes=row["quote_count"],
        occurrences=row["occurrence_count"],
        articles=row["article_count"],
        outlets=row["publisher_count"],
        speakers=row["speaker_count"],
        unnamed=row["unnamed_count"],
        undated=row["undated_count"],
        first_on=row["first_on"],
        last_on=row["last_on"],
    )


def _span(filters: Filters, chosen: Totals, state: DataState) -> Span | None:
    """The days to draw: those asked for and, at an open end, those of publication.

    Words said long before any article, as in a look back, would press all others into a corner.
    """
    first = filters.first_on or state.first_on or chosen.first_on
    last = filters.last_on or state.last_on or chosen.last_on
    if first is None or last is None or chosen.first_on is None:
        return None
    return Span(min(first, last), max(first, last))


def _development(questions: Questions, subject: str, key: str | None, span: Span | None) -> Development:
    if span is None:
        return Development((), 0, 0)
    rows = questions.ask(
        "quotes_by_period",
        subject=subject,
        speaker_key=key,
        period=span.period,
        first_on=span.first_on,
        last_on=span.last_on,
        middle_on=span.middle_on,
    )
    ranks = dict.fromkeys(row["subject_rank"] for row in rows)
    series = tuple(_series([row for row in rows if row["subject_rank"] == rank]) for rank in ranks)
    return Development(series, rows[0]["subject_count"], int(rows[0]["drawn_count"])) if rows else Development((), 0, 0)


def _series(rows: list[Row]) -> Series:
    by_period = tuple((row["period_on"], row["quote_count"]) for row in rows)
    return Series(rows[0]["subject_name"], rows[0]["subject_quote_count"], rows[0]["earlier_count"], by_period)


def _voice(row: Row) -> Voice:
    return Voice(
        rank=row["voice_rank"],
        name=row["speaker_name"],
        quotes=row["quote_count"],
        share=row["voice_share"],
        outlets=row["publisher_count"],
        is_wanted=row["is_wanted"],
    )


def _top_quote(row: Row) -> TopQuote:
    said = tuple((segment["start"], segment["end"]) for segment in row["segments"])
    source = (row["source_start"], row["source_end"]) if row["source_start"] is not None else None
    cue = (row["cue_start"], row["cue_end"]) if row["cue_start"] is not None else None
    return TopQuote(
        quote_id=row["quote_id"],
        speaker=row["speaker_name"],
        topic=row["topic"],
        said_on=row["said_or_published_on"],
        kind=row["quote_kind"],
        confidence=row["confidence"],
        speaker_confidence=row["speaker_confidence"],
        outlets=row["publisher_count"],
        occurrences=row["occurrence_count"],
        publisher=row["publisher"],
        title=row["title"],
        url=row["url"],
        source_uri=row["source_uri"],
        text=row["text"],
        marks=Marks(said, source, cue),
    )


def _state(questions: Questions) -> DataState:
    (data,) = questions.ask("data_state")
    checks = questions.ask("check_state")
    return DataState(
        built_at=data["built_at"],
        as_of=data["as_of"],
        articles=data["article_count"],
        first_on=data["first_published_on"],
        last_on=data["last_published_on"],
        rejects=data["reject_count"],
        checks=sum(row["check_count"] for row in checks),
        checked_at=max((row["checked_at"] for row in checks), default=None),
        failures=tuple(_failure(row) for row in checks if not row["success"]),
    )


def _failure(row: Row) -> Failure:
    return Failure(row["severity"], row["table_name"], row["partition"], row["expectation"], row["unexpected_count"])


def _instead(similar: list[str]) -> str:
    return f"; did you mean {', '.join(map(one_line, similar))}?" if similar else "; no other name is much like it"


def _list(found: list[Row]) -> str:
    return "; ".join(
        one_line(
            f"{row['entity_id'] or 'no id'} {row['speaker_name']} ({row['latest_role'] or row['speaker_kind']}, "
            f"{count_of(row['quote_count'], 'quote')})"
        )
        for row in found
    )
