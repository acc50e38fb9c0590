"""DynamoDB tables."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import Range, Text, limit
from groundplan.rules.node import Node, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_TABLE = "aws:dynamodb/table:Table"
_API = "API dynamodb CreateTable"


@rule(
    "GP-DDB-001",
    _TABLE,
    title="The described columns are not exactly those the keys use.",
    error="ValidationException: One or more parameter values were invalid: Number of attributes in "
    "KeySchema does not exactly match number of attributes defined in AttributeDefinitions",
    source=_API,
)
def attributes(node: Node, _: World) -> Iterator[Fault]:
    """Attributes are those of keys and indexes, no more, no fewer."""
    used = {node.get("hashKey"), node.get("rangeKey")}
    for kind in ("globalSecondaryIndexes[]", "localSecondaryIndexes[]"):
        for _place, index in node.each(kind):
            used |= {index.get("hashKey"), index.get("rangeKey")}
            used |= {k.get("attributeName") for k in listed(index.get("keySchemas"))}
    used.discard(None)
    defined = node.list("attributes[].name")
    for missing in sorted(map(str, used - set(defined))):
        yield Fault("attributes", f"a row for {missing}")
    for place, name in node.each("attributes[].name"):
        if name not in used:
            yield Fault(place, "a name that a key or an index uses")
        if defined.count(name) > 1:
            yield Fault(place, "each name once")
    for place, kind in node.each("attributes[].type"):
        if kind not in ("S", "N", "B"):
            yield Fault(place, "S, N or B")


@rule(
    "GP-DDB-002",
    _TABLE,
    title="Capacity is bought in advance or by request, not both, not neither.",
    error="ValidationException: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified "
    "when BillingMode is PAY_PER_REQUEST",
    source=_API,
)
def capacity(node: Node, _: World) -> Iterator[Fault]:
    """Units with PROVISIONED only."""
    demand = node.get("billingMode") == "PAY_PER_REQUEST"
    for path in ("readCapacity", "writeCapacity"):
        value = node.number(path)
        if demand and value:
            yield Fault(path, "nothing with billingMode PAY_PER_REQUEST")
        if not demand and (value is None or value < 1):
            yield Fault(path, "1 at least, or billingMode PAY_PER_REQUEST")


@rule(
    "GP-DDB-003",
    _TABLE,
    title="An index cannot be read.",
    error="ValidationException: One or more parameter values were invalid: index",
    source=_API,
)
def indexes(node: Node, _: World) -> Iterator[Fault]:
    """Names unique; INCLUDE has attributes, others none; local indexes need a range key."""
    seen: set[str] = set()
    for kind in ("globalSecondaryIndexes", "localSecondaryIndexes"):
        for place, index in node.each(f"{kind}[]"):
            name = str(index.get("name", ""))
            if name in seen or not re.fullmatch(r"[a-zA-Z0-9_.-]{3,255}", name):
                yield Fault(f"{place}.name", "3 to 255 letters, digits, _.-, each name once")
            seen.add(name)
            what, extra = index.get("projectionType"), index.get("nonKeyAttributes")
            if what not in ("ALL", "INCLUDE", "KEYS_ONLY"):
                yield Fault(f"{place}.projectionType", "ALL, INCLUDE or KEYS_ONLY")
            elif (what == "INCLUDE") != bool(extra):
                yield Fault(f"{place}.nonKeyAttributes", "attributes with INCLUDE only")
    if node.list("localSecondaryIndexes[]") and not node.has("rangeKey"):
        yield Fault("localSecondaryIndexes", "a rangeKey on the table")
    if len(node.list("globalSecondaryIndexes[]")) > 20:
        yield Fault("globalSecondaryIndexes", "20 indexes")
    if len(node.list("localSecondaryIndexes[]")) > 5:
        yield Fault("localSecondaryIndexes", "5 indexes")


@rule(
    "GP-DDB-004",
    _TABLE,
    title="The table's name has other signs or is too long.",
    error="ValidationException: Invalid table/index name. Table/index names must be between 3 and "
    "255 characters long",
    source=_API,
)
def name(node: Node, _: World) -> Iterator[Fault]:
    """3 to 255."""
    value = node.output("name")
    if isinstance(value, str) and not re.fullmatch(r"[a-zA-Z0-9_.-]{3,255}", value):
        yield Fault("name", "3 to 255 letters, digits, _.-")


@rule(
    "GP-DDB-005",
    _TABLE,
    title="Settings of the table need each other.",
    error="ValidationException: TTL / stream / encryption / replica settings",
    source=_API,
)
def settings(node: Node, _: World) -> Iterator[Fault]:
    """TTL has an attribute; streams a view; a key needs encryption; replicas a stream."""
    if node.truth("ttl.enabled") and not node.get("ttl.attributeName"):
        yield Fault("ttl.attributeName", "the name of an attribute")
    view = node.get("streamViewType")
    if node.truth("streamEnabled") and view not in (
        "KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES",
    ):  # fmt: skip
        yield Fault("streamViewType", "KEYS_ONLY, NEW_IMAGE, OLD_IMAGE or NEW_AND_OLD_IMAGES")
    if view and not node.truth("streamEnabled"):
        yield Fault("streamViewType", "nothing unless streamEnabled")
    if node.has("serverSideEncryption.kmsKeyArn") and not node.truth(
        "serverSideEncryption.enabled"
    ):
        yield Fault("serverSideEncryption.enabled", "true with kmsKeyArn")
    for place, region in node.each("replicas[].regionName"):
        if region == node.region:
            yield Fault(place, "another region")
    if not node.has("hashKey") and not node.has("restoreSourceName"):
        yield Fault("hashKey", "an attribute")
    if node.has("hashKey") and node.get("hashKey") == node.get("rangeKey"):
        yield Fault("rangeKey", "another attribute than hashKey")


LIMITS = (
    limit(
        "GP-DDB-102",
        "aws:dynamodb/table:Table",
        "ttl.attributeName",
        Text(r".{1,255}", "255 characters", ("x" * 256,), ("expires",), 255),
        when=lambda node: node.truth("ttl.enabled"),
        title="The name of the field with the time of death is too long.",
        error="ValidationException: TimeToLiveAttributeName",
        source="API dynamodb TimeToLiveSpecification",
    ),
    limit(
        "GP-DDB-101",
        _TABLE,
        "pointInTimeRecovery.recoveryPeriodInDays",
        Range(1, 35),
        title="Tables can be brought back 1 to 35 days.",
        error="ValidationException: RecoveryPeriodInDays",
        source="API dynamodb UpdateContinuousBackups",
    ),
)
