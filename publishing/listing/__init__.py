"""Lists over the catalogue: facets, words, order and page in the address, and the same as a feed."""
