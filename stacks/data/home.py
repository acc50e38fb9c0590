"""Where stores live: what database and cache share of their environment."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from stacks.context import Context
from stacks.observability.notifications import Topics


@dataclass(frozen=True, kw_only=True)
class DataHome:
    """Place and care of the stores of one environment."""

    context: Context
    """Who and where."""
    vpc_id: pulumi.Input[str]
    """VPC of the stores' security groups."""
    subnet_ids: Sequence[pulumi.Input[str]]
    """Isolated subnets, in two zones or more."""
    zone_names: Sequence[pulumi.Input[str]]
    """Availability zones of the subnets, by the account's own names."""
    key_arn: pulumi.Input[str]
    """Encrypts storage, snapshots and passwords; can never be changed on a store."""
    logs_key_arn: pulumi.Input[str]
    """Encrypts exported logs."""
    log_days: int
    """Days exported logs are kept."""
    maintenance_window: str
    """When AWS patches, UTC: ``sun:09:00-sun:10:00``."""
    protect: bool
    """Pulumi refuses to delete or replace a store."""
    topics: Topics
    """Where alarms go."""
    page: bool
    """Whether severe alarms wake somebody."""
