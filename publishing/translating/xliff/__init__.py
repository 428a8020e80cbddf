"""XLIFF 1.2, the exchange format that every translator's tool reads: one file for each record and target language.

A text is cut into its blocks (paragraph, item, cell), each a `trans-unit`; bold, italic, links and line breaks are
inline codes (`g`, `x`). The file carries the version of the original and digests of both sides, so that nothing that
moved meanwhile is overwritten.
"""
