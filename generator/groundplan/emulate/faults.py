"""Things that go wrong on the way to AWS, to put before or behind any call.

A fault is put into `Gateway.before` (the call never reaches the account) or
`Gateway.after` (the call was made, the answer is lost).
"""

import json
from collections import Counter

from groundplan.emulate.gateway import CallError, Fault, Made


def fail_call(number: int, code: str = "InternalFailure") -> Fault:
    """Make one call fail, counted from the start of the accounts, and only once."""
    done: list[int] = []

    def fault(made: Made) -> None:
        if made.number == number and not done:
            done.append(number)
            raise CallError(made.service, made.method, code, "a fault put there on purpose")

    return fault


def throttle(times: int) -> Fault:
    """Answer each call that many times with "too many requests" before letting it pass."""
    count: Counter[int] = Counter()

    def fault(made: Made) -> None:
        count[made.number] += 1
        if count[made.number] <= times:
            raise CallError(made.service, made.method, "ThrottlingException", "Rate exceeded")

    return fault


def deny(service: str) -> Fault:
    """Refuse every call of one service, as a missing permission does."""

    def fault(made: Made) -> None:
        if made.service == service:
            text = f"User is not authorized to perform: {service}:{made.method}"
            raise CallError(made.service, made.method, "AccessDenied", text)

    return fault


def late_roles(calls: int) -> Fault:
    """Let other services know a new role only some calls after it was made."""
    born: dict[str, int] = {}
    count: Counter[tuple[int, str]] = Counter()

    def fault(made: Made) -> None:
        if made.service == "iam":
            if made.method == "create_role":
                born.setdefault(f":role/{made.params['RoleName']}", made.number)
            return
        text = json.dumps(made.params, default=str)
        for role in born:
            if role in text and count[made.number, role] < calls:
                count[made.number, role] += 1
                raise CallError(
                    made.service,
                    made.method,
                    "InvalidParameterValueException",
                    f"The role {role} cannot be assumed",
                )

    return fault
