"""Who the guardrails make room for, as patterns of role ARNs.

Nobody can make a role that matches by accident: `/aws-reserved/` belongs to AWS, and
making or changing roles below `/groundplan/` or the access role is denied to everyone
else by `service_controls.deploy_roles`.
"""

ACCESS_ROLE = "OrganizationAccountAccessRole"
"""Role AWS makes in every account the organization creates; only the management account
may assume it. First deployments run with it."""

ROLE_PATH = "/groundplan/"
"""Path of the roles and policies that deploy."""

BREAK_GLASS = "BreakGlass"
"""Permission set for the day everything else is broken."""

OPERATORS = (
    f"arn:aws:iam::*:role/{ACCESS_ROLE}",
    # Identity Center puts its region between path and name, except in us-east-1.
    f"arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_{BREAK_GLASS}_*",
)
"""People with the keys to everything: the first deployment, and the emergency."""

DEPLOYERS = (*OPERATORS, f"arn:aws:iam::*:role{ROLE_PATH}*-deploy")
"""The same, and the roles CI deploys with."""
