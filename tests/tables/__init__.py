"""The three tables that carry the weight: access, visibility, workflow."""
