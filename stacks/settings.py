"""How much production each profile buys in each environment: one table.

A stack's config may replace any value under ``groundplan:settings``. Sources of the
numbers: AWS documentation and the agreement of public reference architectures; the
owner's reasons to deviate belong beside the value in ``Pulumi.<env>.yaml``.
"""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from stacks.errors import ConfigError, StackProblem

Profile = Literal["launch", "standard", "regulated"]
Environment = Literal["dev", "staging", "prod"]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Sizes and policies of one environment. Units stand in the names."""

    vpc_cidr: str
    """Address range of the environment; the three never overlap."""
    availability_zones: int
    """How many zones the network spans. RDS and the load balancer need at least 2."""
    nat_gateways: int
    """0: tasks get public addresses. Each costs about 33 USD a month and its traffic."""
    flow_log_traffic: Literal["ALL", "REJECT"]
    """Which connections the VPC flow log keeps."""
    dns_query_log: bool
    """Keep every DNS query of the VPC."""
    log_days: int
    """Days application, load balancer and flow logs are kept."""
    audit_log_days: int
    """Days WAF and audit logs are kept."""
    trail_days: int
    """Days the organization's trail is kept, unchangeable while it is."""
    record_configuration: bool
    """AWS Config records every change, for Security Hub to judge; 0.003 USD a change."""

    database_class: str
    """RDS instance class."""
    database_storage_gb: int
    """Storage at creation."""
    database_max_storage_gb: int
    """Storage autoscaling stops here."""
    database_multi_az: bool
    """A standby in another zone takes over within minutes; doubles the instance's price."""
    aurora_class: str
    """Class of Aurora's instances, where the database is Aurora."""
    aurora_readers: int
    """Aurora's instances for reading; with ``database_multi_az`` there is at least one."""
    aurora_min_acu: float
    """Least capacity of ``db.serverless``, in units of 2 GiB."""
    aurora_max_acu: float
    """Most capacity of ``db.serverless``; the bill's upper bound."""
    maintenance_window: str
    """When AWS patches the database and the cache, UTC; production after the others."""
    database_backup_days: int
    """Days of point-in-time recovery, 1 to 35."""
    deletion_protection: bool
    """AWS refuses to delete the database and the load balancer."""
    protect: bool
    """Pulumi refuses to delete or replace what holds data."""

    backup_daily_days: int
    """Days the daily recovery points are kept."""
    backup_weekly_days: int
    """Days the weekly recovery points are kept; 0 for none."""
    backup_monthly_days: int
    """Days the monthly recovery points are kept; 0 for none."""
    backup_continuous_days: int
    """Days of continuous backup by AWS Backup, at most 35; 0 for none."""
    backup_copy_days: int
    """Days the copy in the DR region is kept; 0 for no copy."""
    backup_account_copy_days: int
    """Days the copy in the backup account is kept; 0 for no copy."""
    backup_account_cross_region: bool
    """Copy to the backup account's vault in the DR region as well, in one step over both
    borders, which AWS offers for databases only since November 2025."""
    dr_replication: bool
    """Buckets and secrets are replicated to the DR region as they change."""
    bucket_noncurrent_days: int
    """Days an overwritten or deleted object can be brought back."""
    restore_testing: bool
    """Restore every store once a week and tell whether it worked."""
    vault_lock: Literal["none", "governance", "compliance"]
    """Whether recovery points can be deleted before their time."""

    cache_class: str
    """ElastiCache node type."""
    cache_nodes: int
    """1: no failover. 2 or more: failover to another zone."""
    cache_snapshot_days: int
    """Days of daily cache snapshots; 0 for none."""

    task_min: int
    """Tasks of a service that always run."""
    task_max: int
    """Tasks of a service that autoscaling may start."""
    task_spot: bool
    """Run on spare capacity: about 70 % cheaper, stopped with two minutes' notice."""
    container_insights: Literal["enhanced", "enabled", "disabled"]
    """Container metrics; enhanced costs per task and metric."""

    waf_mode: Literal["count", "block"]
    """Count only shows what would be blocked."""
    waf_body_size_mode: Literal["count", "block"]
    """What happens to request bodies over 8 KB outside the upload paths."""
    waf_rate_limit: int
    """Requests per 5 minutes and address before the WAF answers 403."""
    waf_auth_rate_limit: int
    """The same on paths of flows that guess passwords."""

    alarm_page: bool
    """Severe alarms wake somebody; otherwise every alarm is a ticket."""
    secret_recovery_days: int
    """Days a deleted secret can be brought back; 0 deletes at once."""
    secret_max_age_days: int
    """Days after which the value of a secret is too old, 1 to 3650; 0: nobody looks."""
    force_destroy: bool
    """`pulumi destroy` may empty buckets, registries and vaults."""
    interface_endpoints: tuple[str, ...] = ()
    """AWS services reached without NAT (``ecr.api``, ``logs``); each costs about 7.30 USD a
    month and zone."""
    ipv6_egress: bool = False
    """Tasks call IPv6 addresses past the NAT gateway, which then bills less traffic. It cannot
    be turned off in place: AWS keeps the range of a VPC in which a subnet lies."""
    cpu_architecture: Literal["ARM64", "X86_64"] = "ARM64"
    """Processor the images are built for. ARM costs 20 % less."""
    task_readonly_root: bool = False
    """Tasks cannot write their root file system, except ``/tmp``: safer, where the image
    was made for it."""
    cdn_price_class: Literal["PriceClass_100", "PriceClass_200", "PriceClass_All"] = (
        "PriceClass_100"
    )
    """Edges CloudFront answers from: 100 is North America and Europe."""
    database_proxy: bool = False
    """A pool of connections in front of the database, for many short-lived tasks; from 22 USD
    a month."""


_DEV = Settings(
    vpc_cidr="10.16.0.0/16",
    availability_zones=2,
    nat_gateways=1,
    flow_log_traffic="REJECT",
    dns_query_log=False,
    log_days=14,
    audit_log_days=365,
    trail_days=1095,
    record_configuration=False,
    database_class="db.t4g.micro",
    database_storage_gb=20,
    database_max_storage_gb=50,
    database_multi_az=False,
    aurora_class="db.serverless",
    aurora_readers=0,
    aurora_min_acu=0.5,
    aurora_max_acu=2,
    maintenance_window="wed:09:00-wed:10:00",
    database_backup_days=7,
    deletion_protection=False,
    protect=False,
    backup_daily_days=7,
    backup_weekly_days=0,
    backup_monthly_days=0,
    backup_continuous_days=0,
    backup_copy_days=0,
    backup_account_copy_days=0,
    backup_account_cross_region=False,
    dr_replication=False,
    bucket_noncurrent_days=7,
    restore_testing=False,
    vault_lock="none",
    cache_class="cache.t4g.micro",
    cache_nodes=1,
    cache_snapshot_days=1,
    task_min=1,
    task_max=2,
    task_spot=True,
    container_insights="disabled",
    waf_mode="count",
    waf_body_size_mode="count",
    waf_rate_limit=2000,
    waf_auth_rate_limit=100,
    alarm_page=False,
    secret_recovery_days=0,
    secret_max_age_days=0,
    force_destroy=True,
)
_STAGING = replace(
    _DEV,
    vpc_cidr="10.32.0.0/16",
    flow_log_traffic="ALL",
    log_days=30,
    database_class="db.t4g.small",
    database_max_storage_gb=100,
    database_backup_days=14,
    deletion_protection=True,
    backup_daily_days=14,
    backup_copy_days=14,
    bucket_noncurrent_days=14,
    task_min=2,
    task_max=4,
    task_spot=False,
    container_insights="enabled",
    waf_mode="block",
    secret_recovery_days=7,
    force_destroy=False,
)
_PROD = replace(
    _STAGING,
    vpc_cidr="10.48.0.0/16",
    record_configuration=True,
    availability_zones=3,
    nat_gateways=3,
    log_days=90,
    database_class="db.m7g.large",
    database_storage_gb=100,
    database_max_storage_gb=500,
    database_multi_az=True,
    aurora_min_acu=1,
    aurora_max_acu=8,
    maintenance_window="sun:09:00-sun:10:00",
    database_backup_days=35,
    protect=True,
    backup_daily_days=35,
    backup_weekly_days=90,
    backup_monthly_days=365,
    backup_continuous_days=35,
    backup_copy_days=90,
    backup_account_copy_days=90,
    dr_replication=True,
    bucket_noncurrent_days=35,
    restore_testing=True,
    vault_lock="governance",
    cache_class="cache.t4g.small",
    cache_nodes=2,
    cache_snapshot_days=7,
    task_max=10,
    cdn_price_class="PriceClass_All",
    container_insights="enhanced",
    waf_body_size_mode="block",
    alarm_page=True,
    secret_recovery_days=30,
    secret_max_age_days=365,
)

SETTINGS: dict[Profile, dict[Environment, Settings]] = {
    "launch": {
        "dev": replace(_DEV, nat_gateways=0),
        "staging": _STAGING,
        "prod": replace(
            _PROD,
            record_configuration=False,
            nat_gateways=1,
            database_class="db.t4g.medium",
            database_storage_gb=20,
            database_max_storage_gb=200,
            database_multi_az=False,
            aurora_min_acu=0.5,
            aurora_max_acu=4,
            cache_class="cache.t4g.micro",
            container_insights="enabled",
        ),
    },
    "standard": {"dev": _DEV, "staging": _STAGING, "prod": _PROD},
    "regulated": {
        "dev": replace(_DEV, flow_log_traffic="ALL", record_configuration=True),
        "staging": replace(_STAGING, dns_query_log=True, record_configuration=True),
        "prod": replace(
            _PROD,
            dns_query_log=True,
            log_days=365,
            trail_days=2557,
            # PCI DSS 8.6.3 leaves the number to a risk analysis; Security Hub's is 90.
            secret_max_age_days=90,
            database_class="db.m7g.xlarge",
            aurora_class="db.r8g.large",
        ),
    },
}
"""Values by profile and environment."""

_SETTINGS = TypeAdapter(Settings)


def settings_for(profile: Profile, environment: Environment, replaced: dict[str, Any]) -> Settings:
    """Values of one environment, with the owner's replacements.

    Args:
        profile: How much production to buy.
        environment: Which one.
        replaced: ``groundplan:settings`` of the stack's config.

    Raises:
        ConfigError: A replacement names no setting, or has a value of another type.
    """
    known = {f.name for f in fields(Settings)}
    unknown = sorted(set(replaced) - known)
    if unknown:
        raise ConfigError(
            StackProblem(
                key=f"groundplan:settings.{name}",
                what="is not a setting",
                allowed=", ".join(sorted(known)),
            )
            for name in unknown
        )
    try:
        return _SETTINGS.validate_python({**asdict(SETTINGS[profile][environment]), **replaced})
    except ValidationError as error:
        raise ConfigError(
            StackProblem(
                key="groundplan:settings." + ".".join(str(part) for part in problem["loc"]),
                what=problem["msg"].lower(),
                got=repr(problem["input"]),
            )
            for problem in error.errors()
        ) from None
