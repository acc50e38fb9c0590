"""Computed outputs of iam."""

from typing import Any


def _arn(kind: str) -> Any:
    def arn(words: Any) -> str:
        path = words.get("path") or "/"
        return f"arn:aws:iam::{words['account']}:{kind}{path}{words['physical']}"

    return arn


TYPES: dict[str, dict[str, Any]] = {
    "aws:iam/role:Role": {
        "arn": _arn("role"),
        "uniqueId": "AROA{upper14}",
    },
    "aws:iam/policy:Policy": {
        "id": _arn("policy"),
        "arn": "{id}",
    },
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
        "id": "arn:aws:iam::{account}:oidc-provider/token.actions.githubusercontent.com",
        "arn": "{id}",
    },
}
