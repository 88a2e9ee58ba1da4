"""Runs that are killed, starved of disk or refused a file: what a reader sees meanwhile, and what a rerun makes of it.

`python -m tests.crashes --kills 200` is the long form; `test_crashes.py` the short one.
"""
