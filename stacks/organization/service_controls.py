"""Service control policies: what nobody in a member account may do, whoever they are.

One function per statement, by subject in `*_statements.py`. `POLICIES` says which make
one policy, because AWS attaches at most five policies to a target (its own FullAWSAccess
is one of them) and takes 5,120 characters each. Statements never touch the management
account nor service-linked roles: AWS exempts both.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from stacks.errors import ArgumentError
from stacks.organization import account_statements as account
from stacks.organization import audit_statements as audit
from stacks.organization import data_statements as data
from stacks.organization.statement import Guardrails, Statement

POLICY_CHARACTERS = 5120
"""AWS's limit; white space counts when a policy arrives through the API."""
ROOM = 0.2
"""Share of the limit that stays free, so that an exception fits on a bad day."""

POLICIES: Mapping[str, Sequence[Callable[[Guardrails], Statement]]] = {
    "foundation": (
        account.leave_organization,
        account.root_user,
        account.regions,
        account.opt_in_regions,
        account.iam_users,
    ),
    "audit": (
        audit.trail,
        audit.configuration_recorder,
        audit.threat_detection,
        audit.security_hub,
        audit.access_analyzer,
        audit.deploy_roles,
    ),
    "data": (
        data.encryption_defaults,
        data.unencrypted_databases,
        data.unencrypted_clusters,
        data.public_data,
        data.public_snapshots,
        data.public_functions,
    ),
    "backups": (data.backups, data.backup_settings, data.backup_role, data.keys),
    "quarantine": (account.everything,),
}
"""Statements by policy."""

TARGETS: Mapping[str, tuple[str, ...]] = {
    "foundation": ("root",),
    "audit": ("root",),
    "data": ("root",),
    "backups": ("security", "infrastructure", "prod"),
    "quarantine": ("quarantine", "suspended"),
}
"""Units each policy is attached to. The root keeps one of five places free."""


def policy_text(name: str, guardrails: Guardrails) -> str:
    """One policy as AWS gets it.

    Raises:
        ArgumentError: It is larger than AWS takes, or leaves no room.
    """
    document = {
        "Version": "2012-10-17",
        "Statement": [statement(guardrails) for statement in POLICIES[name]],
    }
    return checked(f"service control policy {name}", document, POLICY_CHARACTERS)


def checked(name: str, document: Mapping[str, Any], limit: int) -> str:
    """The document without white space, within its limit and with room to spare.

    Raises:
        ArgumentError: It is too long, and by how much.
    """
    text = json.dumps(document, separators=(",", ":"))
    most = int(limit * (1 - ROOM))
    if len(text) > most:
        raise ArgumentError(
            name,
            f"{len(text)} characters, {len(text) - most} too many",
            f"at most {most}: AWS takes {limit}, and {limit - most} stay free for a bad day",
            fix="move a statement into another policy of stacks/organization",
        )
    return text
