"""Reports under review: text by section in three languages, comments of countries, answers, verdicts, release."""
