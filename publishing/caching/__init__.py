"""What is kept of public pages, and how every worker knows at once that something has changed."""
