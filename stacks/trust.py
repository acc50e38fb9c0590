"""Who may assume a role: trust policies of roles that AWS services use."""

import json
from typing import Any

from stacks.context import Context


def service_trust(service: str, context: Context | None = None, source_arn: str = "") -> str:
    """Trust policy of a role that one AWS service assumes.

    Args:
        service: Service principal without its domain: ``backup`` is
            ``backup.amazonaws.com``.
        context: Whose account the service must act for, so that no other account can make
            it use the role (the confused deputy); None where the service does not tell.
        source_arn: What the service must act for; ``*`` stands for any part.
    """
    conditions: dict[str, Any] = {}
    if source_arn:
        conditions["ArnLike"] = {"aws:SourceArn": source_arn}
    if context is not None:
        conditions["StringEquals"] = {"aws:SourceAccount": context.account}
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    if conditions:
        statement["Condition"] = conditions
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
