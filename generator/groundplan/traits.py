"""What matters about a resource: who can reach it, and whether losing it loses data."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from groundplan.engine.plan import Plan, Resource

ANYWHERE = frozenset({"0.0.0.0/0", "::/0"})

_Trait = Callable[[Mapping[str, Any]], str]


def _distribution(inputs: Mapping[str, Any]) -> str:
    waf = "behind a WAF" if inputs.get("webAclId") else "without a WAF"
    names = ", ".join(inputs.get("aliases") or ()) or "its CloudFront name"
    return f"CDN for {names}, {waf}"


def _load_balancer(inputs: Mapping[str, Any]) -> str:
    return "" if inputs.get("internal") else "load balancer with public addresses"


def _rule(inputs: Mapping[str, Any]) -> str:
    if not ANYWHERE & {inputs.get("cidrIpv4"), inputs.get("cidrIpv6")}:
        return ""
    return f"admits any address to port {inputs.get('fromPort', 'any')}"


def _service(inputs: Mapping[str, Any]) -> str:
    network = inputs.get("networkConfiguration") or {}
    return "tasks with public addresses" if network.get("assignPublicIp") is True else ""


def _database(inputs: Mapping[str, Any]) -> str:
    return "database with a public address" if inputs.get("publiclyAccessible") else ""


EXPOSURE: Mapping[str, _Trait] = {
    "aws:cloudfront/distribution:Distribution": _distribution,
    "aws:lb/loadBalancer:LoadBalancer": _load_balancer,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _rule,
    "aws:ecs/service:Service": _service,
    "aws:rds/instance:Instance": _database,
}


def exposure(resource: Resource) -> str:
    """How the internet reaches the resource; empty when it does not."""
    trait = EXPOSURE.get(resource.type)
    return trait(resource.inputs) if trait else ""


def _instance(inputs: Mapping[str, Any]) -> str:
    zones = "two zones" if inputs.get("multiAz") else "one zone"
    lock = "encrypted" if inputs.get("storageEncrypted") else "NOT encrypted"
    return (
        f"{inputs.get('engine', 'database')} {inputs.get('engineVersion', '')} on "
        f"{inputs.get('instanceClass', 'its cluster')}, {zones}, {lock}, "
        f"{inputs.get('backupRetentionPeriod', 0)} days of point-in-time recovery"
    )


def _cache(inputs: Mapping[str, Any]) -> str:
    days = inputs.get("snapshotRetentionLimit") or 0
    return f"{inputs.get('engine')} on {inputs.get('nodeType')}, {days} days of snapshots"


DATA: Mapping[str, _Trait] = {
    "aws:rds/instance:Instance": _instance,
    "aws:rds/cluster:Cluster": lambda i: f"{i.get('engine')} {i.get('engineVersion', '')} cluster",
    "aws:elasticache/replicationGroup:ReplicationGroup": _cache,
    "aws:s3/bucket:Bucket": lambda i: f"bucket {i.get('bucket', '')}".rstrip(),
    "aws:dynamodb/table:Table": lambda _: "table",
    "aws:efs/fileSystem:FileSystem": lambda _: "file system",
    "aws:sqs/queue:Queue": lambda _: "queued messages",
    "aws:secretsmanager/secret:Secret": lambda _: "secret",
    "aws:backup/vault:Vault": lambda _: "recovery points",
    "aws:ecr/repository:Repository": lambda _: "images",
}
"""Stateful types: deleting or replacing one loses what it holds."""


def holds_data(resource: Resource) -> str:
    """What would be lost with the resource; empty when nothing would."""
    trait = DATA.get(resource.type)
    return trait(resource.inputs) if trait else ""


_RESTARTS = {
    "aws:rds/instance:Instance": {"instanceClass", "engineVersion", "port"},
    "aws:rds/cluster:Cluster": {"engineVersion", "port"},
    "aws:rds/clusterInstance:ClusterInstance": {"instanceClass"},
    "aws:elasticache/replicationGroup:ReplicationGroup": {
        "nodeType",
        "engineVersion",
        # Whoever is no user of the new group is cut off.
        "userGroupIds",
    },
}
"""Inputs AWS changes in place by a restart or a failover, by its tables of settings.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html
"""


def outage(resource: Resource, changed: Collection[str]) -> str:
    """When a change of these inputs makes the resource unreachable; empty when it does not."""
    if not _RESTARTS.get(resource.type, set()) & set(changed):
        return ""
    at_once = resource.inputs.get("applyImmediately") is True
    return "at once" if at_once else "in its next maintenance window"


def top_components(plan: Plan) -> dict[str, list[Resource]]:
    """AWS resources by the outermost component they belong to, in order of its name.

    Resources that belong to none stand under the empty name.
    """
    by_urn = plan.by_urn()
    groups: dict[str, list[Resource]] = {}
    for resource in plan.aws():
        top, parent = "", resource.parent
        while parent in by_urn:
            top, parent = by_urn[parent].name, by_urn[parent].parent
        groups.setdefault(top, []).append(resource)
    return dict(sorted(groups.items()))
