"""What the real provider asks and boto3 alone would not: found by holding one against the other."""

import json
from pathlib import Path
from typing import Any

from moto.core.request import Request
from werkzeug.test import EnvironBuilder

from groundplan.emulate.deploy import Deployment
from groundplan.emulate.sandbox.wire import meaning
from tests.emulate.conftest import Up
from tests.emulate.programs import program

ACCOUNT, REGION = "666666666666", "eu-west-1"
STATEMENT = {"Sid": "a", "Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*"}
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [STATEMENT]})
NETWORK = """
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", assign_generated_ipv6_cidr_block=True, opts=here)
half = lambda cidr: cidr.replace("/56", "/64")
aws.ec2.Subnet("one", vpc_id=vpc.id, cidr_block="10.0.1.0/24",
    ipv6_cidr_block=vpc.ipv6_cidr_block.apply(half), opts=here)
group = aws.ec2.SecurityGroup("tasks", vpc_id=vpc.id, opts=here)
aws.vpc.SecurityGroupEgressRule("out", security_group_id=group.id, ip_protocol="-1",
    cidr_ipv6="::/0", opts=here)
"""


def test_a_group_in_a_network_with_ipv6_starts_with_no_way_out(
    up: Up, deployment: Deployment
) -> None:
    up(NETWORK)
    ec2 = deployment.client("ec2", ACCOUNT, REGION)
    (group,) = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["tasks*"]}])[
        "SecurityGroups"
    ]
    (rule,) = group["IpPermissionsEgress"]
    assert (rule["IpRanges"], rule["Ipv6Ranges"]) == ([], [{"CidrIpv6": "::/0"}])


def test_a_subnet_is_found_by_the_range_it_waits_for(up: Up, deployment: Deployment) -> None:
    up(NETWORK)
    ec2 = deployment.client("ec2", ACCOUNT, REGION)
    subnets = ec2.describe_subnets()["Subnets"]
    (subnet,) = (each for each in subnets if each.get("Ipv6CidrBlockAssociationSet"))
    (range_,) = subnet["Ipv6CidrBlockAssociationSet"]
    assert range_["Ipv6CidrBlockState"] == {"State": "associated"}

    def by(association: str) -> list[str]:
        name = "ipv6-cidr-block-association.association-id"
        found = ec2.describe_subnets(Filters=[{"Name": name, "Values": [association]}])
        return [each["SubnetId"] for each in found["Subnets"]]

    assert by(range_["AssociationId"]) == [subnet["SubnetId"]]
    assert by("subnet-cidr-assoc-none") == []


def test_a_service_for_the_whole_world_answers_the_same_everywhere(deployment: Deployment) -> None:
    here, there = (
        deployment.client("cloudfront", ACCOUNT, region) for region in (REGION, "us-east-1")
    )
    made = here.create_response_headers_policy(ResponseHeadersPolicyConfig={"Name": "strict"})
    policy = made["ResponseHeadersPolicy"]["Id"]
    assert there.get_response_headers_policy(Id=policy)["ETag"] == made["ETag"]


def test_a_permission_set_is_provisioned_in_an_instance_somebody_enabled(
    deployment: Deployment,
) -> None:
    sso = deployment.client("sso-admin", ACCOUNT, REGION)
    instance = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
    made = sso.create_permission_set(Name="reader", InstanceArn=instance)["PermissionSet"]
    asked = sso.provision_permission_set(
        InstanceArn=instance,
        PermissionSetArn=made["PermissionSetArn"],
        TargetType="ALL_PROVISIONED_ACCOUNTS",
    )["PermissionSetProvisioningStatus"]
    told = sso.describe_permission_set_provisioning_status(
        InstanceArn=instance, ProvisionPermissionSetRequestId=asked["RequestId"]
    )["PermissionSetProvisioningStatus"]
    assert (told["Status"], told["PermissionSetArn"]) == ("SUCCEEDED", made["PermissionSetArn"])


def test_attributes_of_a_load_balancer_that_nobody_set_are_told(
    deployment: Deployment, tmp_path: Path
) -> None:
    source = """
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", opts=here)
zones = [aws.ec2.Subnet(f"in-{zone}", vpc_id=vpc.id, cidr_block=f"10.0.{n}.0/24",
    availability_zone=f"eu-west-1{zone}", opts=here) for n, zone in enumerate("ab")]
aws.lb.LoadBalancer("front", name="front", internal=True, subnets=[z.id for z in zones],
    idle_timeout=90, opts=here)
"""
    deployment.up([program(tmp_path, source)])
    elb = deployment.client("elbv2", ACCOUNT, REGION)
    (balancer,) = elb.describe_load_balancers()["LoadBalancers"]
    answer = elb.describe_load_balancer_attributes(LoadBalancerArn=balancer["LoadBalancerArn"])
    told = {each["Key"]: each["Value"] for each in answer["Attributes"]}
    assert told["idle_timeout.timeout_seconds"] == "90"
    assert told["client_keep_alive.seconds"] == "3600"


def test_a_bucket_key_that_nobody_asked_for_is_told_as_off(deployment: Deployment) -> None:
    s3 = deployment.client("s3", ACCOUNT, "us-east-1")
    s3.create_bucket(Bucket="fresh-bucket")
    rule: dict[str, Any] = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    s3.put_bucket_encryption(
        Bucket="fresh-bucket", ServerSideEncryptionConfiguration={"Rules": [rule]}
    )
    answer = s3.get_bucket_encryption(Bucket="fresh-bucket")
    assert answer["ServerSideEncryptionConfiguration"]["Rules"] == [
        {**rule, "BucketKeyEnabled": False}
    ]


def test_the_go_sdk_names_cloudtrail_without_its_package() -> None:
    scope = "Credential=AKIA/20260101/eu-west-1/cloudtrail/aws4_request, SignedHeaders=host"
    for target in (
        "CloudTrail_20131101.CreateTrail",
        "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.CreateTrail",
    ):
        headers = {"Authorization": f"AWS4-HMAC-SHA256 {scope}", "X-Amz-Target": target}
        asked = EnvironBuilder(method="POST", headers=headers, data=b"{}").get_environ()
        assert meaning(Request(asked)).operation == "CreateTrail"


def test_a_queue_keeps_its_policy_when_something_else_of_it_changes(deployment: Deployment) -> None:
    sqs = deployment.client("sqs", ACCOUNT, REGION)
    queue = sqs.create_queue(QueueName="jobs", Attributes={"Policy": POLICY})["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "90"})
    asked = ["Policy", "VisibilityTimeout"]
    told = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=asked)["Attributes"]
    assert told == {"Policy": POLICY, "VisibilityTimeout": "90"}
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": ""})
    told = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["Policy"])
    assert not told.get("Attributes")
