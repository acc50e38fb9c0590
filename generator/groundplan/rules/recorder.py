"""Config: the recorder of changes and its rules."""

import re
from collections.abc import Iterator, Mapping

from groundplan.rules.constraint import OneOf, Text, limit
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_RECORDER = "aws:cfg/recorder:Recorder"
_CHANNEL = "aws:cfg/deliveryChannel:DeliveryChannel"
_RULE = "aws:cfg/rule:Rule"


@rule(
    "GP-CONFIG-001",
    _RECORDER,
    _CHANNEL,
    title="An account has one recorder of changes in a region.",
    error="MaxNumberOfConfigurationRecordersExceededException / "
    "MaxNumberOfDeliveryChannelsExceededException",
    source="API config PutConfigurationRecorder",
)
def one_recorder(node: Node, world: World) -> Iterator[Fault]:
    """One recorder, one channel; all types or a list."""
    for other in world.peers(node):
        if other.resource.urn < node.resource.urn:
            yield Fault("name", f"only {other.name} in this region")
    group = node.get("recordingGroup") or {}
    if node.type == _RECORDER and group:
        if group.get("allSupported", True) and group.get("resourceTypes"):
            yield Fault("recordingGroup.resourceTypes", "nothing with allSupported")
        if group.get("allSupported", True) and group.get("exclusionByResourceTypes"):
            yield Fault("recordingGroup.exclusionByResourceTypes", "nothing with allSupported")
        if group.get("includeGlobalResourceTypes") and not group.get("allSupported", True):
            yield Fault("recordingGroup.includeGlobalResourceTypes", "false unless allSupported")
        if (
            not group.get("allSupported", True)
            and not group.get("resourceTypes")
            and not group.get("exclusionByResourceTypes")
        ):
            yield Fault("recordingGroup.resourceTypes", "types, unless allSupported")
    needed = {
        "ALL_SUPPORTED_RESOURCE_TYPES": bool(group.get("allSupported", True)),
        "INCLUSION_BY_RESOURCE_TYPES": bool(group.get("resourceTypes")),
        "EXCLUSION_BY_RESOURCE_TYPES": bool(group.get("exclusionByResourceTypes")),
    }
    for place, value in node.each("recordingGroup.recordingStrategies[].useOnly"):
        if not needed.get(str(value), True):
            yield Fault(place, "the way that allSupported and the lists say")


@rule(
    "GP-CONFIG-002",
    _CHANNEL,
    _RULE,
    title="How often it is delivered or checked cannot be.",
    error="InvalidParameterValueException: deliveryFrequency / InputParameters",
    source="API config MaximumExecutionFrequency",
)
def config_rule(node: Node, _: World) -> Iterator[Fault]:
    """Frequencies by name; parameters as JSON; sources with identifiers."""
    known = ("One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours")
    for path in ("snapshotDeliveryProperties.deliveryFrequency", "maximumExecutionFrequency"):
        if node.get(path) is not None and node.get(path) not in known:
            yield Fault(path, ", ".join(known))
    text = node.get("inputParameters")
    if isinstance(text, str) and not isinstance(node.document("inputParameters"), Mapping):
        yield Fault("inputParameters", "JSON")
    if node.type == _RULE and node.get("source.owner") == "AWS":
        id_ = node.get("source.sourceIdentifier")
        if id_ is not None and not re.fullmatch(r"[A-Z0-9_]+", str(id_)):
            yield Fault("source.sourceIdentifier", "a managed rule in capitals")


LIMITS = (
    limit(
        "GP-CONFIG-103",
        "aws:cfg/recorder:Recorder",
        "recordingGroup.recordingStrategies[].useOnly",
        OneOf(
            "ALL_SUPPORTED_RESOURCE_TYPES",
            "INCLUSION_BY_RESOURCE_TYPES",
            "EXCLUSION_BY_RESOURCE_TYPES",
        ),
        title="There is no such way of choosing what is recorded.",
        error="ValidationException: RecordingStrategy useOnly",
        source="API config RecordingStrategy",
    ),
    limit(
        "GP-CONFIG-101",
        "aws:cfg/recorder:Recorder",
        "name",
        Text(
            r"(?!AWSConfigurationRecorderFor).{1,256}",
            "256 characters, not AWSConfigurationRecorderFor first",
            ("", "AWSConfigurationRecorderForX"),
            ("default",),
            256,
        ),
        title="The recorder's name is too long.",
        error="InvalidConfigurationRecorderNameException",
        source="API config RecorderName",
    ),
)
