"""What every published record shares: languages, states, history, themes and tags, sources, documents, the catalogue."""
