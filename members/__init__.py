"""Who takes part: accounts and roles, countries, institutions, experts."""
