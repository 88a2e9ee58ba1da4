"""A small corpus written for this project: 65 news articles about Velmark, a country that does not exist.

Belongs here: the articles (``source/``), the gold annotation inside them, and what turns both into files
(``python -m pipelines.demo.build``): ``articles/`` as outlets deliver them, ``gold.jsonl`` and ``canon.jsonl``, and
``samples/``: three of the articles in every format that can be read. Also ``topics.toml``, topics of one's own for it.
Does not belong here: anything the pipeline needs at run time; the pipeline reads ``articles/`` like any other folder.

Every country, place, person, organisation and outlet is invented. See ``README.md`` in this folder for the markup.
"""

from importlib.resources import files
from pathlib import Path


def demo_folder() -> Path:
    """The folder of this package, where ``source/``, ``articles/`` and the gold files lie."""
    return Path(str(files(__package__)))


def articles_folder() -> Path:
    """The folder of sample articles in their input formats: point the pipeline at it."""
    return demo_folder() / "articles"


def samples_folder() -> Path:
    """The folder of three articles in every format that can be read."""
    return demo_folder() / "samples"


def topics_file() -> Path:
    """Topics of one's own for the sample, to be copied into its data folder."""
    return demo_folder() / "topics.toml"
