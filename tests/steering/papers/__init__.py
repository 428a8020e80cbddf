"""Papers, packs and private links."""
