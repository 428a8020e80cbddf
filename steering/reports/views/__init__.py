"""Pages of reports under review: for readers, for countries, for the Secretariat."""
