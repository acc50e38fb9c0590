"""Where policy documents stand, and what is wrong in one."""

from collections.abc import Iterator

from groundplan.rules.grammar import policy as grammar
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault

_ROLE = "aws:iam/role:Role"
_INLINE = "aws:iam/rolePolicy:RolePolicy"
_MANAGED = "aws:iam/policy:Policy"
IDENTITY = {
    _INLINE: "policy",
    _MANAGED: "policy",
    "aws:organizations/policy:Policy": "content",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
}
RESOURCE = {
    "aws:s3/bucketPolicy:BucketPolicy": "policy",
    "aws:kms/key:Key": "policy",
    "aws:kms/keyPolicy:KeyPolicy": "policy",
    "aws:kms/replicaKey:ReplicaKey": "policy",
    "aws:sns/topicPolicy:TopicPolicy": "policy",
    "aws:sns/topic:Topic": "policy",
    "aws:sqs/queuePolicy:QueuePolicy": "policy",
    "aws:sqs/queue:Queue": "policy",
    "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
    "aws:secretsmanager/secret:Secret": "policy",
    "aws:dynamodb/resourcePolicy:ResourcePolicy": "policy",
    "aws:backup/vaultPolicy:VaultPolicy": "policy",
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "policy",
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "policy",
}
ECR = {"aws:ecr/repositoryPolicy:RepositoryPolicy": "policy"}
TRUST = {_ROLE: "assumeRolePolicy"}
ALL = {**IDENTITY, **RESOURCE, **ECR, **TRUST}


def policies(node: Node) -> Iterator[tuple[str, object, grammar.Place]]:
    """The node's documents, each with its input and the grammar it follows."""
    path = ALL[node.type]
    text = node.get(path)
    if text is None or (node.type == "aws:organizations/policy:Policy" and not _is_scp(node)):
        return
    place = (
        grammar.TRUST
        if node.type in TRUST
        else grammar.RESOURCE
        if node.type in RESOURCE
        else grammar.Place(principal="required", resource="forbidden", strict_sid=False)
        if node.type in ECR
        else grammar.Place(principal="optional")
        if node.get("type") == "RESOURCE_CONTROL_POLICY"
        else grammar.IDENTITY
    )
    yield path, text, place


def _is_scp(node: Node) -> bool:
    return node.get("type", "SERVICE_CONTROL_POLICY") in (
        "SERVICE_CONTROL_POLICY",
        "RESOURCE_CONTROL_POLICY",
    )


def broken(node: Node, *kinds: str) -> Iterator[Fault]:
    """Faults of the node's documents that are of these kinds."""
    for path, text, place in policies(node):
        for breach in grammar.breaches(text, place):
            if breach.kind in kinds:
                yield Fault(path, f"{breach.place}: {breach.allowed}".removeprefix(": "))
