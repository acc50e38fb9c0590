"""Caches: parameter groups, and the member clusters moto never makes; users stand beside."""

from typing import Any

from moto.elasticache.models import elasticache_backends

from groundplan.emulate.backends import (
    BackendError,
    Document,
    Request,
    answers,
    keeps,
    knows,
    mends,
)
from groundplan.emulate.cache_users import ANSWERS, tagged
from groundplan.emulate.own_tags import keeps_tags, table_of_tags

keeps(
    "elasticache",
    writes=("CreateReplicationGroup", "ModifyReplicationGroup"),
    key="params.ReplicationGroupId",
    members={
        "UserGroupIds": "UserGroupIds",
        "IpDiscovery": "IpDiscovery",
        "NetworkType": "NetworkType",
        "SnapshotWindow": "SnapshotWindow",
        "TransitEncryptionMode": "TransitEncryptionMode",
        "Engine": "Engine",
        "CacheNodeType": "CacheNodeType",
        "AutoMinorVersionUpgrade": "AutoMinorVersionUpgrade",
        "TransitEncryptionEnabled": "TransitEncryptionEnabled",
    },
    reads=("DescribeReplicationGroups",),
    items="ReplicationGroups[]",
    item_key="ReplicationGroupId",
)

for _operation, _answering in ANSWERS.items():
    answers("elasticache", _operation)(_answering)

keeps_tags("elasticache", table_of_tags, tag="AddTagsToResource", untag="RemoveTagsFromResource")


@mends("elasticache", "CreateReplicationGroup")
def make_members(request: Request, _: Document) -> None:
    """Keep what describes the nodes of the group."""
    params = request.params
    group = str(params["ReplicationGroupId"])
    nodes = int(params.get("NumCacheClusters") or 0)
    if not nodes:
        replicas = int(params.get("ReplicasPerNodeGroup") or 0)
        nodes = int(params.get("NumNodeGroups") or 1) * (1 + replicas)
    request.table("group")[group] = {**params, "nodes": nodes}


@mends("elasticache", "ModifyReplicationGroup")
def change_members(request: Request, _: Document) -> None:
    """A change of the group is a change of its nodes."""
    request.table("group").setdefault(str(request.params["ReplicationGroupId"]), {}).update(
        request.params
    )


@answers("elasticache", "IncreaseReplicaCount", "DecreaseReplicaCount")
def change_replicas(request: Request) -> Document:
    """Add nodes, or take some away, of a group of one shard."""
    name = str(request.params["ReplicationGroupId"])
    group = request.call("elasticache", "describe_replication_groups", ReplicationGroupId=name)
    (told,) = group["ReplicationGroups"]
    kept = request.table("group")[name]
    wanted, grows = int(request.params["NewReplicaCount"]), request.operation.startswith("I")
    # A group that fails over to another zone keeps a replica there; a shard has room for five.
    least = 1 if told.get("AutomaticFailover") == "enabled" else 0
    fits = kept["nodes"] - 1 < wanted <= 5 if grows else least <= wanted < kept["nodes"] - 1
    if not fits:
        raise BackendError(
            "InvalidParameterValue",
            f"{name} has {kept['nodes'] - 1} replicas and cannot have {wanted}",
        )
    kept["nodes"] = wanted + 1
    return {"ReplicationGroup": {**told, "MemberClusters": _names(name, kept["nodes"])}}


@mends("elasticache", "ModifyReplicationGroup")
def change_users(request: Request, _: Document) -> None:
    """Let user groups in, and others no more; write logs elsewhere, or no more."""
    params = request.params
    come, go = params.get("UserGroupIdsToAdd") or (), params.get("UserGroupIdsToRemove") or ()
    kept = request.table("kept:CreateReplicationGroup").get(str(params["ReplicationGroupId"]), {})
    if come or go:
        stay = [user for user in kept.get("UserGroupIds") or () if user not in go]
        kept["UserGroupIds"] = [*stay, *come]
    if params.get("LogDeliveryConfigurations"):
        name = params["ReplicationGroupId"]
        told = request.call("elasticache", "describe_replication_groups", ReplicationGroupId=name)
        logs = {d["LogType"]: d for d in told["ReplicationGroups"][0]["LogDeliveryConfigurations"]}
        for delivery in params["LogDeliveryConfigurations"]:
            logs[delivery["LogType"]] = {**delivery, "Status": "active"}
        kept["LogDeliveryConfigurations"] = [
            delivery for delivery in logs.values() if delivery.pop("Enabled", True)
        ]


@mends("elasticache", "DeleteReplicationGroup")
def drop_members(request: Request, _: Document) -> None:
    """Nodes go with their group."""
    request.table("group").pop(str(request.params["ReplicationGroupId"]), None)


@mends("elasticache", "DescribeReplicationGroups")
def tell_members(request: Request, answer: Document) -> None:
    """Moto ignores how many nodes were asked for."""
    for group in answer.get("ReplicationGroups") or ():
        kept = request.table("group").get(group["ReplicationGroupId"])
        if kept:
            group["MemberClusters"] = _names(group["ReplicationGroupId"], kept["nodes"])
            if kept.get("ReplicationGroupDescription"):
                group["Description"] = kept["ReplicationGroupDescription"]


@knows("elasticache", "DescribeCacheClusters")
def find_member(request: Request) -> Document | None:
    """A node of a replication group, asked for by name."""
    wanted = request.params.get("CacheClusterId")
    found = [node for node in _nodes(request) if node["CacheClusterId"] == wanted]
    return {"CacheClusters": found} if found else None


@mends("elasticache", "DescribeCacheClusters")
def add_members(request: Request, answer: Document) -> None:
    """Put the nodes of replication groups among the clusters."""
    if request.params.get("CacheClusterId") is None:
        answer.setdefault("CacheClusters", []).extend(_nodes(request))


def _nodes(request: Request) -> list[Document]:
    return [
        _node(request, group, name, kept)
        for group, kept in request.table("group").items()
        for name in _names(group, kept["nodes"])
    ]


def _names(group: str, nodes: int) -> list[str]:
    return [f"{group}-{number:03}" for number in range(1, nodes + 1)]


def _node(request: Request, group: str, name: str, kept: Document) -> Document:
    node: dict[str, Any] = {
        "CacheClusterId": name,
        "ReplicationGroupId": group,
        "CacheClusterStatus": "available",
        "NumCacheNodes": 1,
        "CacheNodeType": kept.get("CacheNodeType"),
        "Engine": kept.get("Engine", "redis"),
        "EngineVersion": kept.get("EngineVersion", ""),
        "CacheSubnetGroupName": kept.get("CacheSubnetGroupName"),
        "PreferredMaintenanceWindow": kept.get("PreferredMaintenanceWindow"),
        "SnapshotRetentionLimit": kept.get("SnapshotRetentionLimit", 0),
        "SnapshotWindow": kept.get("SnapshotWindow"),
        "AutoMinorVersionUpgrade": kept.get("AutoMinorVersionUpgrade", True),
        "AtRestEncryptionEnabled": kept.get("AtRestEncryptionEnabled", False),
        "TransitEncryptionEnabled": kept.get("TransitEncryptionEnabled", False),
        "AuthTokenEnabled": bool(kept.get("AuthToken")),
        "ARN": request.arn(f"cluster:{name}"),
        "CacheParameterGroup": {
            "CacheParameterGroupName": kept.get("CacheParameterGroupName"),
            "ParameterApplyStatus": "in-sync",
            "CacheNodeIdsToReboot": [],
        },
        "SecurityGroups": [
            {"SecurityGroupId": group_id, "Status": "active"}
            for group_id in kept.get("SecurityGroupIds") or ()
        ],
    }
    if kept.get("NotificationTopicArn"):
        node["NotificationConfiguration"] = {
            "TopicArn": kept["NotificationTopicArn"],
            "TopicStatus": "active",
        }
    return {key: value for key, value in node.items() if value is not None}


@answers("elasticache", "CreateCacheParameterGroup")
def create_parameters(request: Request) -> Document:
    """Keep a parameter group."""
    name = str(request.params["CacheParameterGroupName"])
    if name in request.table("parameters"):
        raise BackendError("CacheParameterGroupAlreadyExists", f"{name} exists")
    kept = {
        "CacheParameterGroupName": name,
        "CacheParameterGroupFamily": request.params["CacheParameterGroupFamily"],
        "Description": request.params["Description"],
        "IsGlobal": False,
        "ARN": request.arn(f"parametergroup:{name}"),
    }
    request.table("parameters")[name] = {"group": kept, "values": {}}
    tagged(request, kept["ARN"])
    return {"CacheParameterGroup": kept}


@answers("elasticache", "DescribeCacheParameterGroups")
def describe_groups(request: Request) -> Document:
    """Parameter groups by name, or all."""
    name = request.params.get("CacheParameterGroupName")
    if name:
        found = [request.find("parameters", name, "CacheParameterGroupNotFound")["group"]]
    else:
        found = [kept["group"] for kept in request.table("parameters").values()]
    return {"CacheParameterGroups": found}


@answers("elasticache", "ModifyCacheParameterGroup", "ResetCacheParameterGroup")
def modify_parameters(request: Request) -> Document:
    """Set parameters of a group, or take them back to their defaults."""
    name = str(request.params["CacheParameterGroupName"])
    kept = request.find("parameters", name, "CacheParameterGroupNotFound")
    reset = request.operation.startswith("Reset")
    for entry in request.params.get("ParameterNameValues") or ():
        if reset:
            kept["values"].pop(entry["ParameterName"], None)
        else:
            kept["values"][entry["ParameterName"]] = entry["ParameterValue"]
    return {"CacheParameterGroupName": name}


@answers("elasticache", "DescribeCacheParameters")
def describe_parameters(request: Request) -> Document:
    """Parameters of a group that somebody set."""
    name = str(request.params["CacheParameterGroupName"])
    kept = request.find("parameters", name, "CacheParameterGroupNotFound")
    return {
        "Parameters": [
            {"ParameterName": key, "ParameterValue": value, "Source": "user"}
            for key, value in kept["values"].items()
        ],
        "CacheNodeTypeSpecificParameters": [],
    }


@answers("elasticache", "DeleteCacheParameterGroup")
def delete_parameters(request: Request) -> Document:
    """Forget a parameter group no cache uses."""
    name = str(request.params["CacheParameterGroupName"])
    request.find("parameters", name, "CacheParameterGroupNotFound")
    if any(g.get("CacheParameterGroupName") == name for g in request.table("group").values()):
        raise BackendError("InvalidCacheParameterGroupState", f"{name} is used by a cache")
    del request.table("parameters")[name]
    return {}


@answers("elasticache", "DeleteCacheSubnetGroup")
def delete_subnet_group(request: Request) -> Document:
    """Take a subnet group away that no cache uses."""
    name = str(request.params["CacheSubnetGroupName"])
    groups = elasticache_backends[request.account][request.region].cache_subnet_groups
    if name not in groups:
        raise BackendError("CacheSubnetGroupNotFoundFault", f"{name} not found", 404)
    if any(g.get("CacheSubnetGroupName") == name for g in request.table("group").values()):
        raise BackendError("CacheSubnetGroupInUse", f"{name} is used by a cache")
    del groups[name]
    return {}


@answers("elasticache", "ModifyCacheSubnetGroup")
def modify_subnet_group(request: Request) -> Document:
    """Change a subnet group inside its VPC."""
    params = request.params
    name = str(params["CacheSubnetGroupName"])
    group = elasticache_backends[request.account][request.region].cache_subnet_groups.get(name)
    if group is None:
        raise BackendError("CacheSubnetGroupNotFoundFault", f"{name} not found", 404)
    if params.get("CacheSubnetGroupDescription"):
        group.cache_subnet_group_description = params["CacheSubnetGroupDescription"]
    ids = params.get("SubnetIds")
    if ids:
        subnets = request.call("ec2", "describe_subnets", SubnetIds=list(ids))["Subnets"]
        if {subnet["VpcId"] for subnet in subnets} != {group.vpc_id}:
            raise BackendError(
                "InvalidSubnet", f"the new subnets are not in the VPC of {name}, {group.vpc_id}"
            )
        group.subnets = [
            {
                "SubnetIdentifier": subnet["SubnetId"],
                "SubnetAvailabilityZone": {"Name": subnet["AvailabilityZone"]},
            }
            for subnet in subnets
        ]
    told = request.call("elasticache", "describe_cache_subnet_groups", CacheSubnetGroupName=name)
    return {"CacheSubnetGroup": told["CacheSubnetGroups"][0]}
