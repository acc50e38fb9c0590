"""S3: bucket policies."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.grammar import policy as grammar
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_BUCKET = "aws:s3/bucket:Bucket"
_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"


@rule(
    "GP-S3-004",
    _POLICY,
    title="The policy speaks of another bucket than its own.",
    error="MalformedPolicy: Policy has invalid resource",
    source="S3 User Guide: bucket policies",
)
def policy_own_bucket(node: Node, world: World) -> Iterator[Fault]:
    """Resources are the bucket and its objects."""
    bucket = world.find(node.get("bucket"), _BUCKET)
    name = bucket.output("bucket") if bucket else node.get("bucket")
    if not isinstance(name, str):
        return
    for label, statement in grammar.statements(node.document("policy")):
        for key in ("Resource", "NotResource"):
            for resource in listed(statement.get(key)):
                text = str(resource)
                found = arn(text)
                target = found.resource.partition("/")[0] if found else text
                if text == "*" or not re.fullmatch(
                    re.escape(target).replace(r"\*", ".*").replace(r"\?", "."), name
                ):
                    yield Fault(
                        "policy", f"{label}.{key}: arn:aws:s3:::{name} and .../*, got {text}"
                    )


@rule(
    "GP-S3-005",
    _POLICY,
    title="The policy allows an action that S3 does not know, or one that does not fit what it "
    "is about.",
    error="MalformedPolicy: Policy has invalid action / Action does not apply to any resource(s) in "
    "statement",
    source="IAM definitions in parliament; S3 User Guide: bucket policies",
)
def policy_actions(node: Node, _: World) -> Iterator[Fault]:
    """Actions of S3; object actions on objects, bucket actions on the bucket."""
    known = grammar.service_actions()["s3"]
    for label, statement in grammar.statements(node.document("policy")):
        resources = [str(r) for r in listed(statement.get("Resource"))]
        for action in listed(statement.get("Action")):
            text = str(action)
            if text in ("*", "s3:*"):
                continue
            covered = [a for a in known if grammar.matches(text, f"s3:{a}")]
            if not text.lower().startswith("s3:") or not covered:
                yield Fault("policy", f"{label}.Action: an action of S3, got {text}")
                continue
            kinds = {kind for a in covered for kind in known[a]}
            on_object = any("/" in r or r == "*" for r in resources)
            on_bucket = any("/" not in r or (r.endswith("*") and "/" not in r) for r in resources)
            if resources and kinds == {"object"} and not on_object:
                yield Fault(
                    "policy", f"{label}.Resource: the objects, arn:aws:s3:::bucket/*, for {text}"
                )
            if resources and kinds == {"bucket"} and not on_bucket:
                yield Fault(
                    "policy", f"{label}.Resource: the bucket, arn:aws:s3:::bucket, for {text}"
                )


@rule(
    "GP-S3-006",
    _POLICY,
    title="The policy opens the bucket to everybody, and the account forbids that.",
    error="AccessDenied: User is not authorized to perform: s3:PutBucketPolicy because public "
    "policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
    source="S3 User Guide: blocking public access",
)
def policy_not_public(node: Node, world: World) -> Iterator[Fault]:
    """Allow for everybody without a fixed condition is public."""
    blocks = [b for b in world.of(_BLOCK) if b.get("bucket") == node.get("bucket")]
    blocked = any(b.truth("blockPublicPolicy") for b in blocks) or any(
        a.account == node.account and a.truth("blockPublicPolicy")
        for a in world.of("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock")
    )
    if not blocked:
        return
    for label, statement in grammar.statements(node.document("policy")):
        everybody = any(v == "*" for _, _, v in grammar.principals(statement))
        if statement.get("Effect") == "Allow" and everybody and not _narrowed(statement):
            yield Fault("policy", f"{label}: a principal, or a condition that narrows it")


def _narrowed(statement: Mapping[str, Any]) -> bool:
    keys = {
        key.lower()
        for operator, block in (statement.get("Condition") or {}).items()
        if isinstance(block, Mapping) and "not" not in operator.lower().replace("notation", "")
        for key in block
    }
    return bool(
        keys
        & {
            "aws:principalorgid", "aws:sourceaccount", "aws:sourcearn", "aws:sourcevpc",
            "aws:sourcevpce", "aws:principalarn", "aws:principalaccount", "aws:userid",
            "aws:sourceip", "aws:sourceorgid", "aws:principalorgpaths", "aws:sourceowner",
            "s3:dataaccesspointarn", "s3:dataaccesspointaccount", "aws:calledvia",
            "s3:x-amz-server-side-encryption-aws-kms-key-id", "aws:username",
        }
    )  # fmt: skip


@rule(
    "GP-S3-007",
    _POLICY,
    title="The policy is too long.",
    error="PolicyTooLarge: Bucket policies must be 20 KB or less",
    source="S3 User Guide: bucket policies",
)
def policy_size(node: Node, _: World) -> Iterator[Fault]:
    """20 KB."""
    text = node.get("policy")
    if isinstance(text, str) and len(text.encode()) > 20480:
        yield Fault("policy", "20480 bytes")
