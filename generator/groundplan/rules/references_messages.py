"""References of what tells: queues, topics, logs, events, alarms."""

from groundplan.rules.reference_row import (
    ALIAS,
    KEY,
    LOGS,
    NO_KEY,
    NO_ROLE,
    QUEUE,
    ROLE,
    TOPIC,
    Reference,
)

BUS = ("aws:cloudwatch/eventBus:EventBus",)
PARTNER = r"default|aws\.partner/.+|arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus/default"
ROWS = (
    Reference(
        "207",
        "aws:cloudwatch/eventRule:EventRule",
        "eventBusName",
        BUS,
        "ResourceNotFoundException: Event bus does not exist.",
        PARTNER,
    ),
    Reference(
        "208",
        "aws:cloudwatch/eventTarget:EventTarget",
        "eventBusName",
        BUS,
        "ResourceNotFoundException: Event bus does not exist.",
        PARTNER,
    ),
    Reference(
        "209",
        "aws:cloudwatch/eventTarget:EventTarget",
        "deadLetterConfig.arn",
        QUEUE,
        "ValidationException: the queue does not exist",
    ),
    Reference("210", "aws:cloudwatch/eventTarget:EventTarget", "roleArn", ROLE, NO_ROLE),
    Reference(
        "048",
        "aws:sqs/queuePolicy:QueuePolicy",
        "queueUrl",
        QUEUE,
        "AWS.SimpleQueueService.NonExistentQueue",
    ),
    Reference(
        "049", "aws:sns/topicPolicy:TopicPolicy", "arn", TOPIC, "NotFound: Topic does not exist"
    ),
    Reference(
        "050",
        "aws:sns/topicSubscription:TopicSubscription",
        "topic",
        TOPIC,
        "NotFound: Topic does not exist",
        form="arn",
    ),
    Reference("051", "aws:sns/topic:Topic", "kmsMasterKeyId", KEY, NO_KEY, ALIAS),
    Reference(
        "098",
        "aws:cloudwatch/logMetricFilter:LogMetricFilter",
        "logGroupName",
        LOGS,
        "ResourceNotFoundException: The specified log group does not exist.",
        r"/aws/.*",
    ),
    Reference(
        "099",
        "aws:cloudwatch/eventTarget:EventTarget",
        "rule",
        ("aws:cloudwatch/eventRule:EventRule",),
        "ResourceNotFoundException: Rule does not exist on EventBus default.",
    ),
    Reference(
        "100",
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "alarmActions[]",
        (*TOPIC, "aws:appautoscaling/policy:Policy"),
        "the alarm fires and nobody hears it",
        r"arn:aws:(automate|ssm|swf|lambda|aiops|ssm-incidents).*",
    ),
    Reference(
        "101",
        "aws:cloudwatch/compositeAlarm:CompositeAlarm",
        "alarmActions[]",
        TOPIC,
        "the alarm fires and nobody hears it",
        r"arn:aws:(ssm|lambda|aiops).*",
    ),
    Reference(
        "102",
        "aws:cloudwatch/logDelivery:LogDelivery",
        "deliverySourceName",
        ("aws:cloudwatch/logDeliverySource:LogDeliverySource",),
        "ResourceNotFoundException: delivery source",
    ),
    Reference(
        "103",
        "aws:cloudwatch/logDelivery:LogDelivery",
        "deliveryDestinationArn",
        ("aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",),
        "ResourceNotFoundException: delivery destination",
    ),
    Reference(
        "117",
        "aws:cloudwatch/eventTarget:EventTarget",
        "arn",
        (
            *TOPIC,
            *QUEUE,
            "aws:ecs/cluster:Cluster",
            *LOGS,
            "aws:lambda/function:Function",
            "aws:cloudwatch/eventBus:EventBus",
        ),
        "ResourceNotFoundException / the rule reaches nothing",
    ),
    Reference(
        "118",
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "okActions[]",
        TOPIC,
        "the alarm recovers and nobody hears it",
        r"arn:aws:(automate|ssm|swf|lambda|aiops).*",
    ),
    Reference("123", "aws:cloudwatch/logGroup:LogGroup", "kmsKeyId", KEY, NO_KEY),
)
