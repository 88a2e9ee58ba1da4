"""How much memory a long archive takes on its way from WARC to warehouse, all processes of a run together.

`python -m tests.memory --pages 20000` is the long form; it makes its archive itself.
"""
