"""How the launcher refuses: one line for the reader, and an exit code that is not 0."""


class Refusal(Exception):
    """The portal cannot be started or checked here; the text is one line that says why."""
