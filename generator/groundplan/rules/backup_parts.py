"""AWS Backup: lists that need an entry, tags and actions that exist."""

from collections.abc import Iterator

from groundplan.rules.grammar import policy as grammar
from groundplan.rules.node import Node, listed
from groundplan.rules.rule import Fault, rule
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
        if not item.get("key"):
            yield Fault(f"{place}.key", "the name of a tag")


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
