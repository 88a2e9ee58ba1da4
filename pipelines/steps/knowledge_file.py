"""The user's own people for the knowledge base: checked, then kept in the data folder for every later run.

Belongs here: taking the file in. Does not belong here: what may stand in it (`pipelines.knowledge.base_facts`).
"""

from __future__ import annotations

from pathlib import Path

from pipelines.knowledge.base_facts import read_people
from pipelines.warehouse.files import replace_file


def take_in_people(file: Path, kept: Path) -> int:
    """Check a CSV file of people and copy it to where runs look for it; the number of people in it.

    The copy is there whole or not at all. The file may be the kept one itself.

    Raises:
        BadKnowledge: the file cannot be used; says line, column and how to mend it. What was kept before stays.
        OSError: the file cannot be read, or the data folder cannot be written.
    """
    people = read_people(file, own=True)
    content = file.read_bytes()
    replace_file(kept, content)
    return len(people)
