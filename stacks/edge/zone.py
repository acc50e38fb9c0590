"""DNS zone of an environment: its name, and the delegation of the names below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context


@dataclass(frozen=True, kw_only=True)
class ZoneArgs:
    """Settings of a hosted zone. 0.50 USD a month."""

    context: Context
    """Who and where."""
    domain: str
    """Name of the zone, without a final dot."""
    delegations: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Name servers by the first label of a zone below this one, in another account."""
    protect: bool = False
    """Pulumi refuses to delete it: a new zone has other name servers."""


class Zone(Component, token="groundplan:edge:Zone"):
    """A public hosted zone with the delegations of its sub-zones.

    The zone answers nobody until its name servers stand at the registrar (prod) or in
    the parent zone (other environments, by ``delegations`` there). A certificate is only
    issued after that, so the zone lives in the foundation and the certificate does not.
    """

    CHILDREN = ("zone",)

    zone_id: pulumi.Output[str]
    """Id of the zone."""
    name_servers: pulumi.Output[Sequence[str]]
    """The four names to enter at the registrar or in the parent zone."""

    def __init__(
        self, name: str, args: ZoneArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        zone = aws.route53.Zone(
            f"{name}-zone",
            name=args.domain,
            comment=f"{args.context.app} {args.context.environment}",
            opts=self._child(protect=args.protect, retain_on_delete=args.protect),
        )
        for label, servers in sorted(args.delegations.items()):
            aws.route53.Record(
                f"{name}-delegation-{label}",
                zone_id=zone.zone_id,
                name=f"{label}.{args.domain}",
                type="NS",
                ttl=300,
                records=list(servers),
                opts=self._child(),
            )
        self.zone_id = zone.zone_id
        self.name_servers = zone.name_servers
        self.register_outputs({"zone_id": self.zone_id, "name_servers": self.name_servers})
