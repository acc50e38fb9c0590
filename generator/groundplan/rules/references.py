"""References: what a resource names must exist, and be what it is taken for."""

import re
from collections.abc import Iterator

from groundplan.rules import (
    references_accounts,
    references_backup,
    references_buckets,
    references_data,
    references_database,
    references_edge,
    references_messages,
    references_network,
    references_workload,
)
from groundplan.rules.grammar.address import REGIONS, arn
from groundplan.rules.kms import KEYED
from groundplan.rules.node import Node, known
from groundplan.rules.reference_row import (
    BUCKET,
    KEY,
    LOCAL,
    ROLE,
    SECRET,
    SG,
    SUBNET,
    TABLE,
    TASK,
    VPC,
    Reference,
)
from groundplan.rules.rule import Fault, Rule, Severity, rule
from groundplan.rules.world import World

__all__ = ["ROWS", "RULES", "Reference", "any_arn", "any_id", "region_exists", "texts", "wrong"]

_ID = re.compile(
    r"(vpc|subnet|sg|rtb|igw|nat|eipalloc|vpce|acl|eigw|eni|fl|pcx|tgw)-[0-9a-f]{8}([0-9a-f]{9})?"
)
_OWN = ("policy", "assumeRolePolicy", "content", "inlinePolicy", "policyDocument", "containerDefinitions",
        "dashboardBody", "tags", "restoreMetadataOverrides", "redrivePolicy", "redriveAllowPolicy",
        "eventPattern", "alarmRule", "value", "secretString", "inputPaths", "dimensions",
        "environment", "variables", "costFilters", "input", "inputTemplate")  # fmt: skip

ROWS = (
    *references_network.ROWS,
    *references_edge.ROWS,
    *references_buckets.ROWS,
    *references_data.ROWS,
    *references_database.ROWS,
    *references_workload.ROWS,
    *references_messages.ROWS,
    *references_backup.ROWS,
    *references_accounts.ROWS,
)


def _rule(row: Reference) -> Rule:
    def check(node: Node, world: World) -> Iterator[Fault]:
        for place, value in node.each(row.path):
            if isinstance(value, str) and (allowed := wrong(row, value, node, world, place)):
                yield Fault(place, allowed)

    return Rule(
        id=f"GP-REF-{row.number}",
        types=(row.type,),
        severity=Severity.error,
        title="It points to something that does not exist, or is something else.",
        error=row.error,
        source=f"pulumi-aws {row.type.rpartition(':')[2]}.{row.path}",
        check=check,
    )


def wrong(row: Reference, value: str, node: Node, world: World, place: str) -> str:
    """What would be accepted instead; empty where the value is fine."""
    kind = row.targets[0].rpartition(":")[2]
    if not value:
        # An empty text alone means nothing was given; in a list it is an entry.
        return f"a {kind}" if place.endswith("]") else ""
    if row.managed and re.fullmatch(row.managed, value):
        return ""
    if row.arn_only and not value.startswith("arn:"):
        return f"the ARN of a {kind}"
    if row.form == "name" and value.startswith("arn:"):
        return f"the name of a {kind}, not its ARN"
    if elsewhere := _other_place(row, value, node):
        return elsewhere
    if not _resolves(row, value, node, world):
        return f"a {kind} of the estate or one that AWS owns"
    found = world.near(node, value, *row.targets) or world.find(value, *row.targets)
    return "" if found is None else _misplaced(row, value, node, found)


def _other_place(row: Reference, value: str, node: Node) -> str:
    """What an ARN says of its place that cannot be, whether the estate has it or not."""
    found = arn(value)
    if found is None:
        return ""
    kind = row.targets[0].rpartition(":")[2]
    mine = row.targets in (ROLE, SECRET, ("aws:iam/policy:Policy",))
    if mine and found.account not in ("", "aws", node.account):
        return f"a {kind} of account {node.account}"
    apart = found.region and node.region and found.region != node.region
    if apart and not row.far and row.targets[0] not in KEY:
        return f"a {kind} in {node.region}"
    return ""


def _misplaced(row: Reference, value: str, node: Node, found: Node) -> str:
    kind = found.type.rpartition(":")[2]
    if found.type in BUCKET and not node.type.startswith("aws:s3/"):
        return ""
    named = not value.startswith("arn:") or found.type in BUCKET
    if found.account != node.account and not row.far and (named or found.type in (*ROLE, *LOCAL)):
        return f"a {kind} of account {node.account}"
    # Most keys have a rule of their own, in the words of KMS.
    told = found.type in KEY and value.startswith("arn:") and row.path in KEYED.get(node.type, ())
    apart = found.region and node.region and found.region != node.region
    if apart and not row.far and not told:
        return f"a {kind} in {node.region}"
    return ""


def _resolves(row: Reference, value: str, node: Node, world: World) -> bool:
    if row.managed and re.fullmatch(row.managed, value):
        return True
    if not value:
        return False
    if world.find(value, *row.targets) is not None:
        return True
    # A value of the right form from outside: an account that is not planned here, or nothing of
    # that kind planned here at all, cannot be judged.
    found = arn(value)
    if found is not None and row.targets == SECRET and found.resource.startswith("secret:rds!"):
        return True
    if found is not None and found.account and found.account not in world.accounts:
        return _right_service(found.service, row)
    if found is not None and found.service == "s3" and not found.account:
        return (
            not world.has(*row.targets)
            or world.find(found.resource.partition("/")[0], *row.targets) is not None
        )
    if (
        found is None
        and world.find(value) is None
        and not any(world.has(kind) for kind in row.targets)
    ):
        return _configured(value, world)
    if found is not None and not world.has(*row.targets):
        return _right_service(found.service, row)
    if (
        found is not None
        and found.service == "ecs"
        and found.resource.startswith("task-definition/")
    ):
        family = found.resource.removeprefix("task-definition/").partition(":")[0]
        return found.region in (node.region, "") and _has_family(family, node, row, world)
    if found is None and TASK in row.targets:
        return _has_family(value.partition(":")[0], node, row, world)
    return False


def _has_family(family: str, node: Node, row: Reference, world: World) -> bool:
    return any(
        t.get("family") == family and t.account == node.account for t in world.of(*row.targets)
    )


def _right_service(service: str, row: Reference) -> bool:
    owners = {
        "elasticloadbalancing": "lb",
        "logs": "cloudwatch",
        "events": "cloudwatch",
        "ecs": "ecs",
    }
    token = owners.get(service, service)
    return any(target.split(":")[1].startswith(token) for target in row.targets)


RULES = tuple(_rule(row) for row in ROWS)


@rule(
    "GP-REF-901",
    "*",
    title="It points to something that does not exist.",
    error="Invalid...ID.NotFound: The ID does not exist",
    source="API ec2 error codes",
)
def any_id(node: Node, world: World) -> Iterator[Fault]:
    """Ids of EC2 anywhere in a resource's inputs are of the estate."""
    for place, value in texts(node):
        if (
            len(value) < 40
            and _ID.fullmatch(value)
            and world.find(value) is None
            and not _elsewhere(value, world)
        ):
            yield Fault(place, "an id of the estate")


@rule(
    "GP-REF-907",
    "*",
    title="It points to something that does not exist.",
    error="ResourceNotFoundException / NoSuchEntity / InvalidParameterValue: does not exist",
    source="the estate: nothing in its accounts has that ARN",
)
def any_arn(node: Node, world: World) -> Iterator[Fault]:
    """ARNs anywhere in a resource's inputs name what the estate or AWS has."""
    for place, value in texts(node):
        if value.startswith("arn:") and not _arn_exists(value, world):
            yield Fault(place, "the ARN of a resource of the estate")


_PLANNED: dict[str, tuple[str, str]] = {
    "acm": ("certificate/", "aws:acm/certificate:Certificate"),
    "cloudfront": (
        "distribution/|function/|vpcorigin/",
        "aws:cloudfront/distribution:Distribution",
    ),
    "dynamodb": ("table/", "aws:dynamodb/table:Table"),
    "ecs": ("cluster/|service/", "aws:ecs/cluster:Cluster"),
    "elasticloadbalancing": ("", "aws:lb/loadBalancer:LoadBalancer"),
    "events": ("event-bus/", "aws:cloudwatch/eventRule:EventRule"),
    "iam": ("role/|policy/", "aws:iam/role:Role"),
    "kms": ("key/", "aws:kms/key:Key"),
    "lambda": ("function:", "aws:lambda/function:Function"),
    "logs": ("log-group:|delivery-", "aws:cloudwatch/logGroup:LogGroup"),
    "sns": ("", "aws:sns/topic:Topic"),
    "sqs": ("", "aws:sqs/queue:Queue"),
    "wafv2": ("", "aws:wafv2/webAcl:WebAcl"),
}
"""Services whose ARNs a plan knows: the kinds of resource, and the type that says the estate uses
the service. What an account has of a service no stack plans cannot be judged."""


def _arn_exists(value: str, world: World) -> bool:
    found = arn(value)
    if found is None or found.service not in _PLANNED or re.search(r"[*?$<{]", value[:-2]):
        return True
    kinds, sign = _PLANNED[found.service]
    if not any(map(found.resource.startswith, kinds.split("|"))) or not world.has(sign):
        return True
    if found.account not in world.accounts or "/aws-service-role/" in value:
        return True
    plain = value
    if found.service == "lambda":  # an alias or a version may follow the name
        plain = ":".join(value.split(":")[:7])
    return (
        world.find(plain) is not None
        or found.resource == "event-bus/default"
        or _configured(value, world)
    )


def _elsewhere(value: str, world: World) -> bool:
    """True where the id may come from config, or nothing of its kind is planned."""
    kind = value.partition("-")[0]
    tokens = {"acl": VPC, "vpc": VPC, "subnet": SUBNET, "sg": SG, "rtb": TABLE, "igw": ("aws:ec2/internetGateway:InternetGateway",),
              "nat": ("aws:ec2/natGateway:NatGateway",), "eipalloc": ("aws:ec2/eip:Eip",)}  # fmt: skip
    if kind not in tokens or not world.has(*tokens[kind]):
        return True
    if any(
        value == given
        for node in world.nodes
        for key, given in node.resource.outputs.items()
        if key not in node.inputs
    ):
        return True
    return _configured(value, world)


def _configured(value: str, world: World) -> bool:
    """True where a stack's config names it: it stands outside the estate."""
    return any(
        value in text for plan in world.estate.plans for text in map(str, plan.config.values())
    )


def texts(node: Node) -> tuple[tuple[str, str], ...]:
    """Every text in a resource's inputs with its place, but documents and free text."""
    found = getattr(node, "_reference_texts", None)
    if found is None:
        found = tuple(_texts(node.inputs, ""))
        node._reference_texts = found  # type: ignore[attr-defined]
    return tuple(found)


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if known(value) and len(value) < 300:
            yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _OWN:
                yield from _texts(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _texts(item, f"{path}[{index}]")


@rule(
    "GP-REF-902",
    "*",
    title="There is no such region.",
    error="invalid AWS Region",
    source="botocore endpoints",
)
def region_exists(node: Node, _: World) -> Iterator[Fault]:
    """The region of a resource exists."""
    long = node.get("region")
    if isinstance(long, str) and len(long) > 60:
        yield Fault("region", "a region such as eu-west-1")
    for place, value in texts(node):
        if _REGION_INPUT.search(place) and value not in REGIONS:
            yield Fault(place, "a region such as eu-west-1")


_REGION_INPUT = re.compile(r"(^|\.)(region|regionName|([a-z]\w*)?[rR]egions\[\d+\])$")
