"""Organizations: the grammar of rules that are no IAM policies, and where units hang."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.node import Node, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_POLICY = "aws:organizations/policy:Policy"
_UNIT = "aws:organizations/organizationalUnit:OrganizationalUnit"
_OPERATORS = (
    "@@assign",
    "@@append",
    "@@remove",
    "@@operators_allowed_for_child_policies",
)
_INHERITED = (
    "TAG_POLICY",
    "BACKUP_POLICY",
    "AISERVICES_OPT_OUT_POLICY",
    "DECLARATIVE_POLICY_EC2",
)
_BLOCK_MODES = ("off", "block_ingress", "block_bidirectional")
_COMPUTE: dict[str, dict[str, tuple[str, ...]]] = {
    "vpc_block_public_access": {},
    "allowed_images_settings": {"state": ("enabled", "audit_mode", "disabled")},
    "image_block_public_access": {"state": ("block_new_sharing", "unblocked")},
    "snapshot_block_public_access": {
        "state": ("block_all_sharing", "block_new_sharing", "unblocked")
    },
    "serial_console_access": {"status": ("enabled", "disabled")},
    "instance_metadata_defaults": {
        "http_tokens": ("required", "optional", "no_preference"),
        "http_endpoint": ("enabled", "disabled", "no_preference"),
        "instance_metadata_tags": ("enabled", "disabled", "no_preference"),
    },
    "exception_message": {},
}
_AI_SERVICES = frozenset(
    "default awssupplychain chimesdkvoiceanalytics cloudwatch codeguruprofiler codewhisperer "
    "comprehend connect connectamd connectoptimization contactlens datazone dms entityresolution "
    "frauddetector glue guardduty lex polly qbusiness q quicksightq rekognition securitylake "
    "supplychain textract transcribe transform translate detective amazonq q_connect".split()
)


@rule(
    "GP-ORG-010",
    _POLICY,
    title="The rule is not written the way this kind of rule is.",
    error="MalformedPolicyDocumentException: The provided policy document does not meet the "
    "requirements of the specified policy type.",
    source="Organizations User Guide: inheritance operators, syntax of each policy type",
)
def content_grammar(node: Node, _: World) -> Iterator[Fault]:
    """Values stand under an operator; known services, attributes and values."""
    kind, document = node.get("type"), node.document("content")
    if kind not in _INHERITED or not isinstance(document, Mapping):
        return
    for place in _bare(document, ""):
        yield Fault("content", f"{place}: the value under @@assign")
    if kind == "AISERVICES_OPT_OUT_POLICY":
        yield from _ai(document.get("services"))
    if kind == "DECLARATIVE_POLICY_EC2":
        yield from _compute(document.get("ec2_attributes"))
    if kind == "TAG_POLICY":
        yield from _tags(document.get("tags"))


def _tags(tags: Any) -> Iterator[Fault]:
    """Keys are texts, values and enforced types are lists; types are ``service:resource``."""
    for name, item in tags.items() if isinstance(tags, Mapping) else ():
        own = item.get("tag_key") if isinstance(item, Mapping) else None
        written = own.get("@@assign") if isinstance(own, Mapping) else None
        if isinstance(written, str) and written.lower() != str(name).lower():
            yield Fault("content", f"tags.{name}.tag_key: {name}, in whatever case")
        for key, part in item.items() if isinstance(item, Mapping) else ():
            if str(key).startswith("@@") or not isinstance(part, Mapping):
                continue
            if key not in ("tag_key", "tag_value", "enforced_for", "report_required_tag_for"):
                yield Fault("content", f"tags.{name}.{key}: tag_key, tag_value, enforced_for")
            for operator, value in part.items():
                if operator not in ("@@assign", "@@append", "@@remove"):
                    continue
                if isinstance(value, list) == (key == "tag_key"):
                    kind = "one text" if key == "tag_key" else "a list"
                    yield Fault("content", f"tags.{name}.{key}.{operator}: {kind}")
                elif key == "enforced_for" and not all(_enforceable(v) for v in value):
                    yield Fault("content", f"tags.{name}.{key}: a service and a resource type")


def _enforceable(value: Any) -> bool:
    return re.fullmatch(r"[a-z0-9-]+:[\w/*.-]+", str(value)) is not None


def _bare(value: Any, path: str) -> Iterator[str]:
    """Places of values that stand under no operator, and of operators that are none."""
    if not isinstance(value, Mapping):
        yield path
        return
    for key, item in value.items():
        if str(key).startswith("@@"):
            if key not in _OPERATORS:
                yield f"{path}.{key}"
        else:
            yield from _bare(item, f"{path}.{key}" if path else str(key))


def _ai(services: Any) -> Iterator[Fault]:
    for name, item in services.items() if isinstance(services, Mapping) else ():
        if str(name).startswith("@@") or not isinstance(item, Mapping):
            continue
        if name not in _AI_SERVICES:
            yield Fault("content", f"services.{name}: default, or a service with AI")
        policy = item.get("opt_out_policy")
        value = policy.get("@@assign") if isinstance(policy, Mapping) else None
        if value is not None and value not in ("optIn", "optOut"):
            yield Fault("content", f"services.{name}.opt_out_policy: optIn or optOut")


def _compute(attributes: Any) -> Iterator[Fault]:
    for name, item in attributes.items() if isinstance(attributes, Mapping) else ():
        if str(name).startswith("@@"):
            continue
        if name not in _COMPUTE:
            yield Fault("content", f"ec2_attributes.{name}: {', '.join(_COMPUTE)}")
            continue
        gateway = item.get("internet_gateway_block") if isinstance(item, Mapping) else None
        mode = gateway.get("mode") if isinstance(gateway, Mapping) else None
        if isinstance(mode, Mapping) and mode.get("@@assign", "off") not in _BLOCK_MODES:
            yield Fault("content", f"ec2_attributes.{name}: mode out of {', '.join(_BLOCK_MODES)}")
        for key, allowed in _COMPUTE[name].items():
            part = item.get(key) if isinstance(item, Mapping) else None
            value = part.get("@@assign") if isinstance(part, Mapping) else None
            if value is not None and value not in allowed:
                yield Fault("content", f"ec2_attributes.{name}.{key}: {', '.join(allowed)}")
        hops = item.get("http_put_response_hop_limit") if isinstance(item, Mapping) else None
        limit = number(hops.get("@@assign")) if isinstance(hops, Mapping) else None
        if isinstance(hops, Mapping) and "@@assign" in hops:
            if limit is None or not (limit == -1 or 1 <= limit <= 64):
                yield Fault(
                    "content", f"ec2_attributes.{name}.http_put_response_hop_limit: 1 to 64"
                )


@rule(
    "GP-ORG-011",
    _UNIT,
    title="A unit hangs below itself, or too deep.",
    error="ParentNotFoundException / ConstraintViolationException: OU_DEPTH_LIMIT_EXCEEDED",
    source="API organizations CreateOrganizationalUnit",
)
def unit_tree(node: Node, world: World) -> Iterator[Fault]:
    """No circle; five levels at most."""
    seen, here = {node.resource.id}, node
    while (parent := world.find(here.get("parentId"), _UNIT)) is not None:
        if parent.resource.id in seen:
            yield Fault("parentId", "a unit that is not below this one, or the root")
            return
        seen.add(parent.resource.id)
        here = parent
    if len(seen) > 5:
        yield Fault("parentId", "a unit of the fourth level at most")
