"""Published versions: kept at each publication and later saving, read, compared."""
