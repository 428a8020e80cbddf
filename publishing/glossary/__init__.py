"""The public glossary: its pages, and its files for translators' tools."""
