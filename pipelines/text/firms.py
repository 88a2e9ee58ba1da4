"""Companies that an article names by a lone word and introduces by what they do: ``the ferry operator Norlane``.

Belongs here: telling them from persons. Does not belong here: bodies whose own name says it (see ``name_kinds``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.text import lexicon
from pipelines.text.spans import Span

# what shows that an article tells of a company, and what shows that a sentence goes on about a person
_FIRM = re.compile(
    r"\b(?:[Tt]he (?:airline|broadcaster|carrier|company|firm|group|lender|operator|provider|retailer|supplier|utility)"
    r"|[Ii]ts (?:board|chief|customers|founder|head|managers?|owners?|parent|shares|staff|workers))\b"
)
_JOINED = re.compile(
    r"(?!(?:Al|Ap|Ben|Da|De|Del|Della|Des|Di|Do|Du|El|Fitz|La|Le|Lo|Mac|Mc|O|San|St|Te|Ten|Ter|Van|Vander|Von)[A-Z])"
    r"([A-Z][a-z]+)[A-Z][a-z]\w*"
)
# rival |Lumo| seized the moment. "Our door is shut," it posted.
_BODY_LATER = re.compile(
    r"(?:(?!\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]is|[Hh]er|who)\b)[^\n]){0,200}?\b(?:[Ii]ts? (?!was|is\b)[a-z]|which\b)"
)
_PERSON_LATER = re.compile(r"[^.!?\n]*?\b(?:he|she|him|his|her|himself|herself|who)\b")


def is_joined_word(shown: str) -> bool:
    """Whether a name is two words in one, as only companies have it: ``PixelForge``; not ``McCarthy``, ``MariaOlt``."""
    found = _JOINED.fullmatch(shown)
    return found is not None and found[1].lower() not in lexicon.given_names()


def is_introduced_as_firm(text: str, span: Span, form: str, before: str) -> bool:
    """Whether a lone name is a company's: ``the ferry operator |Norlane``, not ``the crane operator |Hansen``.

    ``form`` is the folded name and ``before`` the folded word before it. A word that only a body can be says it by
    itself; for one that a person may be too, the article must tell of a company, and the sentence of no person.
    """
    if form in lexicon.given_names():
        return False
    if before == "rival":
        return _BODY_LATER.match(text, span.end) is not None
    if before in lexicon.words("firm_introducers"):
        return True
    is_agent = before in lexicon.words("firm_agents") and not _PERSON_LATER.match(text, span.end)
    return is_agent and _tells_of_firm(text)


@lru_cache(maxsize=8)  # asked for each name of an article
def _tells_of_firm(text: str) -> bool:
    return _FIRM.search(text) is not None
