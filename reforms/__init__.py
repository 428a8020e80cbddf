"""The reform tracker: reforms by country and theme, with milestones and linked practices."""
