"""Enough of IAM to tell whether a key or a vault opens for another account.

Reads resource policies: principals, actions with ``*``, and the conditions such policies
use. What it does not know counts as a refusal, so an answer of yes can be relied on.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """Who asks for what.

    Attributes:
        account: Account of the caller.
        principal_arn: Role of the caller; empty where any role of the account will do.
        action: For example ``kms:CreateGrant``.
    """

    account: str
    principal_arn: str
    action: str


def allows(documents: Sequence[str], request: Request) -> bool:
    """True where a statement admits the request and none refuses it."""
    statements = [s for text in documents for s in _statements(text)]
    matching = [s for s in statements if _matches(s, request)]
    return any(s.get("Effect") == "Allow" for s in matching) and not any(
        s.get("Effect") == "Deny" for s in matching
    )


def _statements(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError:
        return
    yield from _listed(document.get("Statement"))


def _matches(statement: Mapping[str, Any], request: Request) -> bool:
    return (
        _principal(statement.get("Principal"), request)
        and any(fnmatchcase(request.action, a) for a in _listed(statement.get("Action")))
        and all(
            _condition(operator, key, _listed(wanted), request)
            for operator, pairs in (statement.get("Condition") or {}).items()
            for key, wanted in pairs.items()
        )
    )


def _principal(principal: Any, request: Request) -> bool:
    names = [principal] if isinstance(principal, str) else _listed((principal or {}).get("AWS"))
    accepted = {
        "*",
        request.account,
        f"arn:aws:iam::{request.account}:root",
        *([request.principal_arn] if request.principal_arn else []),
    }
    return any(name in accepted for name in names)


def _condition(operator: str, key: str, wanted: list[Any], request: Request) -> bool:
    if key == "aws:PrincipalAccount":
        return operator == "StringEquals" and request.account in wanted
    if key == "aws:PrincipalArn":
        return operator in {"ArnEquals", "ArnLike", "StringLike", "StringEquals"} and any(
            fnmatchcase(request.principal_arn, pattern) for pattern in wanted
        )
    # The organization is a fact about the account that no plan shows; AWS Backup sets the
    # other one on every grant it makes.
    return key in {"aws:PrincipalOrgID", "kms:GrantIsForAWSResource"}


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
