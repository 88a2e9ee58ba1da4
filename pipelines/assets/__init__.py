"""Dagster: assets, checks, the job, its schedule and its sensor. Shells only; the work is done in `pipelines.steps`."""
