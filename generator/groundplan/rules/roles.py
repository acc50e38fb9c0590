"""Who may take on a role: shared by the rules of the services that use one."""

import re
from collections.abc import Iterator

from groundplan.rules.grammar import policy as grammar
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_ROLE = "aws:iam/role:Role"
USES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "aws:ecs/taskDefinition:TaskDefinition": (
        ("executionRoleArn", "ecs-tasks.amazonaws.com", "ECS was unable to assume the role"),
        ("taskRoleArn", "ecs-tasks.amazonaws.com", "ECS was unable to assume the role"),
    ),
    "aws:rds/instance:Instance": (
        ("monitoringRoleArn", "monitoring.rds.amazonaws.com",
         "InvalidParameterValue: IAM role ARN value is invalid or does not include the required "
         "permissions for: ENHANCED_MONITORING"),
    ),
    "aws:rds/clusterInstance:ClusterInstance": (
        ("monitoringRoleArn", "monitoring.rds.amazonaws.com",
         "InvalidParameterValue: IAM role ARN value is invalid or does not include the required "
         "permissions for: ENHANCED_MONITORING"),
    ),
    "aws:rds/proxy:Proxy": (
        ("roleArn", "rds.amazonaws.com",
         "InvalidParameterValue: RDS is not authorized to assume the role"),
    ),
    "aws:cfg/recorder:Recorder": (
        ("roleArn", "config.amazonaws.com",
         "InvalidRoleException: Config cannot assume the role"),
    ),
    "aws:cfg/configurationAggregator:ConfigurationAggregator": (
        ("organizationAggregationSource.roleArn", "config.amazonaws.com",
         "InvalidRoleException: Config cannot assume the role"),
    ),
    "aws:backup/selection:Selection": (
        ("iamRoleArn", "backup.amazonaws.com",
         "InvalidParameterValueException: IAM Role cannot be assumed by AWS Backup"),
    ),
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": (
        ("iamRoleArn", "backup.amazonaws.com",
         "InvalidParameterValueException: IAM Role cannot be assumed by AWS Backup"),
    ),
    "aws:scheduler/schedule:Schedule": (
        ("target.roleArn", "scheduler.amazonaws.com",
         "ValidationException: The execution role you provide must allow AWS EventBridge "
         "Scheduler to assume the role."),
    ),
    "aws:cloudtrail/trail:Trail": (
        ("cloudWatchLogsRoleArn", "cloudtrail.amazonaws.com",
         "InvalidCloudWatchLogsRoleArnException: Access denied. Check the trust relationships"),
    ),
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": (
        ("roleArn", "logs.amazonaws.com",
         "InvalidParameterException: Could not deliver test message to specified stream"),
    ),
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": (
        ("role", "s3.amazonaws.com", "InvalidRequest: role cannot be assumed by S3"),
    ),
    "aws:guardduty/malwareProtectionPlan:MalwareProtectionPlan": (
        ("role", "malware-protection-plan.guardduty.amazonaws.com",
         "BadRequestException: The request was rejected because an invalid or out-of-range "
         "value is specified as an input parameter."),
    ),
    "aws:lambda/function:Function": (
        ("role", "lambda.amazonaws.com",
         "InvalidParameterValueException: The role defined for the function cannot be assumed "
         "by Lambda."),
    ),
}  # fmt: skip


def trusts(role: Node | None, service: str) -> bool | None:
    """Whether a service may take on a role; None where the role is not in the estate."""
    if role is None or role.type != _ROLE:
        return None
    document = role.document("assumeRolePolicy")
    if document is None:
        return None
    for _, statement in grammar.statements(document):
        if statement.get("Effect") != "Allow":
            continue
        for _, kind, value in grammar.principals(statement):
            plain = value == service or value.startswith(service.removesuffix("amazonaws.com"))
            if (kind == "Service" and plain) or value == "*":
                return True
    return False


@rule(
    "GP-IAM-022",
    *USES,
    title="The service may not take on the role it is given.",
    error="ECS was unable to assume the role / IAM Role cannot be assumed by the service",
    source="each service's guide on its roles; trust policy of the role",
)
def role_trusts_service(node: Node, world: World) -> Iterator[Fault]:
    """A role handed to a service trusts that service."""
    for path, service, error in USES[node.type]:
        if trusts(world.find(node.get(path), _ROLE), service) is False:
            yield Fault(path, f"a role that {service} takes on ({error})")


@rule(
    "GP-IAM-023",
    *USES,
    title="The service needs the ARN of a role.",
    error="ValidationException: invalid role ARN",
    source="IAM User Guide: ARNs",
)
def role_is_role(node: Node, _: World) -> Iterator[Fault]:
    """A role's ARN names a role."""
    for path, _service, _error in USES[node.type]:
        for place, value in node.each(path):
            if not re.fullmatch(r"arn:aws[a-z-]*:iam::\d{12}:role/.+", str(value)):
                yield Fault(place, "arn:aws:iam::<account>:role/<name>")
