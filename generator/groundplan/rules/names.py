"""Names of every kind of resource: given once, and taken once."""

from collections.abc import Iterator

from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_PREFIXED = ("name", "bucket", "identifier", "clusterIdentifier")


@rule(
    "GP-MODEL-007",
    "*",
    title="A name and the beginning of a name are both given.",
    error='"name": conflicts with name_prefix',
    source="pulumi-aws: name and namePrefix of every type",
)
def name_or_prefix(node: Node, _: World) -> Iterator[Fault]:
    """A name excludes its prefix."""
    for key in _PREFIXED:
        if f"{key}Prefix" in node.inputs and node.has(key) and node.has(f"{key}Prefix"):
            yield Fault(f"{key}Prefix", f"nothing with {key}")


_UNIQUE = {
    "aws:accessanalyzer/analyzer:Analyzer": ("analyzerName",),
    "aws:account/alternativeContact:AlternativeContact": ("accountId", "alternateContactType"),
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": ("name",),
    "aws:backup/vault:Vault": ("name",),
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": ("backupVaultName",),
    "aws:backup/vaultPolicy:VaultPolicy": ("backupVaultName",),
    "aws:budgets/budget:Budget": ("name",),
    "aws:cfg/configurationAggregator:ConfigurationAggregator": ("name",),
    "aws:cloudtrail/trail:Trail": ("name",),
    "aws:dynamodb/table:Table": ("name",),
    "aws:elasticache/parameterGroup:ParameterGroup": ("name",),
    "aws:elasticache/replicationGroup:ReplicationGroup": ("replicationGroupId",),
    "aws:elasticache/subnetGroup:SubnetGroup": ("name",),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ("url",),
    "aws:identitystore/group:Group": ("identityStoreId", "displayName"),
    "aws:organizations/delegatedAdministrator:DelegatedAdministrator": (
        "accountId",
        "servicePrincipal",
    ),
    "aws:organizations/policyAttachment:PolicyAttachment": ("policyId", "targetId"),
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": ("name",),
    "aws:rds/eventSubscription:EventSubscription": ("name",),
    "aws:rds/proxy:Proxy": ("name",),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ("bucket",),
    "aws:s3/bucketNotification:BucketNotification": ("bucket",),
    "aws:s3/bucketPolicy:BucketPolicy": ("bucket",),
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": ("bucket",),
    "aws:securityhub/configurationPolicy:ConfigurationPolicy": ("name",),
    "aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation": ("targetId",),
    "aws:sqs/queuePolicy:QueuePolicy": ("queueUrl",),
    "aws:ssoadmin/accountAssignment:AccountAssignment": (
        "permissionSetArn",
        "principalId",
        "targetId",
    ),
}


@rule(
    "GP-MODEL-008",
    *_UNIQUE,
    title="Two resources of a kind have one name, or set the same thing.",
    error="AlreadyExistsException / ConflictException / DuplicateRecordException: already exists",
    source="API models: Create operations of these types",
)
def names_once(node: Node, world: World) -> Iterator[Fault]:
    """What tells resources of a type apart is unique in the account and region."""
    paths = _UNIQUE[node.type]
    if all(node.has(path) for path in paths if path != "accountId"):
        for other in world.twins(node, *paths):
            yield Fault(paths[-1], f"a value that {other.name} does not have")
