"""The steps of a run as plain functions: part files in, gated part files out. No Dagster, no clock.

Belongs here: which part files are due, running a transform on them, the gate, publishing.
Does not belong here: what a row is (`pipelines.transforms`, `pipelines.ingest`), Dagster (`pipelines.assets`).
"""
