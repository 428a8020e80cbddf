"""The whole site with its sample content."""
