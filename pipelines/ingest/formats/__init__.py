"""File formats: one module each, and the registry that picks one for a file.

Belongs here: files to documents. Does not belong here: documents to articles.
"""
