"""IAM: values of conditions, and what a trust in GitHub must say."""

import ipaddress
import re
from collections.abc import Iterator, Mapping

from groundplan.rules.grammar import policy as grammar
from groundplan.rules.grammar.address import arn
from groundplan.rules.iam_document import ALL, policies
from groundplan.rules.node import Node, listed, number, parsed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d(:?\d\d){0,2}(\.\d+)?(Z|[+-]\d\d:?\d\d)?)?|\d{9,13}")


@rule(
    "GP-IAM-030",
    *ALL,
    title="A condition compares with something that is no number, date, switch or address.",
    error="MalformedPolicyDocument: invalid value in the condition block",
    source="IAM User Guide: condition operators; Access Analyzer policy check reference",
)
def condition_values(node: Node, _: World) -> Iterator[Fault]:
    """Values by operator; policy variables pass."""
    for path, text, _place in policies(node):
        for label, statement in grammar.statements(parsed(text)):
            blocks = statement.get("Condition")
            for operator, block in blocks.items() if isinstance(blocks, Mapping) else ():
                for key, values in block.items() if isinstance(block, Mapping) else ():
                    for value in listed(values):
                        if not _fits(str(operator), value):
                            yield Fault(path, f"{label}.Condition.{operator}.{key}: {value}")


def _fits(operator: str, value: object) -> bool:
    base = operator.rpartition(":")[2].removesuffix("IfExists").lower()
    text = str(value).strip()
    if "${" in text:
        return True
    if base in ("ipaddress", "notipaddress"):
        try:
            ipaddress.ip_network(text, strict=False)
        except ValueError:
            return False
        return True
    if base.startswith("numeric"):
        return number(text) is not None
    if base.startswith("date"):
        return _DATE.fullmatch(text) is not None
    if base in ("bool", "null"):
        return text.lower() in ("true", "false")
    return True


@rule(
    "GP-IAM-031",
    "aws:iam/role:Role",
    title="The role lets every repository of GitHub in.",
    error="MalformedPolicyDocument: Missing the required identity-provider control "
    "token.actions.githubusercontent.com:sub in the trust policy",
    source="IAM User Guide: identity-provider controls for shared OIDC providers",
)
def shared_provider(node: Node, _: World) -> Iterator[Fault]:
    """Trust in GitHub's provider names whose jobs are trusted."""
    for label, statement in grammar.statements(node.document("assumeRolePolicy")):
        shared = [
            value
            for _, kind, value in grammar.principals(statement)
            if kind == "Federated" and value.endswith("/token.actions.githubusercontent.com")
        ]
        if not shared or statement.get("Effect") != "Allow":
            continue
        keys = {
            str(key).lower()
            for block in (statement.get("Condition") or {}).values()
            if isinstance(block, Mapping)
            for key in block
        }
        if not keys & {f"token.actions.githubusercontent.com:{k}" for k in _CONTROLS}:
            yield Fault("assumeRolePolicy", f"{label}.Condition: the job's subject, ...:sub")


_CONTROLS = ("sub", "job_workflow_ref", "repository", "repository_id", "repository_owner_id")


@rule(
    "GP-IAM-032",
    *ALL,
    title="A resource's address has a region or a part of AWS that there is not.",
    error='MalformedPolicyDocument: IAM resource cannot contain region information. / Partition "" is '
    "not valid for resource",
    source="Service Authorization Reference: AWS Identity and Access Management",
)
def global_resources(node: Node, _: World) -> Iterator[Fault]:
    """ARNs of IAM have no region; partitions exist."""
    for path, text, _place in policies(node):
        for label, statement in grammar.statements(parsed(text)):
            for key in ("Resource", "NotResource"):
                for value in listed(statement.get(key)):
                    found = arn(value)
                    if found and found.service == "iam" and found.region not in ("", "*"):
                        yield Fault(path, f"{label}.{key}: arn:aws:iam::..., got {value}")
                    elif found and found.partition not in _PARTITIONS:
                        yield Fault(path, f"{label}.{key}: arn:aws:..., got {value}")


_PARTITIONS = ("aws", "aws-cn", "aws-us-gov", "aws-eusc", "*", "")
