#!/usr/bin/env python
"""Django's command line. In a folder made ready by `make`, it brings its own database."""

import os
import sys

WITHOUT_DATABASE = {"collectstatic", "compilemessages", "help", "makemessages", "version"}


def main() -> None:
    """Run one management command; one line and exit code 1 where the machine refuses."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from hub import embedded_postgres, local_mode

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    local_mode.enter_if_prepared()
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if local_mode.needs_own_database() and command not in WITHOUT_DATABASE:
        try:
            os.environ["DATABASE_URL"] = embedded_postgres.up()
        except embedded_postgres.Unavailable as refusal:
            sys.exit(str(refusal))
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
