"""The report: what the warehouse tells of a speaker or a topic, as one HTML page that stands alone.

Belongs here: what a report holds, its charts, its passages, its page. Everything that stands in an article is taken
to be hostile: the template escapes it, charts get it as data only, and only http and https addresses become links.
Does not belong here: asking the warehouse (`pipelines.steps.reporting`), writing the file, a clock: the same report
gives the same bytes.
"""
