"""Changes of what an account, an organization and its logs have."""

from tests.emulate.update_programs import (
    ANOMALY,
    BUCKET,
    BUDGET,
    DELIVERY,
    EVENTS,
    HUB,
    MEMBER,
    OIDC,
    ORGANIZATION,
    RECORDER,
    SECRET,
    TOPICS,
    TRAIL,
)
from tests.emulate.updates import Case

ACCOUNTS = (
    Case(
        name="the limit of a budget",
        program=BUDGET,
        edits=(('amount="100"', 'amount="150"'),),
        calls=("update_budget",),
    ),
    Case(
        name="the kind, the period and the filter of a budget",
        program=BUDGET,
        edits=(
            ('type="COST"', 'type="USAGE"'),
            ('limit_unit="USD"', 'limit_unit="GB"'),
            ("MONTHLY", "QUARTERLY"),
            ("111122223333", "444455556666"),
        ),
        calls=("update_budget",),
    ),
    Case(
        name="who is told of a budget",
        program=BUDGET,
        edits=(('"ops@example.com"', '"ops@example.com", "cfo@example.com"'),),
        calls=("delete_notification", "create_notification"),
    ),
    Case(
        name="a recorder that stops",
        given=BUCKET,
        program=RECORDER,
        edits=(("is_enabled=True", "is_enabled=False"),),
        calls=("stop_configuration_recorder",),
    ),
    Case(
        name="a recorder that starts",
        given=BUCKET,
        program=RECORDER.replace("is_enabled=True", "is_enabled=False"),
        edits=(("is_enabled=False", "is_enabled=True"),),
        calls=("start_configuration_recorder",),
    ),
    Case(
        name="the log group of a trail",
        given=BUCKET,
        program=TRAIL,
        edits=(("concat(old.arn", "concat(new.arn"),),
        calls=("update_trail",),
    ),
    Case(
        name="a trail that stops",
        given=BUCKET,
        program=TRAIL,
        edits=(("enable_logging=True", "enable_logging=False"),),
        calls=("stop_logging",),
    ),
    Case(
        name="the path of a log delivery",
        given=BUCKET,
        program=DELIVERY,
        edits=(("/{yyyy}", "/{yyyy}/{MM}"),),
        calls=("update_delivery_configuration",),
    ),
    Case(
        name="the name of an anomaly monitor",
        program=ANOMALY.replace("MONITOR", "it"),
        edits=(('name="services"', 'name="all-services"'),),
        calls=("update_anomaly_monitor",),
    ),
    Case(
        name="who hears of anomalies, when and from which amount",
        program=ANOMALY.replace("SUBSCRIPTION", "it"),
        edits=(("DAILY", "WEEKLY"), ("a@example.com", "b@example.com"), ('["50"]', '["90"]')),
        calls=("update_anomaly_subscription",),
    ),
    Case(
        name="the clients of an OIDC provider",
        program=OIDC,
        edits=(('"two"', '"three"'),),
        calls=(
            "remove_client_id_from_open_id_connect_provider",
            "add_client_id_to_open_id_connect_provider",
        ),
    ),
    Case(
        name="what is managed for the root users of members",
        given='whole = aws.organizations.Organization("whole", opts=here)\n',
        program="""
aws.iam.OrganizationsFeatures("it", enabled_features=["RootSessions"],
    opts=pulumi.ResourceOptions(provider=provider, depends_on=[whole]))
""",
        edits=(("RootSessions", "RootCredentialsManagement"),),
        calls=(
            "enable_organizations_root_credentials_management",
            "disable_organizations_root_sessions",
        ),
    ),
    Case(
        name="the name and the unit of an account",
        given=ORGANIZATION,
        program=MEMBER,
        edits=(("shop-dev", "shop-development"), ("parent_id=old.id", "parent_id=new.id")),
        calls=("put_account_name", "move_account"),
    ),
    Case(
        name="what an organization trusts and which policies it has",
        program=ORGANIZATION.replace("ORGANIZATION", "it"),
        edits=(("cloudtrail", "guardduty"), ("TAG_POLICY", "BACKUP_POLICY")),
        calls=(
            "disable_aws_service_access",
            "enable_aws_service_access",
            "disable_policy_type",
            "enable_policy_type",
        ),
    ),
    Case(
        name="what a topic hears of databases",
        given=TOPICS,
        program=EVENTS,
        edits=(
            ("loud", "soft"),
            ('"failure"', '"failover"'),
            ('["one"]', '["two"]'),
            ("opts=here", "enabled=False, opts=here"),
        ),
        calls=(
            "modify_event_subscription",
            "remove_source_identifier_from_subscription",
            "add_source_identifier_to_subscription",
        ),
    ),
    Case(
        name="the replicas of a secret",
        program=SECRET,
        edits=(("eu-central-1", "us-east-1"),),
        calls=("remove_regions_from_replication", "replicate_secret_to_regions"),
    ),
    Case(
        name="a secret without its policy",
        program=SECRET,
        edits=((SECRET[SECRET.index("policy=") : SECRET.index("opts=")], ""),),
        calls=("delete_resource_policy",),
    ),
    Case(
        name="what a policy of Security Hub leaves out",
        given=HUB,
        program='policy("it", ["IAM.6"])',
        edits=(("IAM.6", "IAM.9"),),
        calls=("update_configuration_policy",),
    ),
    Case(
        name="the policy a member has",
        given=HUB + 'strict, mild = policy("strict", []), policy("mild", ["IAM.6"])\n',
        program="aws.securityhub.ConfigurationPolicyAssociation("
        '"it", target_id="111122223333", policy_id=strict.id, opts=here)',
        edits=(("strict.id", "mild.id"),),
        calls=("start_configuration_policy_association",),
    ),
    Case(
        name="the regions findings come from",
        program='aws.securityhub.FindingAggregator("it", linking_mode="SPECIFIED_REGIONS", '
        'specified_regions=["eu-central-1"], opts=here)',
        edits=(("eu-central-1", "us-east-1"),),
        calls=("update_finding_aggregator",),
    ),
    Case(
        name="a member that leaves its unit",
        given=ORGANIZATION,
        program=MEMBER,
        edits=((", parent_id=old.id", ""),),
        calls=("move_account",),
    ),
    Case(
        name="what a role is for and how long it lasts",
        program="""
aws.iam.Role("it", description="Old.", max_session_duration=3600,
    assume_role_policy='{"Version": "2012-10-17", "Statement": []}', opts=here)
""",
        edits=(("Old.", "New."), ("3600", "7200")),
        calls=("update_role_description", "update_role"),
    ),
    Case(
        name="what is counted in a log",
        program="""
group = aws.cloudwatch.LogGroup("log", name="log", opts=here)
aws.cloudwatch.LogMetricFilter("it", name="it", log_group_name=group.name, pattern="ERROR",
    metric_transformation={"name": "Errors", "namespace": "Shop", "value": "1"}, opts=here)
""",
        edits=(("ERROR", "FATAL"),),
        calls=("put_metric_filter",),
    ),
    Case(
        name="a log group that keeps for ever",
        program='aws.cloudwatch.LogGroup("it", name="it", retention_in_days=30, opts=here)',
        edits=(("retention_in_days=30, ", ""),),
        calls=("delete_retention_policy",),
    ),
)
