"""The one way in which the embedded server refuses."""


class Unavailable(Exception):
    """The embedded server cannot run here; the text is one line that says what to do."""
