"""``python -m pipelines.cli`` is ``otr``."""

from pipelines.cli import main

main()
