"""Pages of reviewing, by who uses them."""
