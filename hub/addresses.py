"""The address of a catalogue entry: floors below write it into letters, so it is told there."""

from publishing.addresses import FOLDERS, address_of

__all__ = ["FOLDERS", "address_of"]
