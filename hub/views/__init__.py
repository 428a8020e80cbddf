"""The site's own views: home, about pages, search, preferences, error pages, what machines read."""
