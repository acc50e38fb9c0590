"""AWS Backup: what a plan covers, and which services an account lets it cover."""

from collections.abc import Iterator

from groundplan.rules.constraint import Text, limit
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_PLAN = "aws:backup/plan:Plan"
_SELECTION = "aws:backup/selection:Selection"
_GLOBAL = "aws:backup/globalSettings:GlobalSettings"
_REGION = "aws:backup/regionSettings:RegionSettings"
_TYPES = ("Aurora", "DSQL", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "EKS", "FSx", "Neptune",
          "RDS", "Redshift", "Redshift Serverless", "S3", "SAP HANA on Amazon EC2", "Storage Gateway",
          "Timestream", "VirtualMachine", "CloudFormation")  # fmt: skip


@rule(
    "GP-BACKUP-009",
    _SELECTION,
    title="What is to be saved is not named, or not as an ARN.",
    error="InvalidParameterValueException: Invalid resource ARN / selection must have resources or "
    "tags",
    source="API backup BackupSelection",
)
def selection(node: Node, _: World) -> Iterator[Fault]:
    """ARNs or *, tags, or conditions over aws:ResourceTag/."""
    for path in ("resources[]", "notResources[]"):
        for place, value in node.each(path):
            if value != "*" and (arn(value) is None):
                yield Fault(place, 'an ARN, with wildcards if wanted, or "*"')
    if (
        not node.list("resources[]")
        and not node.list("selectionTags[]")
        and not node.get("conditions")
    ):
        if not node.has("resources"):
            yield Fault("resources", "ARNs, or selectionTags")
    for place, kind in node.each("selectionTags[].type"):
        if kind != "STRINGEQUALS":
            yield Fault(place, "STRINGEQUALS")
    for kind in ("stringEquals", "stringLikes", "stringNotEquals", "stringNotLikes"):
        for place, key in node.each(f"conditions[].{kind}[].key"):
            if not str(key).startswith("aws:ResourceTag/"):
                yield Fault(place, "aws:ResourceTag/<key>")


@rule(
    "GP-BACKUP-013",
    _GLOBAL,
    title="That setting of backups does not exist, or this account cannot set it.",
    error="InvalidParameterValueException / AccessDenied: only the management account may change "
    "global settings",
    source="API backup UpdateGlobalSettings",
)
def global_settings(node: Node, world: World) -> Iterator[Fault]:
    """Known keys with true or false as text, in the management account."""
    known = ("isCrossAccountBackupEnabled", "isMpaEnabled", "isDelegatedAdministratorEnabled")
    for key, value in (node.get("globalSettings") or {}).items():
        if key not in known:
            yield Fault(f"globalSettings.{key}", ", ".join(known))
        elif str(value).lower() not in ("true", "false"):
            yield Fault(f"globalSettings.{key}", "true or false")
    organizations = world.of("aws:organizations/organization:Organization")
    if organizations and all(o.account != node.account for o in organizations):
        yield Fault("globalSettings", "this resource in the management account")


@rule(
    "GP-BACKUP-014",
    _REGION,
    _PLAN,
    title="AWS Backup does not save that kind of resource.",
    error="InvalidParameterValueException: Unsupported resource type",
    source="API backup UpdateRegionSettings; AWS Backup Developer Guide: supported services",
)
def resource_types(node: Node, _: World) -> Iterator[Fault]:
    """Types in the service's own spelling."""
    if node.type == _PLAN:
        for place, item in node.each("advancedBackupSettings[]"):
            if item.get("resourceType") not in ("EC2", "S3"):
                yield Fault(f"{place}.resourceType", "EC2 or S3")
        return
    for key in node.get("resourceTypeOptInPreference") or {}:
        if key not in _TYPES:
            yield Fault(f"resourceTypeOptInPreference.{key}", ", ".join(_TYPES))
    for key in node.get("resourceTypeManagementPreference") or {}:
        if key not in ("CloudFormation", "DynamoDB", "EFS"):
            yield Fault(f"resourceTypeManagementPreference.{key}", "CloudFormation, DynamoDB, EFS")


LIMITS = (
    limit(
        "GP-BACKUP-107",
        _SELECTION,
        "name",
        Text(r"[a-zA-Z0-9_.-]{1,50}", "letters, digits, - _ .", ("a b",), ("a_b-c",), 50),
        named=True,
        title="The selection's name has other signs or is too long.",
        error="InvalidParameterValueException: Invalid selection name",
        source="API backup BackupSelectionName",
    ),
)
