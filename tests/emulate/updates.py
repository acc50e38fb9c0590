"""Changes of one resource: a program before, what is edited in it, and the calls that follow."""

from dataclasses import dataclass

from tests.emulate.update_programs import (
    ACL,
    ANOMALY,
    BUCKET,
    BUDGET,
    CACHE,
    CLUSTER,
    DATABASE,
    DELIVERY,
    DOOR,
    EVENTS,
    FUNCTION,
    HUB,
    LISTENER,
    MEMBER,
    NETWORK,
    OIDC,
    ORGANIZATION,
    PARAMETERS,
    RECORDER,
    RULES,
    SCAN,
    SECRET,
    TABLE,
    TOPICS,
    TRAIL,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A change of the resource ``it``.

    Attributes:
        name: What changes, as the test's name shows it.
        program: The program before.
        edits: Text of the program to the text in its place.
        calls: Writing calls that follow, in order.
        given: What the resource stands on.
    """

    name: str
    program: str
    edits: tuple[tuple[str, str], ...]
    calls: tuple[str, ...]
    given: str = ""

    @property
    def before(self) -> str:
        """The program before."""
        return self.given + self.program

    @property
    def after(self) -> str:
        """The program after."""
        text = self.program
        for old, new in self.edits:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return self.given + text


CASES = (
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
        name="the rules of a default ACL",
        given=NETWORK,
        program=ACL,
        edits=(
            ('"rule_no": 100', '"rule_no": 200'),
            (
                "opts=here",
                'egress=[{"rule_no": 50, "protocol": "-1", "action": "allow", '
                '"cidr_block": "10.0.0.0/16", "from_port": 0, "to_port": 0}], opts=here',
            ),
        ),
        calls=("create_network_acl_entry", "delete_network_acl_entry", "create_network_acl_entry"),
    ),
    Case(
        name="the route table of a subnet",
        given=NETWORK,
        program='aws.ec2.RouteTableAssociation("it", subnet_id=one.id, '
        "route_table_id=first.id, opts=here)",
        edits=(("first.id", "second.id"),),
        calls=("replace_route_table_association",),
    ),
    Case(
        name="the route tables of a gateway endpoint",
        given=NETWORK,
        program=DOOR.replace("SERVICE", "s3").replace("KIND", "route_table_ids=[first.id],"),
        edits=(("first.id", "second.id"),),
        calls=("modify_vpc_endpoint",),
    ),
    Case(
        name="the subnets and groups of an interface endpoint",
        given=NETWORK,
        program=DOOR.replace("SERVICE", "ecr.api").replace(
            "KIND",
            'vpc_endpoint_type="Interface", subnet_ids=[one.id], security_group_ids=[red.id],',
        ),
        edits=(("one.id", "one.id, two.id"), ("red.id", "blue.id")),
        calls=("modify_vpc_endpoint",),
    ),
    Case(
        name="more nodes of a cache",
        given=NETWORK,
        program=CACHE,
        edits=(("num_cache_clusters=2", "num_cache_clusters=3"), ("small", "medium")),
        calls=("increase_replica_count", "modify_replication_group"),
    ),
    Case(
        name="fewer nodes of a cache",
        given=NETWORK,
        program=CACHE.replace("clusters=2", "clusters=3"),
        edits=(("num_cache_clusters=3", "num_cache_clusters=2"), ("small", "medium")),
        calls=("modify_replication_group", "decrease_replica_count"),
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
        name="the certificate of a listener",
        given=NETWORK,
        program=LISTENER.replace("LISTENER", "it").replace("BALANCER", "balancer"),
        edits=(("certificate_arn=good.arn", "certificate_arn=better.arn"),),
        calls=("modify_listener",),
    ),
    Case(
        name="the address type of a load balancer",
        given=NETWORK,
        program=LISTENER.replace("BALANCER", "it"),
        edits=(("subnets=[", 'ip_address_type="dualstack", subnets=['),),
        calls=("set_ip_address_type",),
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
        name="the exported logs of a database",
        program=DATABASE,
        edits=(('["postgresql", "upgrade"]', '["postgresql", "iam-db-auth-error"]'),),
        calls=("modify_db_instance",),
    ),
    Case(
        name="the exported logs of a cluster",
        program=CLUSTER,
        edits=(('["postgresql"]', '["postgresql", "instance"]'),),
        calls=("modify_db_cluster",),
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
        name="the index of a table",
        program=TABLE,
        edits=(
            ('"name": "mail"', '"name": "phone"'),
            ("by-mail", "by-phone"),
            ('"hash_key": "mail"', '"hash_key": "phone"'),
        ),
        calls=("update_table", "update_table"),
    ),
    Case(
        name="a table without a key of its own and without an end of life",
        program=TABLE,
        edits=(
            (', "kms_key_arn": key.arn', ""),
            ('ttl={"enabled": True', 'ttl={"enabled": False'),
            ('recovery={"enabled": True', 'recovery={"enabled": False'),
        ),
        calls=("update_table", "update_continuous_backups", "update_time_to_live"),
    ),
    Case(
        name="the code of an edge function",
        program=FUNCTION,
        edits=(("old", "new"),),
        calls=("update_function", "publish_function"),
    ),
    Case(
        name="the type of a record",
        program="""
zone = aws.route53.Zone("zone", name="example.com", opts=here)
aws.route53.Record("it", zone_id=zone.zone_id, name="a.example.com", type="A", ttl=60,
    records=["192.0.2.1"], opts=here)
""",
        edits=(('type="A"', 'type="CNAME"'), ("192.0.2.1", "b.example.com")),
        calls=("change_resource_record_sets",),
    ),
    Case(
        name="the processor of a function",
        program="""
role = aws.iam.Role("runner", assume_role_policy='{"Version": "2012-10-17", "Statement": []}',
    opts=here)
aws.lambda_.Function("it", role=role.arn, runtime="python3.13", handler="it.run",
    architectures=["x86_64"], timeout=3, opts=here,
    code=pulumi.AssetArchive({"it.py": pulumi.StringAsset("def run(event, _): ...")}))
""",
        edits=(("x86_64", "arm64"), ("timeout=3", "timeout=9")),
        calls=("update_function_code", "update_function_configuration"),
    ),
    Case(
        name="a member that leaves its unit",
        given=ORGANIZATION,
        program=MEMBER,
        edits=((", parent_id=old.id", ""),),
        calls=("move_account",),
    ),
    Case(
        name="how healthy targets are told from others",
        given=NETWORK,
        program="""
aws.lb.TargetGroup("it", port=80, protocol="HTTP", vpc_id=vpc.id, health_check={
    "path": "/", "interval": 30, "healthy_threshold": 3}, opts=here)
""",
        edits=(('"/"', '"/healthz"'), ("30", "15"), (": 3}", ": 2}")),
        calls=("modify_target_group",),
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
        name="the words of a rule",
        given=NETWORK,
        program="""
aws.vpc.SecurityGroupEgressRule("it", security_group_id=red.id, ip_protocol="-1",
    cidr_ipv4="0.0.0.0/0", description="out", opts=here)
""",
        edits=(('"out"', '"anywhere"'),),
        calls=("modify_security_group_rules",),
    ),
    Case(
        name="which logs of a cache are written",
        given=NETWORK,
        program=CACHE.replace(
            "automatic",
            """log_delivery_configurations=[{"log_type": kind, "log_format": "json",
        "destination": "/cache", "destination_type": "cloudwatch-logs"}
        for kind in ("slow-log", "engine-log")], automatic""",
        ),
        edits=(('("slow-log", "engine-log")', '("engine-log",)'),),
        calls=("modify_replication_group",),
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
        name="which files are scanned",
        given=BUCKET,
        program=SCAN,
        edits=(("bucket.id", 'bucket.id, "object_prefixes": ["in/"]'),),
        calls=("update_malware_protection_plan",),
    ),
    Case(
        name="a parameter less and another changed",
        program=PARAMETERS,
        edits=(('"ddl"', '"all"'), (', {"name": "log_min_messages", "value": "error"}', "")),
        calls=("reset_db_parameter_group", "modify_db_parameter_group"),
    ),
    Case(
        name="inline rules of a group",
        given=NETWORK,
        program=RULES,
        edits=(('"from_port": 81, "to_port": 81', '"from_port": 82, "to_port": 82'),),
        calls=("revoke_security_group_ingress", "authorize_security_group_ingress"),
    ),
    Case(
        name="a log group that keeps for ever",
        program='aws.cloudwatch.LogGroup("it", name="it", retention_in_days=30, opts=here)',
        edits=(("retention_in_days=30, ", ""),),
        calls=("delete_retention_policy",),
    ),
    Case(
        name="a tag less and another new",
        program='aws.sqs.Queue("it", tags={"old": "1"}, opts=here)',
        edits=(('"old"', '"new"'),),
        calls=("untag_queue", "tag_queue"),
    ),
    Case(
        name="a tag less of what AWS made",
        given=NETWORK,
        program='aws.ec2.DefaultSecurityGroup("it", vpc_id=vpc.id, tags={"old": "1"}, opts=here)',
        edits=(('tags={"old": "1"}, ', ""),),
        calls=("delete_tags", "create_tags"),
    ),
)
