"""Finding catalogue entries by what a person typed and chose.

find        the way of a query: read, matched, counted, ordered
reading     how what was typed is understood, and what else is tried where nothing is found
expansions  other words for it: the glossary, themes, synonyms kept by editors
vocabulary  the words of all public records, word_counts in how many each stands
columns     what facets, filters and orders need of an entry, in a few bytes; scanning reads them, counting counts
windows     the best of many matches, ranked exactly
hits        found entries with the words marked; full_texts where they stand deeper; explaining what was done
tally       what is searched for, report as editors read it
"""
