"""Content files: read, checked as a whole with file and line, then written to the database all or nothing."""
