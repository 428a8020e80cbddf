"""Papers of the Committee: their versions by language, packs, and links for who has no account."""
