"""How good the engine is: its attributions against a gold annotation of the same texts. Pure: records in, figures out.

Belongs here: units, matching, counting, speakers, how far confidence can be trusted, the plot of that.
Does not belong here: reading files and running the engine (`pipelines.steps.evaluating`), printing (`pipelines.cli`).

The ruler is not made by what it measures: words, quoted regions and name folding are defined here, simply and for
good, so that a better engine does not move its own marks.
"""
