"""Addresses of countries and experts."""
