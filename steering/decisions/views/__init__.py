"""Pages of decisions, positions and actions."""
