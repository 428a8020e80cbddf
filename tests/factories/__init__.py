"""Dull and complete records, one module per app. A public record goes through its workflow, as in life."""
