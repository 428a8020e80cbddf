"""A program: reads a PDF from standard input, writes its number of pages and whether it has text, as JSON.

It runs apart from the portal, under limits of memory and time, because a hostile PDF can make any reader of PDFs run
away. Pages are looked at until one with text is found.
"""

import io
import json
import logging
import resource
import sys

MEMORY = 1024 * 1024 * 1024
SECONDS = 15
LOOKED_AT = 20
LETTERS = 20


def main() -> None:
    """Write the facts; any failure is an exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    logging.disable()
    from pypdf import PdfReader  # noqa: PLC0415 - inside the limits

    reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    if reader.is_encrypted and not reader.decrypt(""):
        raise SystemExit(3)
    pages = len(reader.pages)
    letters = 0
    for number in range(min(pages, LOOKED_AT)):
        letters += sum(letter.isalnum() for letter in reader.pages[number].extract_text())
        if letters >= LETTERS:
            break
    sys.stdout.write(json.dumps({"pages": pages, "has_text": letters >= LETTERS}))


if __name__ == "__main__":
    main()
