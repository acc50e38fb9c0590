"""AWS Backup: lists that need an entry, tags and actions that exist."""

from collections.abc import Iterator

from groundplan.rules.grammar import policy as grammar
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node, listed, parsed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.tables.reader import database_classes
from groundplan.rules.world import World

_PLAN, _SELECTION = "aws:backup/plan:Plan", "aws:backup/selection:Selection"
_NOTICES = "aws:backup/vaultNotifications:VaultNotifications"
_TEST = "aws:backup/restoreTestingSelection:RestoreTestingSelection"
_POLICY = "aws:backup/vaultPolicy:VaultPolicy"


@rule(
    "GP-BACKUP-020",
    _PLAN,
    _SELECTION,
    _NOTICES,
    title="A list or a tag that needs an entry is empty.",
    error="InvalidParameterValueException / MissingParameterValueException",
    source="API backup CreateBackupPlan, CreateBackupSelection, PutBackupVaultNotifications",
)
def entries(node: Node, _: World) -> Iterator[Fault]:
    """Rules, events and the keys of tags."""
    for path in ("rules", "backupVaultEvents"):
        if node.get(path) == []:
            yield Fault(path, "one entry at least")
    for place, item in node.each("selectionTags[]"):
        if not 1 <= len(str(item.get("key") or "")) <= 128:
            yield Fault(f"{place}.key", "the name of a tag, at most 128 characters")
        if len(str(item.get("value") or "")) > 256:
            yield Fault(f"{place}.value", "at most 256 characters")


@rule(
    "GP-BACKUP-021",
    _TEST,
    title="What is restored as a test is chosen by tags, in their long form.",
    error="InvalidParameterValueException: condition key must begin with aws:ResourceTag/",
    source="API backup ProtectedResourceConditions",
)
def tag_conditions(node: Node, _: World) -> Iterator[Fault]:
    """Keys begin with aws:ResourceTag/."""
    for kind in ("stringEquals", "stringNotEquals"):
        for place, key in node.each(f"protectedResourceConditions.{kind}[].key"):
            if not str(key).startswith("aws:ResourceTag/") or str(key) == "aws:ResourceTag/":
                yield Fault(place, "aws:ResourceTag/ and the tag's name")


@rule(
    "GP-BACKUP-022",
    _POLICY,
    title="The vault's policy names an action that vaults do not have.",
    error="InvalidParameterValueException: Invalid action in the access policy",
    source="IAM definitions in parliament; AWS Backup Developer Guide: access policies",
)
def vault_actions(node: Node, _: World) -> Iterator[Fault]:
    """Actions of AWS Backup."""
    known = grammar.service_actions()["backup"]
    for label, statement in grammar.statements(node.document("policy")):
        for action in listed(statement.get("Action")):
            text = str(action)
            if text != "*" and not any(grammar.matches(text, f"backup:{a}") for a in known):
                yield Fault("policy", f"{label}.Action: actions of backup, got {text}")


_NAMED = {
    "dbSubnetGroupName": ("aws:rds/subnetGroup:SubnetGroup",),
    "dbParameterGroupName": ("aws:rds/parameterGroup:ParameterGroup",),
    "vpcSecurityGroupIds": ("aws:ec2/securityGroup:SecurityGroup",),
}


@rule(
    "GP-BACKUP-023",
    _TEST,
    title="The test restores into something that does not exist.",
    error="the restore test fails: DBSubnetGroupNotFoundFault / InvalidParameterValue: Invalid DB "
    "Instance class",
    source="AWS Backup Developer Guide: restore testing inferred metadata",
)
def restore_places(node: Node, world: World) -> Iterator[Fault]:
    """Groups of the estate; a class of RDS."""
    for key, types in _NAMED.items():
        path = f"restoreMetadataOverrides.{key}"
        text = node.get(path)
        values = listed(parsed(text)) if str(text).startswith("[") else listed(text)
        for value in values:
            default = str(value).startswith("default")
            if not default and world.has(*types) and world.near(node, value, *types) is None:
                yield Fault(path, "what the estate has")
    size = node.get("restoreMetadataOverrides.dbInstanceClass")
    known = {c for engine in ("postgres", "mysql", "mariadb") for c in database_classes(engine)}
    if size is not None and node.get("protectedResourceType") == "RDS" and size not in known:
        yield Fault("restoreMetadataOverrides.dbInstanceClass", "a class such as db.t4g.medium")


@rule(
    "GP-BACKUP-024",
    _PLAN,
    title="Copies go to an account that is none of the organization's.",
    error="the copy job fails: cross-account copies stay within an organization",
    source="AWS Backup Developer Guide: creating backup copies across AWS accounts",
)
def copies_at_home(node: Node, world: World) -> Iterator[Fault]:
    """Accounts that copies go to belong to the organization."""
    if not world.has("aws:organizations/account:Account"):
        return
    for place, value in node.each("rules[].copyActions[].destinationVaultArn"):
        found = arn(value)
        if found and found.account and found.account not in world.accounts:
            if world.find(found.account, "aws:organizations/account:Account") is None:
                yield Fault(place, f"a vault of {', '.join(sorted(world.accounts))}")
