"""The adoption chain: which country took over a practice of another, what became of it, and what both say of it."""
