"""References of what runs: ECS, ECR, schedules."""

from groundplan.rules.reference_row import (
    ALIAS,
    GROUP,
    KEY,
    NO_GROUP,
    NO_SUBNET,
    QUEUE,
    ROLE,
    SG,
    SUBNET,
    TOPIC,
    Reference,
)

ROWS = (
    Reference(
        "069",
        "aws:ecs/service:Service",
        "cluster",
        ("aws:ecs/cluster:Cluster",),
        "ClusterNotFoundException: Cluster not found.",
    ),
    Reference(
        "070",
        "aws:ecs/service:Service",
        "taskDefinition",
        ("aws:ecs/taskDefinition:TaskDefinition",),
        "ClientException: Unable to describe task definition.",
    ),
    Reference(
        "071", "aws:ecs/service:Service", "networkConfiguration.subnets[]", SUBNET, NO_SUBNET
    ),
    Reference(
        "072", "aws:ecs/service:Service", "networkConfiguration.securityGroups[]", SG, NO_GROUP
    ),
    Reference(
        "073",
        "aws:ecs/service:Service",
        "loadBalancers[].targetGroupArn",
        GROUP,
        "InvalidParameterException: The target group does not exist",
    ),
    Reference(
        "074",
        "aws:ecs/taskDefinition:TaskDefinition",
        "executionRoleArn",
        ROLE,
        "ClientException: Role is not valid",
    ),
    Reference(
        "075",
        "aws:ecs/taskDefinition:TaskDefinition",
        "taskRoleArn",
        ROLE,
        "ClientException: Role is not valid",
    ),
    Reference(
        "076",
        "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
        "clusterName",
        ("aws:ecs/cluster:Cluster",),
        "ClusterNotFoundException: Cluster not found.",
    ),
    Reference(
        "077",
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        "repository",
        ("aws:ecr/repository:Repository",),
        "RepositoryNotFoundException",
    ),
    Reference(
        "078",
        "aws:scheduler/schedule:Schedule",
        "target.roleArn",
        ROLE,
        "ValidationException: The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    ),
    Reference(
        "079",
        "aws:scheduler/schedule:Schedule",
        "target.ecsParameters.networkConfiguration.subnets[]",
        SUBNET,
        NO_SUBNET,
    ),
    Reference(
        "116",
        "aws:scheduler/schedule:Schedule",
        "target.ecsParameters.taskDefinitionArn",
        ("aws:ecs/taskDefinition:TaskDefinition",),
        "the schedule runs nothing: task definition does not exist",
    ),
    Reference(
        "119",
        "aws:ecr/repository:Repository",
        "encryptionConfigurations[].kmsKey",
        KEY,
        "KmsException: key does not exist",
        ALIAS,
    ),
    Reference(
        "120",
        "aws:scheduler/schedule:Schedule",
        "target.arn",
        (
            "aws:ecs/cluster:Cluster",
            *TOPIC,
            *QUEUE,
            "aws:lambda/function:Function",
            "aws:cloudwatch/eventBus:EventBus",
        ),
        "ValidationException: target does not exist",
        r"arn:aws:scheduler:::.*",
    ),
    Reference(
        "129",
        "aws:scheduler/schedule:Schedule",
        "target.deadLetterConfig.arn",
        QUEUE,
        "ValidationException: The specified DLQ does not exist",
    ),
    Reference(
        "130",
        "aws:lambda/function:Function",
        "role",
        ROLE,
        "InvalidParameterValueException: The role defined for the function cannot be assumed.",
    ),
    Reference(
        "131",
        "aws:lambda/permission:Permission",
        "function",
        ("aws:lambda/function:Function",),
        "ResourceNotFoundException: Function not found",
    ),
)
