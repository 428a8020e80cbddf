"""The map of countries: outlines made once (`outlines.json`) and what a template needs to draw them as inline SVG."""
