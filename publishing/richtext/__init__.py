"""Rich text: a small, fixed set of elements, sanitised, compared, read from other programs."""
