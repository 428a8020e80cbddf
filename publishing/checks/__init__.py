"""Checks that fall due: the queue of those who keep records, and the one click that says “still correct”."""
