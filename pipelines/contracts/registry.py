"""Every table, by name, in an order in which each comes after the tables that it refers to.

Belongs here: the list. Does not belong here: declarations (see the module of each group).
"""

from pipelines.contracts import annotations, articles, operations, raw, resolution, topics
from pipelines.contracts.table import Table

TABLES: dict[str, Table] = {
    declared.full_name: declared
    for declared in (
        raw.DOCUMENTS,
        articles.ARTICLES,
        resolution.TOPICS,
        annotations.QUOTES,
        annotations.MENTIONS,
        annotations.DATES,
        annotations.ARTICLE_TOPICS,
        topics.QUOTE_TOPICS,
        topics.ARTICLE_PHRASES,
        articles.STORIES,
        resolution.ENTITIES,
        resolution.MENTION_ENTITIES,
        resolution.QUOTE_SPEAKERS,
        topics.OWN_TOPICS,
        topics.ARTICLE_OWN_TOPICS,
        topics.QUOTE_OWN_TOPICS,
        operations.REJECTS,
        operations.CHECK_RESULTS,
        operations.RUN_STAGES,
    )
}


def table(name: str) -> Table:
    """The table of that full name, such as ``core.quotes``; KeyError that lists the names when there is none."""
    try:
        return TABLES[name]
    except KeyError:
        raise KeyError(f"no table is called {name!r}; there are {', '.join(TABLES)}") from None
