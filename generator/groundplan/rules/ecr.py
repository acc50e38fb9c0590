"""ECR: repositories, what is kept in them, who may read them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.constraint import Text, limit
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_REPOSITORY = "aws:ecr/repository:Repository"
_LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
_API = "API ecr CreateRepository"


@rule(
    "GP-ECR-001",
    _LIFECYCLE,
    title="Which images are deleted cannot be read.",
    error="InvalidParameterException: Invalid parameter at 'LifecyclePolicyText' failed to satisfy "
    "constraint: 'Lifecycle policy validation failure'",
    source="ECR User Guide: lifecycle policy properties",
)
def lifecycle(node: Node, _: World) -> Iterator[Fault]:
    """Priorities unique; tags by status; `any` last; counts and units."""
    text = node.get("policy")
    if not isinstance(text, str):
        return
    try:
        document = json.loads(text)
    except ValueError:
        yield Fault("policy", "JSON")
        return
    rules = document.get("rules") if isinstance(document, Mapping) else None
    if not isinstance(rules, list) or not rules or len(rules) > 50:
        yield Fault("policy", "one to 50 rules")
        return
    seen: set[Any] = set()
    highest = max(
        (number(r.get("rulePriority")) or 0 for r in rules if isinstance(r, Mapping)), default=0
    )
    for index, item in enumerate(rules):
        for wrong in _rule(item, highest):
            yield Fault("policy", f"rules[{index}]: {wrong}")
        if item.get("rulePriority") in seen:
            yield Fault("policy", f"rules[{index}].rulePriority: each once")
        seen.add(item.get("rulePriority"))


def _rule(item: Mapping[str, Any], highest: float) -> Iterator[str]:
    chosen = item.get("selection") or {}
    status, kind = chosen.get("tagStatus"), chosen.get("countType")
    priority = item.get("rulePriority")
    if not isinstance(priority, int) or priority < 1:
        yield "rulePriority: a whole number from 1"
    if set(item) - {"rulePriority", "description", "selection", "action"}:
        yield "rulePriority, description, selection and action only"
    if len(str(item.get("description", ""))) > 256:
        yield "description: 256 characters"
    keys = {"tagStatus", "tagPrefixList", "tagPatternList", "countType", "countUnit",
            "countNumber", "storageClass"}  # fmt: skip
    action = item.get("action") or {}
    if set(chosen) - keys or set(action) - {"type", "targetStorageClass"}:
        yield "selection and action: no other keys than the documented ones"
    if status not in ("tagged", "untagged", "any"):
        yield "selection.tagStatus: tagged, untagged or any"
    if chosen.get("tagPrefixList") and chosen.get("tagPatternList"):
        yield "selection: one of tagPrefixList and tagPatternList"
    tags = chosen.get("tagPrefixList") or chosen.get("tagPatternList")
    if (status == "tagged") != bool(tags):
        yield "selection.tagPrefixList or tagPatternList with tagged only"
    if status == "any" and priority != highest:
        yield "rulePriority: the highest for tagStatus any"
    if kind not in (
        "imageCountMoreThan",
        "sinceImagePushed",
        "sinceImagePulled",
        "sinceImageTransitioned",
    ):
        yield "selection.countType: imageCountMoreThan or sinceImagePushed"
    if (kind == "imageCountMoreThan") == bool(chosen.get("countUnit")):
        yield "selection.countUnit: days with sinceImagePushed only"
    if chosen.get("countUnit") not in (None, "days"):
        yield "selection.countUnit: days"
    count = chosen.get("countNumber")
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        yield "selection.countNumber: a whole number from 1"
    if (item.get("action") or {}).get("type") not in ("expire", "transition"):
        yield "action.type: expire"


@rule(
    "GP-ECR-002",
    _REPOSITORY,
    title="A registry's key needs encryption by KMS.",
    error="InvalidParameterException: kmsKey can only be specified with encryptionType KMS",
    source=_API,
)
def encryption(node: Node, _: World) -> Iterator[Fault]:
    """AES256, KMS or KMS_DSSE; a key with KMS only."""
    for place, item in node.each("encryptionConfigurations[]"):
        kind = item.get("encryptionType", "AES256")
        if kind not in ("AES256", "KMS", "KMS_DSSE"):
            yield Fault(f"{place}.encryptionType", "AES256, KMS or KMS_DSSE")
        elif kind == "AES256" and item.get("kmsKey"):
            yield Fault(f"{place}.kmsKey", "nothing unless encryptionType is KMS")
    mutability = str(node.get("imageTagMutability", ""))
    filters = listed(node.get("imageTagMutabilityExclusionFilters"))
    if mutability.endswith("_WITH_EXCLUSION") != bool(filters):
        yield Fault("imageTagMutabilityExclusionFilters", "filters with ..._WITH_EXCLUSION only")


@rule(
    "GP-ECR-003",
    _REPOSITORY,
    title="Two registries have one name.",
    error="RepositoryAlreadyExistsException: The repository already exists in the registry",
    source=_API,
)
def name_once(node: Node, world: World) -> Iterator[Fault]:
    """Names are unique per account and region."""
    mine = node.output("name")
    for other in world.peers(node):
        if mine and other.output("name") == mine and other.resource.urn < node.resource.urn:
            yield Fault("name", f"a name {other.name} does not have")


@rule(
    "GP-ECR-004",
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
    title="How often images are scanned does not fit the kind of scan.",
    error="InvalidParameterException: scanFrequency",
    source="API ecr PutRegistryScanningConfiguration",
)
def scanning(node: Node, _: World) -> Iterator[Fault]:
    """CONTINUOUS_SCAN with ENHANCED only."""
    basic = node.get("scanType") == "BASIC"
    for place, value in node.each("rules[].scanFrequency"):
        if basic and value == "CONTINUOUS_SCAN":
            yield Fault(place, "SCAN_ON_PUSH or MANUAL with BASIC")


LIMITS = (
    limit(
        "GP-ECR-102",
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        "repository",
        Text(
            r"[a-z0-9][a-z0-9._/-]*",
            "the name of a repository",
            ("arn:aws:ecr:eu-west-1:111122223333:repository/x",),
            ("acme/api",),
            256,
        ),
        title="The lifecycle names its repository by something else than its name.",
        error="InvalidParameterException: Invalid parameter at 'repositoryName'",
        source="API ecr PutLifecyclePolicy",
    ),
    limit(
        "GP-ECR-101",
        _REPOSITORY,
        "name",
        Text(
            r"(?=.{2,256}$)[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*",
            "lowercase letters, digits and . _ - / between them",
            ("Acme", "a b", "-a", "a/"),
            ("acme/api-1",),
            256,
        ),
        named=True,
        title="The registry's name has other signs.",
        error="InvalidParameterException: Invalid parameter at 'repositoryName' failed to satisfy constraint",
        source=_API,
    ),
)
