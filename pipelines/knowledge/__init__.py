"""A small, versioned base of public facts: who held which public office when, organisations, countries.

Belongs here: the facts (``data/``), reading them, and asking them by name, role and day. ``Knowledge`` is what others
use; ``folding.fold_name`` is how names are compared everywhere.
Does not belong here: text, tables, articles. This package imports the standard library only.
"""

from pipelines.knowledge.base_facts import BadKnowledge
from pipelines.knowledge.knowledge import Knowledge
from pipelines.knowledge.records import Days, Match, Term

__all__ = ["BadKnowledge", "Days", "Knowledge", "Match", "Term"]
