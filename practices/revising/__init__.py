"""Proposed updates of public practices: begun as a copy, written and reviewed like a draft, then merged into the original."""
