"""Things that go wrong on the way to AWS, to put before or behind any call.

A fault is put into `Gateway.before` (the call never reaches the account) or
`Gateway.after` (the call was made, and the run ends right behind it).
"""

import json
from collections import Counter

from groundplan.emulate.gateway import CallError, Fault, LostAnswerError, Made


def fail_call(number: int, code: str = "InternalFailure") -> Fault:
    """Make one call fail, counted from the start of the accounts, and only once."""
    done: list[int] = []

    def fault(made: Made) -> None:
        if made.number == number and not done:
            done.append(number)
            raise CallError(made.service, made.method, code, "a fault put there on purpose")

    return fault


def lose_answer(number: int) -> Fault:
    """Make one call, and end the run before its answer is known; put behind a call."""
    done: list[int] = []

    def fault(made: Made) -> None:
        if made.number == number and not done:
            done.append(number)
            raise LostAnswerError(made.service, made.method)

    return fault


class FailEachOnce:
    """Make every call fail the first time it is tried, and only then.

    Two calls are the same where service, method, parameters, account and region are.

    Attributes:
        failed: How many calls it made fail.
    """

    def __init__(self, code: str) -> None:
        self.failed = 0
        self._code = code
        self._seen: set[tuple[str, ...]] = set()

    def __call__(self, made: Made) -> None:
        """Fail, unless the call was seen before."""
        text = json.dumps(made.params, sort_keys=True, default=str)
        key = (made.service, made.method, made.account, made.region, text)
        if key not in self._seen:
            self._seen.add(key)
            self.failed += 1
            raise CallError(made.service, made.method, self._code, "a fault put there on purpose")


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
