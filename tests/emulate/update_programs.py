"""Programs with one resource that changes, and what it stands on."""

NETWORK = """
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", opts=here)
one, two = (aws.ec2.Subnet(f"subnet-{zone}", vpc_id=vpc.id, cidr_block=f"10.0.{number}.0/24",
    availability_zone=f"eu-west-1{zone}", opts=here) for number, zone in ((1, "a"), (2, "b")))
first = aws.ec2.RouteTable("first", vpc_id=vpc.id, opts=here)
second = aws.ec2.RouteTable("second", vpc_id=vpc.id, opts=here)
red = aws.ec2.SecurityGroup("red", vpc_id=vpc.id, opts=here)
blue = aws.ec2.SecurityGroup("blue", vpc_id=vpc.id, opts=here)
"""
TOPICS = """
loud = aws.sns.Topic("loud", opts=here)
soft = aws.sns.Topic("soft", opts=here)
"""
BUCKET = 'bucket = aws.s3.Bucket("files", bucket="files-of-shop", opts=here)\n'
HUB = """
aws.securityhub.OrganizationConfiguration("all", auto_enable=False, auto_enable_standards="NONE",
    organization_configuration={"configuration_type": "CENTRAL"}, opts=here)
def policy(name, disabled):
    return aws.securityhub.ConfigurationPolicy(name, name=name, configuration_policy={
        "service_enabled": True, "enabled_standard_arns": [],
        "security_controls_configuration": {"disabled_control_identifiers": disabled}}, opts=here)
"""
BUDGET = """
aws.budgets.Budget("it", budget_type="COST", limit_amount="100", limit_unit="USD",
    time_unit="MONTHLY", cost_filters=[{"name": "LinkedAccount", "values": ["111122223333"]}],
    notifications=[{"notification_type": "ACTUAL", "comparison_operator": "GREATER_THAN",
        "threshold": 80, "threshold_type": "PERCENTAGE",
        "subscriber_email_addresses": ["ops@example.com"]}], opts=here)
"""
TRAIL = """
aws.s3.BucketPolicy("policy", bucket=bucket.id, policy=json.dumps({"Version": "2012-10-17",
    "Statement": []}), opts=here)
role = aws.iam.Role("writer", assume_role_policy='{"Version": "2012-10-17", "Statement": []}',
    opts=here)
old = aws.cloudwatch.LogGroup("old", name="old-events", opts=here)
new = aws.cloudwatch.LogGroup("new", name="new-events", opts=here)
aws.cloudtrail.Trail("it", s3_bucket_name=bucket.id, enable_logging=True,
    cloud_watch_logs_group_arn=pulumi.Output.concat(old.arn, ":*"),
    cloud_watch_logs_role_arn=role.arn, opts=here)
"""
DELIVERY = """
flow = aws.cloudfront.Distribution("cdn", enabled=True, origins=[{"domain_name": "a.example.com",
    "origin_id": "a", "custom_origin_config": {"http_port": 80, "https_port": 443,
    "origin_protocol_policy": "https-only", "origin_ssl_protocols": ["TLSv1.2"]}}],
    default_cache_behavior={"target_origin_id": "a", "viewer_protocol_policy": "https-only",
    "allowed_methods": ["GET", "HEAD"], "cached_methods": ["GET", "HEAD"],
    "cache_policy_id": "658327ea-f89d-4fab-a63d-7e88639e58f6"},
    restrictions={"geo_restriction": {"restriction_type": "none"}},
    viewer_certificate={"cloudfront_default_certificate": True}, opts=here)
far = {"region": "us-east-1", "opts": here}
source = aws.cloudwatch.LogDeliverySource("source", name="cdn", log_type="ACCESS_LOGS",
    resource_arn=flow.arn, **far)
target = aws.cloudwatch.LogDeliveryDestination("target", name="files", output_format="json",
    delivery_destination_configuration={"destination_resource_arn": bucket.arn}, **far)
aws.cloudwatch.LogDelivery("it", delivery_source_name=source.name,
    delivery_destination_arn=target.arn,
    s3_delivery_configurations=[{"suffix_path": "/{yyyy}"}], **far)
"""
ANOMALY = """
monitor = aws.costexplorer.AnomalyMonitor("MONITOR", name="services", monitor_type="DIMENSIONAL",
    monitor_dimension="SERVICE", opts=here)
aws.costexplorer.AnomalySubscription("SUBSCRIPTION", name="told", frequency="DAILY",
    monitor_arn_lists=[monitor.arn], subscribers=[{"type": "EMAIL", "address": "a@example.com"}],
    threshold_expression={"dimension": {"key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
        "match_options": ["GREATER_THAN_OR_EQUAL"], "values": ["50"]}}, opts=here)
"""
ACL = """
aws.ec2.DefaultNetworkAcl("it", default_network_acl_id=vpc.default_network_acl_id, ingress=[
    {"rule_no": 100, "protocol": "tcp", "action": "allow", "cidr_block": "10.0.0.0/16",
     "from_port": 443, "to_port": 443}], opts=here)
"""
DOOR = """
aws.ec2.VpcEndpoint("it", vpc_id=vpc.id, service_name="com.amazonaws.eu-west-1.SERVICE", KIND
    opts=here)
"""
CACHE = """
group = aws.elasticache.SubnetGroup("places", subnet_ids=[one.id, two.id], opts=here)
aws.elasticache.ReplicationGroup("it", replication_group_id="cache", description="cache",
    engine="valkey", node_type="cache.t4g.small", num_cache_clusters=2, apply_immediately=True,
    automatic_failover_enabled=True, subnet_group_name=group.name, opts=here)
"""
USERS = """
def user(name, resource, rights="on ~* +@all -@admin"):
    return aws.elasticache.User(resource, user_id=name, user_name=name, engine="redis",
        access_string=rights, authentication_mode={"type": "iam"}, opts=here)
def members(name, resource, *users, engine="redis"):
    return aws.elasticache.UserGroup(resource, user_group_id=name, engine=engine,
        user_ids=[u.user_id for u in users], opts=here)
nobody = aws.elasticache.User("nobody", user_id="nobody", user_name="default", engine="redis",
    access_string="off -@all", no_password_required=True, opts=here)
app, jobs = user("app", "app"), user("jobs", "jobs")
"""
ROTATION = """
secret = aws.secretsmanager.Secret("login", name="login", opts=here)
role = aws.iam.Role("runs", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
     "Action": "sts:AssumeRole"}]}), opts=here)
code = pulumi.AssetArchive({"it.py": pulumi.StringAsset("def handler(event, _): ...")})
function = aws.lambda_.Function("rotate", name="rotate", role=role.arn, runtime="python3.13",
    handler="it.handler", code=code, opts=here)
may = aws.lambda_.Permission("may", function=function.name, action="lambda:InvokeFunction",
    principal="secretsmanager.amazonaws.com", source_arn=secret.arn, opts=here)
"""
OIDC = """
aws.iam.OpenIdConnectProvider("it", url="https://token.example.com",
    client_id_lists=["one", "two"], opts=here)
"""
LISTENER = """
good, better = (aws.acm.Certificate(name, domain_name=f"{name}.example.com",
    validation_method="DNS", opts=here) for name in ("good", "better"))
gate = aws.ec2.InternetGateway("gate", vpc_id=vpc.id, opts=here)
balancer = aws.lb.LoadBalancer("BALANCER", subnets=[one.id, two.id], security_groups=[red.id],
    opts=pulumi.ResourceOptions(provider=provider, depends_on=[gate]))
aws.lb.Listener("LISTENER", load_balancer_arn=balancer.arn, port=443, protocol="HTTPS",
    certificate_arn=good.arn, default_actions=[{"type": "fixed-response",
    "fixed_response": {"content_type": "text/plain", "status_code": "404"}}], opts=here)
"""
ORGANIZATION = """
whole = aws.organizations.Organization("ORGANIZATION", feature_set="ALL",
    aws_service_access_principals=["cloudtrail.amazonaws.com"],
    enabled_policy_types=["TAG_POLICY"], opts=here)
"""
MEMBER = """
root = whole.roots[0].id
old, new = (aws.organizations.OrganizationalUnit(name, name=name, parent_id=root, opts=here)
    for name in ("old", "new"))
aws.organizations.Account("it", name="shop-dev", email="dev@example.com", parent_id=old.id,
    opts=here)
"""
DATABASE = """
aws.rds.Instance("it", engine="postgres", instance_class="db.t4g.micro", allocated_storage=20,
    username="app", manage_master_user_password=True, skip_final_snapshot=True,
    enabled_cloudwatch_logs_exports=["postgresql", "upgrade"], opts=here)
"""
CLUSTER = """
aws.rds.Cluster("it", engine="aurora-postgresql", engine_version="17.4", master_username="app",
    manage_master_user_password=True, skip_final_snapshot=True,
    enabled_cloudwatch_logs_exports=["postgresql"], opts=here)
"""
EVENTS = """
aws.rds.EventSubscription("it", sns_topic=loud.arn, source_type="db-instance",
    event_categories=["failure"], source_ids=["one"], opts=here)
"""
SECRET = """
aws.secretsmanager.Secret("it", name="key", replicas=[{"region": "eu-central-1"}],
    policy=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny",
    "Principal": "*", "Action": "secretsmanager:*", "Resource": "*"}]}), opts=here)
"""
TABLE = """
key = aws.kms.Key("key", opts=here)
aws.dynamodb.Table("it", hash_key="id", billing_mode="PAY_PER_REQUEST", attributes=[
    {"name": "id", "type": "S"}, {"name": "mail", "type": "S"}], global_secondary_indexes=[
    {"name": "by-mail", "hash_key": "mail", "projection_type": "ALL"}],
    server_side_encryption={"enabled": True, "kms_key_arn": key.arn},
    ttl={"enabled": True, "attribute_name": "until"},
    point_in_time_recovery={"enabled": True}, opts=here)
"""
FUNCTION = """
aws.cloudfront.Function("it", name="it", runtime="cloudfront-js-2.0", code="old", publish=True,
    opts=here)
"""
SCAN = """
role = aws.iam.Role("scanner", assume_role_policy='{"Version": "2012-10-17", "Statement": []}',
    opts=here)
aws.guardduty.MalwareProtectionPlan("it", role=role.arn, protected_resource={
    "s3_bucket": {"bucket_name": bucket.id}},
    actions=[{"taggings": [{"status": "ENABLED"}]}], opts=here)
"""
RECORDER = """
role = aws.iam.Role("recorder", assume_role_policy='{"Version": "2012-10-17", "Statement": []}',
    opts=here)
recorder = aws.cfg.Recorder("recorder", name="default", role_arn=role.arn, opts=here)
channel = aws.cfg.DeliveryChannel("channel", name="default", s3_bucket_name=bucket.id,
    opts=pulumi.ResourceOptions(provider=provider, depends_on=[recorder]))
aws.cfg.RecorderStatus("it", name=recorder.name, is_enabled=True,
    opts=pulumi.ResourceOptions(provider=provider, depends_on=[channel]))
"""
PARAMETERS = """
aws.rds.ParameterGroup("it", family="postgres17", parameters=[
    {"name": "log_statement", "value": "ddl"}, {"name": "log_min_messages", "value": "error"}],
    opts=here)
"""
RULES = """
aws.ec2.SecurityGroup("it", vpc_id=vpc.id, ingress=[
    {"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": ["10.0.0.0/16"]},
    {"protocol": "tcp", "from_port": 81, "to_port": 81, "cidr_blocks": ["10.0.0.0/16"]}],
    opts=here)
"""
