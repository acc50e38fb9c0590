"""Computed outputs of organizations."""

from typing import Any

_ORGANIZATION = "o-groundplan00"
"""The same as `repository.PLACEHOLDER_ORGANIZATION`, which other stacks are told."""

TYPES: dict[str, dict[str, Any]] = {
    "aws:organizations/organization:Organization": {
        "id": _ORGANIZATION,
        "arn": "arn:aws:organizations::{account}:organization/{id}",
        "roots": [
            {
                "id": "r-root",
                "arn": f"arn:aws:organizations::{{account}}:root/{_ORGANIZATION}/r-root",
                "name": "Root",
                "policyTypes": [],
            }
        ],
        "masterAccountId": "{account}",
        "masterAccountArn": (
            f"arn:aws:organizations::{{account}}:account/{_ORGANIZATION}/{{account}}"
        ),
    },
    "aws:organizations/organizationalUnit:OrganizationalUnit": {
        "id": "ou-root-{hex8}",
        "arn": f"arn:aws:organizations::{{account}}:ou/{_ORGANIZATION}/ou-root-{{hex8}}",
        "accounts": [],
    },
    "aws:organizations/account:Account": {
        "id": "{digits12}",
        "arn": f"arn:aws:organizations::{{account}}:account/{_ORGANIZATION}/{{id}}",
        "status": "ACTIVE",
        "state": "ACTIVE",
    },
    "aws:organizations/policy:Policy": {
        "id": "p-{hex8}",
        "arn": f"arn:aws:organizations::{{account}}:policy/{_ORGANIZATION}/policy/p-{{hex8}}",
    },
    "aws:organizations/policyAttachment:PolicyAttachment": {"id": "{targetId}:{policyId}"},
    "aws:organizations/delegatedAdministrator:DelegatedAdministrator": {
        "id": "{accountId}/{servicePrincipal}"
    },
}
