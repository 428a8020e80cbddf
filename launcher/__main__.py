"""`python3 -m launcher COMMAND`: what `make COMMAND` calls, on any Python of the machine."""

import sys

OLDEST_PYTHON = (3, 11)


def main() -> None:
    """Check the Python, then hand over to modules that use today's language: old Pythons read this one too."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:2])
        sys.exit(
            f"The portal needs Python 3.11 or newer; this is {found}. Name a newer one: make run PYTHON=python3.11"
        )
    from launcher.bootstrap import run

    run(sys.argv[1:])


if __name__ == "__main__":
    main()
