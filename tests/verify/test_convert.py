"""Pulumi's words to Terraform's, by a stored excerpt of the provider's schema."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from groundplan.engine.plan import SECRET
from groundplan.verify.convert import UNKNOWN, Converted, convert
from groundplan.verify.names import snake, terraform_type
from groundplan.verify.workspace import write_resource
from tests.verify.estates import estate, excerpt, resource

SCHEMA = excerpt()
QUEUE = "aws:sqs/queue:Queue"


def body(token: str, inputs: Mapping[str, Any], outputs: Mapping[str, Any] | None = None) -> Any:
    conversion = convert(estate(resource(token, "thing", inputs, outputs)), SCHEMA)
    assert conversion.gaps == ()
    (found,) = conversion.resources
    return found.body


@pytest.mark.parametrize(
    ("token", "name"),
    [
        (QUEUE, "aws_sqs_queue"),
        ("aws:ec2/subnet:Subnet", "aws_subnet"),
        ("aws:ec2/securityGroup:SecurityGroup", "aws_security_group"),
        ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "aws_default_security_group"),
        ("aws:rds/parameterGroup:ParameterGroup", "aws_db_parameter_group"),
        ("aws:lb/listener:Listener", "aws_lb_listener"),
        ("aws:lb/loadBalancer:LoadBalancer", "aws_lb"),
        ("aws:ec2/route:Route", "aws_route"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "aws_cloudwatch_metric_alarm"),
        ("aws:lambda/function:Function", None),
    ],
)
def test_a_type_is_found_by_its_name_and_its_properties(token: str, name: str | None) -> None:
    assert terraform_type(token, SCHEMA) == name


def test_words_are_parted_also_around_abbreviations() -> None:
    assert snake("mapPublicIpOnLaunch") == "map_public_ip_on_launch"
    assert snake("availabilityZoneId") == "availability_zone_id"
    assert snake("kmsMasterKeyId") == "kms_master_key_id"


def test_the_region_goes_to_the_provider_where_the_type_takes_none() -> None:
    assert body(QUEUE, {"region": "eu-central-1", "delaySeconds": 5}) == {"delay_seconds": 5}


def test_a_region_inside_a_block_stays() -> None:
    made = body(
        "aws:secretsmanager/secret:Secret",
        {"region": "eu-west-1", "replicas": [{"region": "eu-central-1"}]},
    )
    assert made == {"replica": [{"region": "eu-central-1"}]}


def test_plural_lists_and_single_blocks_become_blocks() -> None:
    made = body(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        {
            "bucket": "b",
            "rules": [
                {
                    "id": "old",
                    "status": "Enabled",
                    "filter": {},
                    "noncurrentVersionExpiration": {"noncurrentDays": 30},
                }
            ],
        },
    )
    assert made == {
        "bucket": "b",
        "rule": [
            {
                "id": "old",
                "status": "Enabled",
                "filter": [{}],
                "noncurrent_version_expiration": [{"noncurrent_days": 30}],
            }
        ],
    }


def test_renamed_properties_come_from_the_table() -> None:
    assert body("aws:sns/topicSubscription:TopicSubscription", {"topic": "arn:t"}) == {
        "topic_arn": "arn:t"
    }
    alarm = body(
        "aws:cloudwatch/metricAlarm:MetricAlarm", {"name": "a", "dimensions": {"DBi": "x"}}
    )
    assert alarm == {"alarm_name": "a", "dimensions": {"DBi": "x"}}


def test_keys_of_tags_and_text_that_is_json_are_left_alone() -> None:
    policy = json.dumps({"Statement": [{"Resource": "arn:aws:s3:::b/${aws:username}"}]})
    made = body("aws:iam/rolePolicy:RolePolicy", {"policy": policy, "role": "r"})
    assert made["policy"] == policy.replace("${", "$${")
    assert body(QUEUE, {"tags": {"CostCenter": "a", "managed-by": "pulumi"}}) == {
        "tags": {"CostCenter": "a", "managed-by": "pulumi"}
    }


def test_rules_given_as_objects_get_every_attribute() -> None:
    made = body(
        "aws:ec2/securityGroup:SecurityGroup",
        {"ingress": [{"fromPort": 1, "toPort": 2, "protocol": "tcp"}]},
    )
    (rule,) = made["ingress"]
    assert rule["from_port"] == 1
    assert rule["cidr_blocks"] is None
    assert set(rule) >= {"description", "security_groups", "prefix_list_ids", "self"}


def test_the_name_that_pulumi_makes_up_is_judged_too() -> None:
    assert body(QUEUE, {}, {"name": "thing-1a2b3c4", "url": "thing-1a2b3c4"}) == {
        "name": "thing-1a2b3c4"
    }


def test_secrets_and_values_nobody_knows_are_unknown_to_the_provider() -> None:
    assert body(QUEUE, {"name": f"a-{SECRET}"}) == {"name": UNKNOWN}
    assert body(QUEUE, {"kmsMasterKeyId": "⟨unanswered x y⟩"}) == {"kms_master_key_id": UNKNOWN}


def test_an_input_without_a_word_for_it_is_a_gap() -> None:
    conversion = convert(estate(resource(QUEUE, "thing", {"shape": "round"})), SCHEMA)
    (gap,) = conversion.gaps
    assert (gap.resource, gap.path, gap.known) == ("thing", "shape", False)


def test_a_type_terraform_does_not_know_is_a_gap() -> None:
    conversion = convert(estate(resource("aws:lambda/function:Function", "f", {})), SCHEMA)
    (gap,) = conversion.gaps
    assert (gap.type, gap.path, gap.known) == ("aws:lambda/function:Function", "", False)
    assert conversion.resources == ()


def test_every_line_of_the_file_leads_back_to_its_input(tmp_path: Path) -> None:
    inputs = {"rules": [{"id": "a", "expiration": {"days": 3}}, {"id": "b", "status": "Enabled"}]}
    token = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
    (found,) = convert(estate(resource(token, "thing", inputs)), SCHEMA).resources
    assert isinstance(found, Converted)
    name, paths = write_resource(tmp_path, 7, found, "home")
    lines = (tmp_path / name).read_text().splitlines()
    assert (
        json.loads("\n".join(lines))["resource"][found.type][found.label]["provider"] == "aws.home"
    )
    assert len(paths) == len(lines)
    at = {line.strip().rstrip(","): path for line, path in zip(lines, paths, strict=True)}
    assert at['"days": 3'] == "rules[0].expiration.days"
    assert at['"id": "b"'] == "rules[1].id"
    assert at['"provider": "aws.home"'] == ""
