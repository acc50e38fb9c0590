"""CloudTrail: what is recorded, and who may be told."""

from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.grants import allows, role_documents
from groundplan.rules.node import Node, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_TRAIL = "aws:cloudtrail/trail:Trail"
_EXCLUDED = ("kms.amazonaws.com", "rdsdata.amazonaws.com")
_FIELDS = frozenset(
    "eventCategory readOnly eventSource eventName resources.type resources.ARN eventType "
    "sessionCredentialFromConsole userIdentity.arn vpcEndpointId errorCode".split()
)
_CATEGORIES = ("Management", "Data", "NetworkActivity")


@rule(
    "GP-TRAIL-005",
    _TRAIL,
    title="What the trail records cannot be: nothing, or by a field that events do not have.",
    error="InvalidEventSelectorsException: The value for EventSelectors is not valid / Invalid "
    "field / eventCategory is required",
    source="API cloudtrail EventSelector, AdvancedFieldSelector",
)
def selectors(node: Node, _: World) -> Iterator[Fault]:
    """Each selector selects; each advanced one has a category and known fields."""
    for place, row in node.each("eventSelectors[]"):
        if row.get("includeManagementEvents", True) in (False, "false") and not row.get(
            "dataResources"
        ):
            yield Fault(f"{place}.includeManagementEvents", "true, or dataResources")
        for index, source in enumerate(listed(row.get("excludeManagementEventSources"))):
            if source not in _EXCLUDED:
                yield Fault(
                    f"{place}.excludeManagementEventSources[{index}]", " or ".join(_EXCLUDED)
                )
    if len(listed(node.get("eventSelectors"))) > 5:
        yield Fault("eventSelectors", "five selectors")
    for place, row in node.each("advancedEventSelectors[]"):
        yield from _advanced(row, place)


def _advanced(row: Mapping[str, Any], place: str) -> Iterator[Fault]:
    fields = {}
    for index, field in enumerate(listed(row.get("fieldSelectors"))):
        name = str(field.get("field"))
        fields[name] = listed(field.get("equals"))
        here = f"{place}.fieldSelectors[{index}]"
        if name not in _FIELDS:
            yield Fault(f"{here}.field", ", ".join(sorted(_FIELDS)))
        if name == "resources.type" and len(fields[name]) != 1:
            yield Fault(f"{here}.equals", "one type a selector")
    category = fields.get("eventCategory")
    if not category or len(category) != 1 or category[0] not in _CATEGORIES:
        yield Fault(f"{place}.fieldSelectors", f"eventCategory equals {' or '.join(_CATEGORIES)}")
    elif category == ["Data"] and "resources.type" not in fields:
        yield Fault(f"{place}.fieldSelectors", "resources.type, with eventCategory Data")


@rule(
    "GP-TRAIL-006",
    _TRAIL,
    title="The trail's role may not write to its log group, or its topic does not let it publish.",
    error="InvalidCloudWatchLogsRoleArnException: Access denied. Check the permissions for your "
    "role. / InsufficientSnsTopicPolicyException",
    source="CloudTrail User Guide: role policy for CloudWatch Logs; SNS topic policy",
)
def may_deliver(node: Node, world: World) -> Iterator[Fault]:
    """CreateLogStream and PutLogEvents for the role; Publish for cloudtrail.amazonaws.com."""
    group = str(node.get("cloudWatchLogsGroupArn", "")).removesuffix(":*")
    role = world.find(node.get("cloudWatchLogsRoleArn"), "aws:iam/role:Role")
    documents = role_documents(role, world) if role and group else None
    for action in ("logs:CreateLogStream", "logs:PutLogEvents") if documents is not None else ():
        if not allows(documents or (), None, action, f"{group}:log-stream:*"):
            yield Fault("cloudWatchLogsRoleArn", f"a role that may {action} there")
    topic = world.find(node.get("snsTopicName"), "aws:sns/topic:Topic")
    policies = world.pointing("aws:sns/topicPolicy:TopicPolicy", "arn", topic) if topic else []
    who = ("cloudtrail.amazonaws.com", "*")
    if (
        topic
        and policies
        and not allows((p.document("policy") for p in policies), who, "sns:Publish", topic.arn)
    ):
        yield Fault("snsTopicName", "a topic whose policy lets cloudtrail.amazonaws.com publish")
