"""Frames to frames: the tables of the project, built in polars. Nothing here reads or writes a file."""
