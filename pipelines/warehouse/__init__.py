"""The warehouse: the lake of part files, and the DuckDB file that is built from it.

Belongs here: where rows lie and how they get there. Does not belong here: what the rows say, or when to build.
"""
