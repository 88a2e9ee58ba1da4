"""What the warehouse holds, for the summary of a run."""

from __future__ import annotations

from pipelines.settings import Settings
from pipelines.warehouse.query import ask, connect

QUOTES = """
    select quote_kind, count(*) from core.quotes inner join core.articles using (version_id)
    where is_current group by quote_kind order by quote_kind
"""
SPEAKERS = "select count(distinct entity_id) from marts.speaker_quotes where entity_id is not null"


def totals(settings: Settings) -> list[tuple[str, str]]:
    """Rows of the summary: articles, quotes by kind and named speakers in all; none while there is no warehouse."""
    if not settings.warehouse.exists():
        return []
    with connect(settings.warehouse) as connection:
        articles = ask(connection, "select count(*) from core.articles where is_current").rows[0][0]
        quotes = ask(connection, QUOTES).rows
        speakers = ask(connection, SPEAKERS).rows[0][0]
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in quotes)
    return [
        ("in all", f"{articles:,} articles"),
        ("quotes", f"{sum(count for _, count in quotes):,} ({kinds})" if quotes else "0"),
        ("speakers", f"{speakers:,} named"),
    ]
