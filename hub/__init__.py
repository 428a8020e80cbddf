"""The site itself: settings, root addresses, home, about pages, site search, preferences, error pages."""
