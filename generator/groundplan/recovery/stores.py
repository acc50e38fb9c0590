"""Finds what holds data in an estate."""

from collections.abc import Iterator, Mapping

from groundplan.engine.plan import Estate, Plan, Resource
from groundplan.recovery.model import Kind, Store

ENVIRONMENTS = ("dev", "staging", "prod")
NO_BACKUP = "none"
"""Value of the tag ``backup`` that says on purpose: nothing here is worth keeping."""

TYPES: Mapping[str, tuple[Kind, str]] = {
    "aws:rds/instance:Instance": (Kind.database, "RDS"),
    "aws:rds/cluster:Cluster": (Kind.cluster, "Aurora"),
    "aws:s3/bucket:Bucket": (Kind.bucket, "S3"),
    "aws:dynamodb/table:Table": (Kind.table, "DynamoDB"),
    "aws:docdb/cluster:Cluster": (Kind.cluster, "DocumentDB"),
    "aws:neptune/cluster:Cluster": (Kind.cluster, "Neptune"),
    "aws:ebs/volume:Volume": (Kind.volume, "EBS"),
    "aws:efs/fileSystem:FileSystem": (Kind.file_system, "EFS"),
    "aws:fsx/lustreFileSystem:LustreFileSystem": (Kind.file_system, "FSx"),
    "aws:fsx/ontapFileSystem:OntapFileSystem": (Kind.file_system, "FSx"),
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": (Kind.file_system, "FSx"),
    "aws:fsx/windowsFileSystem:WindowsFileSystem": (Kind.file_system, "FSx"),
    "aws:secretsmanager/secret:Secret": (Kind.secret, ""),
    "aws:sqs/queue:Queue": (Kind.queue, ""),
    "aws:elasticache/replicationGroup:ReplicationGroup": (Kind.cache, ""),
    "aws:elasticache/serverlessCache:ServerlessCache": (Kind.cache, ""),
    "aws:elasticache/cluster:Cluster": (Kind.cache, ""),
    "aws:dsql/cluster:Cluster": (Kind.other, "DSQL"),
    "aws:ec2/instance:Instance": (Kind.other, "EC2"),
    "aws:redshift/cluster:Cluster": (Kind.other, "Redshift"),
    "aws:redshiftserverless/namespace:Namespace": (Kind.other, "Redshift Serverless"),
    "aws:timestreamwrite/table:Table": (Kind.other, "Timestream"),
    **dict.fromkeys(
        (
            "aws:cognito/userPool:UserPool",
            "aws:docdb/elasticCluster:ElasticCluster",
            "aws:elasticsearch/domain:Domain",
            "aws:keyspaces/table:Table",
            "aws:kinesis/stream:Stream",
            "aws:lightsail/bucket:Bucket",
            "aws:lightsail/database:Database",
            "aws:memorydb/cluster:Cluster",
            "aws:mq/broker:Broker",
            "aws:msk/cluster:Cluster",
            "aws:opensearch/domain:Domain",
            "aws:opensearch/serverlessCollection:ServerlessCollection",
            "aws:s3tables/tableBucket:TableBucket",
            "aws:timestreaminfluxdb/dbInstance:DbInstance",
        ),
        (Kind.other, ""),
    ),
}
"""Kind, and AWS Backup's name of the type; empty where AWS Backup cannot take it."""


def find_stores(estate: Estate) -> tuple[Store, ...]:
    """Every store of the environments, by stack and name.

    Left out: replicas, which belong to what they replicate; dead-letter queues; and what
    carries the tag ``backup`` with the value ``none``.
    """
    return tuple(
        store
        for plan in estate.plans
        if plan.environment in ENVIRONMENTS
        for store in _stores(plan)
    )


def tags(resource: Resource) -> dict[str, str]:
    """Tags of a resource, the provider's included."""
    merged = {**(resource.outputs.get("tagsAll") or {}), **(resource.inputs.get("tags") or {})}
    return {str(key): str(value) for key, value in merged.items()}


def _stores(plan: Plan) -> Iterator[Store]:
    parents = plan.by_urn()
    replicas = set(_replicas(plan))
    dr_region = str(plan.config.get("groundplan:dr_region", ""))
    for resource in plan.aws():
        found = TYPES.get(resource.type)
        if found is None or resource.outputs.get("arn") in replicas:
            continue
        if tags(resource).get("backup") == NO_BACKUP or resource.inputs.get("replicateSourceDb"):
            continue
        parent = parents.get(resource.parent)
        yield Store(
            kind=found[0],
            backup_type=found[1],
            stack=plan.stack,
            environment=plan.environment,
            dr_region=dr_region,
            name=parent.name if parent is not None and not parent.custom else resource.name,
            resource=resource,
        )


def _replicas(plan: Plan) -> Iterator[str]:
    """ARNs of what another resource of the plan fills: replicas, and queues of failures."""
    for resource in plan.of_type("aws:s3/bucketReplicationConfig:BucketReplicationConfig"):
        for rule in resource.inputs.get("rules") or ():
            yield str((rule.get("destination") or {}).get("bucket", ""))
    for resource in plan.of_type("aws:scheduler/schedule:Schedule"):
        target = resource.inputs.get("target") or {}
        yield str((target.get("deadLetterConfig") or {}).get("arn", ""))
    for resource in plan.of_type("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"):
        url = resource.inputs.get("queueUrl")
        for queue in plan.of_type("aws:sqs/queue:Queue"):
            if queue.outputs.get("url") == url:
                yield str(queue.outputs.get("arn", ""))
