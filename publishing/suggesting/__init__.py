"""Suggestions while typing, by the words of titles.

words    a title's words and a typed text's, with the spellings under which they meet
places   the table of title words and the entries that have them, written with the entries
lookup   what a typed text may mean: a few narrow, bounded questions to the database
"""
