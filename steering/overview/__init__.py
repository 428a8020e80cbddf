"""The Committee's front page: what comes next, what it decided, and the way to everything that it does."""
