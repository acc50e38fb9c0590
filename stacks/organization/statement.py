"""What every statement of a service control policy has in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stacks.context import EDGE_REGION

Statement = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Guardrails:
    """What the statements depend on.

    Attributes:
        region: Home region.
        dr_region: Region of the copies.
    """

    region: str
    dr_region: str

    @property
    def regions(self) -> list[str]:
        """Regions in use.

        us-east-1 is always one: CloudFront's certificates, WAF, metrics and alarms are there.
        """
        return sorted({self.region, self.dr_region, EDGE_REGION})


def deny(sid: str, actions: list[str], exempt: Sequence[str] = ()) -> Statement:
    """Nobody does this, on any resource, but those exempt (patterns of role ARNs)."""
    # A guardrail speaks about every resource in the account; what it spares are people.
    statement: Statement = {"Sid": sid, "Effect": "Deny", "Action": actions, "Resource": "*"}
    if exempt:
        statement["Condition"] = {"ArnNotLike": {"aws:PrincipalArn": list(exempt)}}
    return statement
