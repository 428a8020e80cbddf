"""Letters: written in the recipient's language, kept as rows, sent by the task worker.

`compose` writes a draft from `templates/letters/<kind>.txt`: the first line is the subject, the rest the text in plain
paragraphs. `queue` keeps drafts as rows inside the caller's transaction; they leave after its commit.
"""

from .composing import REASON_MARK, Address, Draft, compose, with_reason
from .kinds import LetterKind, kind_of, register_kind
from .posting import cancel, queue, retry, send_now

__all__ = [
    "REASON_MARK",
    "Address",
    "Draft",
    "LetterKind",
    "cancel",
    "compose",
    "kind_of",
    "queue",
    "register_kind",
    "retry",
    "send_now",
    "with_reason",
]
