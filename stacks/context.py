"""Who and where a stack is: made once, handed to every component."""

from collections.abc import Mapping
from dataclasses import dataclass

from stacks.names import bucket_name, fit

EDGE_REGION = "us-east-1"
"""Where CloudFront's certificate, WAF, metrics and alarms live, whatever the home region."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """Identity of a stack.

    Attributes:
        organization: Short name of the company.
        app: Short name of the application.
        environment: ``dev``, ``staging``, ``prod`` or ``main``.
        region: Home region.
        dr_region: Region that receives copies.
        account: Account the stack deploys into.
        accounts: Account ids by role (``management``, ``security``, ``backup``, and
            the environments).
    """

    organization: str
    app: str
    environment: str
    region: str
    dr_region: str
    account: str
    accounts: Mapping[str, str]

    @property
    def prefix(self) -> str:
        """Start of every physical name."""
        return f"{self.organization}-{self.app}-{self.environment}"

    @property
    def tags(self) -> dict[str, str]:
        """Tags of every resource, set once on the provider."""
        return {
            "organization": self.organization,
            "app": self.app,
            "environment": self.environment,
            "managed-by": "pulumi",
        }

    @property
    def cluster_name(self) -> str:
        """Name of the ECS cluster: the application makes it, what rotates secrets names it."""
        return self.prefix

    def physical(self, role: str, limit: int = 63) -> str:
        """Deterministic physical name of at most ``limit`` characters."""
        return fit(f"{self.prefix}-{role}", limit)

    def bucket(self, role: str, region: str = "") -> str:
        """Deterministic bucket name, globally unique; the home region unless told."""
        return bucket_name(
            self.organization,
            self.app,
            self.environment,
            role,
            self.account,
            region or self.region,
        )
