"""The gate before publication: run a table's suite on a frame and say what is refused, and why.

Belongs here: running suites, the columns computed for them, outcomes as tables.
Does not belong here: the expectations (``expectations/``), what a table promises (``pipelines.contracts``), publishing.
"""

from pipelines.quality.computed import needed_references
from pipelines.quality.gate import check
from pipelines.quality.results import ExpectationOutcome, GateContext, GateResult

__all__ = ["ExpectationOutcome", "GateContext", "GateResult", "check", "needed_references"]
