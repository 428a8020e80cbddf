"""The translation desk: a queue, working texts kept apart from the public ones, review by a second person, exchange files."""
