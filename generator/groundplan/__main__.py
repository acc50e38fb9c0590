"""Entry point: ``groundplan`` and ``python -m groundplan``."""

import contextlib
import gc
import os
import sys


def main() -> None:
    """Run the command line and end the process; a user's mistake ends with exit code 1."""
    # The process is short, and what it makes lives until its end: looking for garbage in it
    # takes a third of the time of a preview and frees next to nothing.
    gc.disable()
    code = run()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(BrokenPipeError):
            stream.flush()
    # Taking a million small objects apart one by one would take longer than judging them.
    # Every file and process a command opens is closed by the command itself.
    os._exit(code)


def run() -> int:
    """Run the command line and give its exit code."""
    from groundplan.cli.app import build_app
    from groundplan.cli.errors import show
    from groundplan.errors import UserError

    try:
        build_app()()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        if code == 130:
            # Typer makes an exit without a word of Ctrl-C.
            print("error: interrupted", file=sys.stderr)
        return code
    except UserError as error:
        show(error)
        return error.exit_code
    except KeyboardInterrupt:
        print("error: interrupted", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    main()
