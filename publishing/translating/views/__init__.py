"""The pages of the translation desk."""
