"""Perform the periodic duties: letters that wait, reminders, schedules, digests."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from publishing import duties

PAUSE = 20.0  # seconds between two looks at the clock


class Command(BaseCommand):
    """`keep_time` runs until it is stopped; `keep_time --once` looks at the clock once, as a cron job would."""

    help = "Performs the periodic duties that are due: waiting letters, reminders, scheduled publications, digests."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="look at the clock once and end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        stop = threading.Event()
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_received: stop.set())
        while not stop.is_set():
            for name in duties.perform_due():
                if once or options["verbosity"] > 1:
                    self.stdout.write(name)
            if once:
                return
            close_old_connections()
            stop.wait(PAUSE)
