"""Pages of countries and experts."""
