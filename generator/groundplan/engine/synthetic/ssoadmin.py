"""Computed outputs of ssoadmin and identitystore."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:ssoadmin/permissionSet:PermissionSet": {
        "arn": "arn:aws:sso:::permissionSet/ssoins-{hex16}/ps-{hex16}",
        "id": "arn:aws:sso:::permissionSet/ssoins-{hex16}/ps-{hex16},{instanceArn}",
    },
    "aws:identitystore/group:Group": {
        "id": "{identityStoreId}/{uuid}",
        "groupId": "{uuid}",
        "arn": "arn:aws:identitystore:::group/{uuid}",
    },
}
NOT_NAMED: frozenset[str] = frozenset({"aws:identitystore/group:Group"})
