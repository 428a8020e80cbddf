"""The texts of documents' files, for the search.

extraction   a file → its text, read by another process under limits
extract      that process: a program of its own, which knows nothing of the portal
states       asked for with an upload, read by the task worker, kept with its state, looked after by a duty
"""
