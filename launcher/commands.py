"""`python -m launcher.commands COMMAND`: the same commands, inside the environment."""

import argparse
import signal
import sys
from typing import NoReturn

from launcher.refusal import Refusal

INTERRUPTED = 130


def main() -> NoReturn:
    """Run one command; a refusal is one line on stderr and exit code 1."""
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    parser = argparse.ArgumentParser(prog="launcher")
    parser.add_argument("command")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--records", type=int, default=10_000)
    options = parser.parse_args()
    try:
        code = _run(options)
    except Refusal as refusal:
        sys.exit(str(refusal))
    except PermissionError as error:
        sys.exit(f"No permission for {error.filename}: start as the user that it belongs to.")
    except KeyboardInterrupt:
        print("\nStopped.")
        code = INTERRUPTED
    sys.exit(code)


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _run(options: argparse.Namespace) -> int:
    if options.command in ("run", "dev"):
        from launcher import site  # only a serving command needs Django

        return site.serve(options.port, development=options.command == "dev")
    from launcher import checks  # only here are the development tools installed

    if options.command == "bench":
        return checks.bench(options.records)
    return checks.COMMANDS[options.command]()


if __name__ == "__main__":
    main()
