"""Requests per second, CPU and latency of the portal beside an empty view and a Wagtail site of the same pages."""
