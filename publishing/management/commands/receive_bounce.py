"""Take in a letter that came back."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from publishing.letters.bounces import LARGEST, receive


class Command(BaseCommand):
    """`receive_bounce < notification`: the mail server pipes each message to the sender's address into it."""

    help = (
        "Reads a delivery status notification (RFC 3464) from standard input and marks the letter it speaks of as "
        "failed, with the reason. Whatever else comes in is ignored: the command fails only where the database does."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        letter = receive(sys.stdin.buffer.read(LARGEST))
        if letter is None:
            self.stdout.write("Ignored: no final failure of a letter of this portal.")
        else:
            self.stdout.write(f"Letter {letter.pk} is marked as failed: {letter.problem}")
