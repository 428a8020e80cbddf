"""How dates, times and numbers are written and read in each language; Django finds them by FORMAT_MODULE_PATH."""
