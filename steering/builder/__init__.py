"""Periodic reports drafted from live figures and frozen as snapshots."""
