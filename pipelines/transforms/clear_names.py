"""What of an article's name is a name, and what it is the name of.

Belongs here: book titles for persons, persons taken for bodies, descriptions that are no names.
Does not belong here: the parts of a name (see ``name_forms``), whose name it is (see ``registry``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.text import lexicon
from pipelines.text.names import fold
from pipelines.transforms.name_forms import PERSON, POSSESSIVE

ORGANISATION = "organisation"
MOST_WORDS = 6
_MORE_THAN_NAME = re.compile(r"[!?:;]| (?:of|with|and|for|in|on|from) | the (?!Younger$|Elder$)|^[Tt]he ")
_OF_BODY = re.compile(r"(?P<person>[^\W\d_]\S*(?: [^\W\d_a-z]\S*){1,3}) (?:of|at|from|with) (?:the )?[A-Z].*")
_BODYS = re.compile(r"[A-Z].*[a-z][’']s? (?P<person>[A-Z][\w’'-]+(?: [A-Z][\w.’'-]*){1,2})")


def clear_kind(kind: str, name: str, names: Sequence[str]) -> tuple[str, str]:
    """What a name is, and the name without what is none of it.

    A person's without the words of a book's title, where one of ``names`` is without; that of a body which is a person
    of the body, as long as all ``names`` have that person in them.
    """
    if kind == PERSON:
        return kind, clear_name(name, names)
    person = person_of_body(name) if kind == ORGANISATION else None
    if person is None or any(person.split()[-1] not in one for one in names):
        ends_small = name.rpartition(" ")[2].islower() and " " in name  # "the club committee's", not "Harrow's"
        return kind, POSSESSIVE.sub("", name) if ends_small else name
    return PERSON, person


def is_description(kind: str, name: str) -> bool:
    """Whether a body's name is none but what an article calls it: ``defence ministry``, ``the paper’s board``."""
    return kind == ORGANISATION and name.islower() and " " in name


def clear_name(name: str, names: Sequence[str]) -> str:
    """The name of a person, or where that is more than a name (a book's title), the longest full name beside it."""
    if not _MORE_THAN_NAME.search(name) and len(name.split()) <= MOST_WORDS:
        return name
    clear = [one for one in names if " " in one and not _MORE_THAN_NAME.search(one) and len(one.split()) <= MOST_WORDS]
    return max(clear, key=len, default=name)


def person_of_body(name: str) -> str | None:
    """The person whom an article took for a body: ``Marta Olt of the Tidal Office``, ``Tidal Office’s Marta Olt``."""
    found = _OF_BODY.fullmatch(name) or _BODYS.fullmatch(name)
    words = found["person"].split() if found else []
    first = fold(words[0]) if words else ""
    if not words or fold(words[-1]) in lexicon.words("organisation_designators", "institutions"):
        return None
    return " ".join(words) if first in lexicon.words("courtesy") or _is_given(first, words) else None


def _is_given(first: str, words: list[str]) -> bool:
    return first in lexicon.given_names() and len(words) > 1 and words[1][:1].isupper()
