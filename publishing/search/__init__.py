"""Search in Kazakh, Russian and English: the application makes the keys, PostgreSQL matches and ranks them.

tokens            the words of a text with their places: one tokeniser for documents, queries and snippets
russian, english  dictionary forms by pymorphy3; stems by Snowball after a table of irregular forms
kazakh            our own stemmer: suffix chains generated from the grammar, and a list of common stems
skeleton          Kazakh typed without its letters or in Latin script, folded to one spelling, for the vocabulary
analysers         the languages by code, the prefixes of their keys, the keys of a document's word
vector            the fields of a record → the text of its `tsvector`
function_words    words that a query can do without
pieces            what a person typed, taken apart into words, phrases and operators
vocabulary        the portal's own words: what they look like typed otherwise, and what stores of them must answer
spelling          which of the portal's words a query's word may stand for
query             what a person typed → a `tsquery` with an account of itself; other readings for an empty result
layouts           the wrong keyboard layout
snippets          marking the hits in a text, by the same analysers

Nothing here knows a model or asks the database. Start with `vector.tsvector_literal`, `query.parse`, `snippets.snippet`.
"""
