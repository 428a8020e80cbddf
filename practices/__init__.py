"""The library of best practices."""
