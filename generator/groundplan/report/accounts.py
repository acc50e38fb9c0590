"""The accounts of an organization, one line each."""

from collections.abc import Iterator, Sequence

from groundplan.bootstrap.accounts import AccountRow


def account_lines(rows: Sequence[AccountRow]) -> Iterator[str]:
    """Role, id, address, unit and what is missing of each account, in columns."""
    widths = [max(len(str(getattr(r, f))) for r in rows) for f in ("role", "email", "unit")]
    for row in rows:
        words = (
            row.role.ljust(widths[0]),
            (row.id or "-").ljust(12),
            row.email.ljust(widths[1]),
            row.unit.ljust(widths[2]),
            "; ".join(row.missing) or "ok",
        )
        yield "  ".join(words)
