"""Entry point: ``groundplan`` and ``python -m groundplan``."""

import gc
import sys


def main() -> None:
    """Run the command line; a user's mistake ends with exit code 1 and no traceback."""
    from groundplan.cli.app import build_app
    from groundplan.cli.errors import show
    from groundplan.errors import UserError

    # The process is short, and what it makes lives until its end: looking for garbage in it
    # takes a third of the time of a preview and frees next to nothing.
    gc.disable()
    try:
        build_app()()
    except UserError as error:
        show(error)
        sys.exit(1)
    except KeyboardInterrupt:
        print("error: interrupted", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
