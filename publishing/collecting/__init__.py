"""Collections of records and the mission kit: picked while reading, saved and shared by link, taken along as a file."""
