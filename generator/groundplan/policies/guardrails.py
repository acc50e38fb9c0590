"""The guardrails of an organization's plan, as they come to bear on one account."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from groundplan.engine.plan import Plan

FULL_ACCESS: Mapping[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}
"""What AWS attaches to every root, unit and account, and nobody detaches."""

_ACCOUNT = "aws:organizations/account:Account"
_ATTACHMENT = "aws:organizations/policyAttachment:PolicyAttachment"
_POLICY = "aws:organizations/policy:Policy"
_UNIT = "aws:organizations/organizationalUnit:OrganizationalUnit"


@dataclass(frozen=True, kw_only=True)
class AccountGuardrails:
    """Guardrails over one account.

    Attributes:
        service_controls: By level, root first, each with AWS's own full access.
        resource_controls: Of all levels.
    """

    service_controls: tuple[tuple[Mapping[str, Any], ...], ...]
    resource_controls: tuple[Mapping[str, Any], ...]


def guardrails_over(plan: Plan, account: str) -> AccountGuardrails:
    """What binds one account, by the plan of the organization.

    Args:
        plan: Plan of ``organization/main``.
        account: Logical name of the account's resource, ``organization-account-dev``.
    """
    parents = {unit.id: unit.inputs["parentId"] for unit in plan.of_type(_UNIT)}
    (found,) = [a for a in plan.of_type(_ACCOUNT) if a.name == account]
    line, here = [found.id], str(found.inputs["parentId"])
    while here in parents:
        line.append(here)
        here = parents[here]
    line.append(here)
    policies = {policy.id: policy.inputs for policy in plan.of_type(_POLICY)}
    attached: dict[str, list[Mapping[str, Any]]] = {target: [] for target in line}
    for attachment in plan.of_type(_ATTACHMENT):
        target = attachment.inputs["targetId"]
        if target in attached:
            attached[target].append(policies[attachment.inputs["policyId"]])
    return AccountGuardrails(
        service_controls=tuple(
            (FULL_ACCESS, *_of_type(attached[target], "SERVICE_CONTROL_POLICY"))
            for target in reversed(line)
        ),
        resource_controls=tuple(
            document
            for target in reversed(line)
            for document in _of_type(attached[target], "RESOURCE_CONTROL_POLICY")
        ),
    )


def _of_type(policies: list[Mapping[str, Any]], kind: str) -> list[Mapping[str, Any]]:
    return [json.loads(policy["content"]) for policy in policies if policy["type"] == kind]
