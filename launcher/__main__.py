"""`python3 -m launcher COMMAND`: what `make COMMAND` calls, on any Python of the machine."""

import sys

OLDEST_PYTHON = (3, 11)


def main():  # type: ignore[no-untyped-def]  # read by old Pythons too, to tell them that they are too old
    """Check the Python, then hand over to a module that may use today's language."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:2])
        sys.exit(
            f"The portal needs Python 3.11 or newer; this is {found}. Name a newer one: make run PYTHON=python3.11"
        )
    from launcher.bootstrap import run

    run(sys.argv[1:])


if __name__ == "__main__":
    main()
