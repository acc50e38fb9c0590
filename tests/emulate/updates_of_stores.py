"""Changes of networks, stores and what runs."""

from tests.emulate.update_programs import (
    ACL,
    BUCKET,
    CACHE,
    CLUSTER,
    DATABASE,
    DOOR,
    FUNCTION,
    LISTENER,
    NETWORK,
    PARAMETERS,
    ROTATION,
    RULES,
    SCAN,
    TABLE,
    USERS,
)
from tests.emulate.updates import Case

STORES = (
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
        name="what a user of a cache may do",
        given=USERS,
        program='user("it", "it")',
        edits=(('"it")', '"it", "on ~* +@all -@dangerous")'),),
        calls=("modify_user",),
    ),
    Case(
        name="how a user of a cache logs in",
        given=USERS,
        program="""
aws.elasticache.User("it", user_id="it", user_name="it", engine="redis", access_string="off -@all",
    authentication_mode={"type": "iam"}, opts=here)
""",
        edits=(('"iam"', '"password", "passwords": ["a" * 16, "b" * 16]'),),
        calls=("modify_user",),
    ),
    Case(
        name="the members of a group of users",
        given=USERS,
        program='members("all", "it", nobody, app)',
        edits=(("nobody, app", "nobody, jobs"),),
        calls=("modify_user_group",),
    ),
    Case(
        name="the users of a cache",
        given=NETWORK + USERS + 'old, new = (members(n, n, nobody, app) for n in ("old", "new"))\n',
        program=CACHE.replace(
            "automatic_failover_enabled=True,",
            "automatic_failover_enabled=True, transit_encryption_enabled=True, "
            "user_group_ids=[old.user_group_id],",
        ),
        edits=(("old.user", "new.user"),),
        calls=("modify_replication_group",),
    ),
    Case(
        name="when a secret is rotated",
        given=ROTATION,
        program="""
aws.secretsmanager.SecretRotation("it", secret_id=secret.arn, rotation_lambda_arn=function.arn,
    rotation_rules={"schedule_expression": "cron(0 9 ? JAN,JUL MON#2 *)", "duration": "1h"},
    opts=pulumi.ResourceOptions(provider=provider, depends_on=[may]))
""",
        edits=(("JAN,JUL", "JAN,APR,JUL,OCT"),),
        calls=("rotate_secret",),
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
        name="a network that gets IPv6",
        program="""
aws.ec2.Vpc("it", cidr_block="10.0.0.0/16", opts=here)
""",
        edits=(("opts=", "assign_generated_ipv6_cidr_block=True, opts="),),
        calls=("associate_vpc_cidr_block",),
    ),
    Case(
        name="a subnet without IPv6",
        given="""
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", assign_generated_ipv6_cidr_block=True,
    opts=here)
part = vpc.ipv6_cidr_block.apply(lambda whole: whole.replace("/56", "/64"))
""",
        program="""
aws.ec2.Subnet("it", vpc_id=vpc.id, cidr_block="10.0.1.0/24",
    ipv6_cidr_block=part, assign_ipv6_address_on_creation=True, opts=here)
""",
        edits=(("ipv6_cidr_block=part, assign_ipv6_address_on_creation=True, ", ""),),
        calls=("modify_subnet_attribute", "disassociate_subnet_cidr_block"),
    ),
    Case(
        name="a subnet that gets IPv6",
        given="""
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", assign_generated_ipv6_cidr_block=True,
    opts=here)
part = vpc.ipv6_cidr_block.apply(lambda whole: whole.replace("/56", "/64"))
""",
        program="""
aws.ec2.Subnet("it", vpc_id=vpc.id, cidr_block="10.0.1.0/24", opts=here)
""",
        edits=(("opts=", "ipv6_cidr_block=part, assign_ipv6_address_on_creation=True, opts="),),
        calls=("associate_subnet_cidr_block", "modify_subnet_attribute"),
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
