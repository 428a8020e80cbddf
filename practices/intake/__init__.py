"""Practices out of files: one from a filled-in document, many from a table; always a dry run first."""
