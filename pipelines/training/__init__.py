"""Trains and exports the models that ship with the project. Never imported at run time."""
