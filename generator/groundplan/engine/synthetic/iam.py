"""Computed outputs of iam."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:iam/role:Role": {
        "arn": "arn:aws:iam::{account}:role/{physical}",
        "uniqueId": "AROA{upper14}",
    },
    "aws:iam/policy:Policy": {
        "id": "arn:aws:iam::{account}:policy/{physical}",
        "arn": "{id}",
    },
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
        "id": "arn:aws:iam::{account}:oidc-provider/token.actions.githubusercontent.com",
        "arn": "{id}",
    },
}
