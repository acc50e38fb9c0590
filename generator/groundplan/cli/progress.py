"""Progress on standard error while programs run; silent where nobody watches."""

from collections.abc import Iterator
from contextlib import contextmanager

from groundplan.engine.program import Progress


@contextmanager
def stack_progress(verb: str) -> Iterator[Progress | None]:
    """Show which stack is at work and how many resources it has so far.

    Args:
        verb: What is being done, for example ``previewing``.
    """
    from rich.console import Console
    from rich.status import Status

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    counts: dict[str, int] = {}
    with Status(f"{verb} ...", console=console) as status:

        def tell(stack: str, _: object) -> None:
            counts[stack] = counts.get(stack, 0) + 1
            status.update(f"{verb} {stack}: {counts[stack]} resources")

        yield tell
