"""A file → its text. Whatever the file is, this ends within the limits and says what came of it."""

import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..documents.content_kinds import MEDIA_TYPES
from ..enums import TextProblem, TextState

PROGRAM: Final = Path(__file__).with_name("extract.py")
SECONDS: Final = 90
"""Seconds on the clock after which the reading process is ended, whatever it does."""
READABLE: Final = frozenset({"pdf", "docx", "xlsx", "pptx", "odt", "ods", "txt", "csv"})
LETTERS: Final = 20
"""Letters and digits of a PDF from which on it has text, and is no scan."""
_PROTECTED, _DAMAGED, _CUT = 3, 4, 5
_KINDS: Final = {media_type: kind for kind, media_type in MEDIA_TYPES.items()}


@dataclass(frozen=True, slots=True)
class Extract:
    """What came of reading a file; `text` is empty unless the state is EXTRACTED, `problem` unless it is FAILED."""

    state: TextState
    text: str = ""
    problem: str = ""
    is_cut: bool = False


def extract(content: bytes, media_type: str) -> Extract:
    """The text of a file of one of the accepted types; pictures have none. Never raises for what is in the file."""
    kind = _KINDS.get(media_type, "")
    if kind not in READABLE:
        return Extract(TextState.NONE)
    command = [sys.executable, "-I", str(PROGRAM), kind]
    try:
        run = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False, env={})  # noqa: S603 - our own program, no shell
        code, written = run.returncode, run.stdout
    except subprocess.TimeoutExpired as late:
        code, written = -1, late.stdout or b""
    if code == _PROTECTED:
        return Extract(TextState.FAILED, problem=TextProblem.PROTECTED)
    text = clean(written.decode("utf-8", "ignore"))
    if sum(letter.isalnum() for letter in text) >= (LETTERS if kind == "pdf" else 1):
        return Extract(TextState.EXTRACTED, text, is_cut=code != 0)
    if code in {0, _CUT}:
        return Extract(TextState.NONE)
    return Extract(TextState.FAILED, problem=TextProblem.DAMAGED if code == _DAMAGED else TextProblem.TOO_HEAVY)


def clean(text: str) -> str:
    """The text without control characters, which the database refuses, and without runs of blanks."""
    lines = ("".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in line) for line in text.splitlines())
    joined = (" ".join(line.split()) for line in lines)
    return "\n".join(line for line in joined if line)
