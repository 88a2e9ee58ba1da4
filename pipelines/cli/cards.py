"""What the warehouse knows of an entity, and what a decision is about, laid out for a person to read.

Belongs here: rows of the macros ``who`` and ``who_else`` to text, proposals to text. Does not belong here: asking,
printing.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipelines.warehouse.formats import one_line

if TYPE_CHECKING:
    from pipelines.steps.curating import Party, Place, Proposal

LABEL = 12
LISTED = 8  # of a long list, so many are shown; SQL and --format json have all
Row = Mapping[str, Any]


def card(row: Row, width: int) -> str:
    """A row of ``who`` in words, a fact a line; ``width`` is the terminal's, in columns."""
    wikidata = f"  {row['wikidata_id']}" if row["wikidata_id"] else ""
    title = f"{one_line(row['name'])}  {row['entity_kind']}  {row['entity_id']}{wikidata}"
    return "\n".join([title, *(_fact(label, words, width) for label, words in _facts(row) if words)])


def similar_words(rows: Sequence[Row]) -> str:
    """Rows of ``who_else`` in words, an entity a line."""
    lines = (
        f"{row['entity_id']}  {one_line(row['name'])} ({row['entity_kind']}: {_count(row['quote_count'], 'quote')}, "
        f"{_count(row['mention_count'], 'mention')})"
        for row in rows
    )
    return "\n".join(f"  {line}" for line in lines)


def proposal_words(proposal: Proposal) -> str:
    """What the decision joins or parts, with counts."""
    if one := proposal.known:
        return f"line {one.line} of curation.csv says so already ({one.decided_at or 'no date'})"
    lines = [_party(proposal.party)] if proposal.party else []
    if proposal.place:
        lines.append(f"in {_place(proposal.place)}")
    new = proposal.decision.other_name or "somebody else"
    return "\n".join([*lines, f"is {_party(proposal.other) if proposal.other else one_line(new)}"])


def _party(party: Party) -> str:
    counts = f"{_count(party.quote_count, 'quote')}, {_count(party.mention_count, 'mention')}"
    return f"{one_line(party.name)} ({party.entity_kind} {party.entity_id}: {counts})"


def _place(place: Place) -> str:
    printed = ", ".join(str(one) for one in (place.publisher, place.published_on) if one)
    counts = f"{_count(place.quote_count, 'quote')}, {_count(place.mention_count, 'mention')}"
    return f"“{one_line(place.title)}” ({printed or 'no outlet'}: {counts})"


def _facts(row: Row) -> Iterator[tuple[str, str]]:
    yield "called", _listed(row["aliases"], "name", "mention_count")
    yield "roles", "; ".join(_role(role) for role in row["roles"])
    if row["quote_count"]:
        yield "quotes", _quotes(row)
        yield "outlets", _listed(row["publishers"], "publisher", "occurrence_count")
        yield "topics", _listed(row["topics"], "topic", "occurrence_count")
    else:
        yield "quotes", "none"
    mentions = _count(row["mention_count"], "mention")
    yield "mentioned", f"{mentions} in {_count(row['mentioning_article_count'], 'article')}"
    yield "how sure", _certainty(row)


def _quotes(row: Row) -> str:
    words = f"{row['quote_count']:,}"
    if row["occurrence_count"] != row["quote_count"]:
        words += f" ({row['occurrence_count']:,} with reprints)"
    words += f" in {_count(row['quoting_article_count'], 'article')}, {row['direct_share']:.0%} direct"
    days = _days(row["first_said_or_published_on"], row["last_said_or_published_on"])
    return f"{words}, {days}" if days else words


def _certainty(row: Row) -> str:
    parts = []
    if row["quote_count"]:
        by = _listed(row["methods"], "method", "occurrence_count")
        parts.append(f"quote {row['mean_confidence']:.2f}, speaker {row['mean_speaker_confidence']:.2f} ({by})")
    if row["mention_methods"]:
        by = _listed(row["mention_methods"], "method", "mention_count")
        parts.append(f"mention {row['mean_mention_confidence']:.2f} ({by})")
    return ", ".join(parts)


def _role(role: Row) -> str:
    days = _days(role["first_seen_on"], role["last_seen_on"])
    return f"{one_line(role['role'])} ({days})" if days else one_line(role["role"])


def _days(first: str | None, last: str | None) -> str:
    return f"{first} to {last}" if first != last else first or ""


def _listed(items: Sequence[Row], name: str, count: str) -> str:
    shown = "; ".join(f"{one_line(item[name])} {item[count]:,}" for item in items[:LISTED])
    return f"{shown} and {len(items) - LISTED} more" if len(items) > LISTED else shown


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _fact(label: str, words: str, width: int) -> str:
    return textwrap.fill(
        words, max(width, 40), initial_indent=f"  {label:<{LABEL - 2}}", subsequent_indent=" " * LABEL,
        break_on_hyphens=False,
    )  # fmt: skip
