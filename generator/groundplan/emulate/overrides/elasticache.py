"""Caches."""

from typing import Any

from groundplan.emulate.spec import Call, Read, Type, Value, Words
from groundplan.emulate.words import added, changed, dropped

_TAGS = Read("list_tags_for_resource", {"ResourceName": "{arnOf}"}, "TagList")
_GROUP = {
    "description": "ReplicationGroupDescription",
    "maintenanceWindow": "PreferredMaintenanceWindow",
    "logDeliveryConfigurations.destination": "",
    "parameterGroupName": "CacheParameterGroupName",
    "subnetGroupName": "CacheSubnetGroupName",
    "nodeType": "CacheNodeType",
    "numCacheClusters": "NumCacheClusters",
    "preferredCacheClusterAzs": "PreferredCacheClusterAZs",
    "multiAzEnabled": "MultiAZEnabled",
    "userGroupIds": "UserGroupIds",
    "authToken": "AuthToken",
}
_CHANGE: dict[str, Value] = {
    "ReplicationGroupId": "{id}",
    "ApplyImmediately": lambda w: bool(w.get("applyImmediately")),
}


def _replicas(method: str, sign: int) -> Call:
    """More or fewer nodes, told as replicas: one node is the primary."""

    def wanted(w: Words) -> bool:
        before, after = (int(w[when].get("numCacheClusters") or 0) for when in ("before", "after"))
        return (after - before) * sign > 0

    return Call(
        method,
        ("numCacheClusters",),
        params={
            "ReplicationGroupId": "{id}",
            "NewReplicaCount": lambda w: int(w["numCacheClusters"]) - 1,
            "ApplyImmediately": True,
        },
        match=False,
        when=wanted,
    )


def _logs(deliveries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where logs go, in the structure AWS has for each kind of destination."""
    found = []
    for delivery in deliveries:
        name = delivery["destination"]
        where = (
            {"CloudWatchLogsDetails": {"LogGroup": name}}
            if delivery["destinationType"] == "cloudwatch-logs"
            else {"KinesisFirehoseDetails": {"DeliveryStream": name}}
        )
        found.append({**delivery, "destinationDetails": where})
    return found


def _changed_logs(w: Words) -> list[dict[str, Any]] | None:
    """Where logs go from now on; those that go nowhere any more are told so."""
    name = "logDeliveryConfigurations"
    if not changed(name)(w):
        return None
    now = [
        {
            "LogType": delivery["logType"],
            "LogFormat": delivery["logFormat"],
            "DestinationType": delivery["destinationType"],
            "DestinationDetails": delivery["destinationDetails"],
        }
        for delivery in _logs(w["after"].get(name) or [])
    ]
    kinds = {delivery["LogType"] for delivery in now}
    before = {delivery["logType"] for delivery in w["before"].get(name) or ()}
    return [*now, *({"LogType": kind, "Enabled": False} for kind in sorted(before - kinds))]


_new, _old = added("parameters"), dropped("parameters")


def _parameters(w: Words) -> list[dict[str, str]]:
    return [{"ParameterName": p["name"], "ParameterValue": str(p["value"])} for p in _new(w) or ()]


def _left_out(w: Words) -> list[dict[str, str]] | None:
    """Parameters that a change does not set any more; AWS wants their last value."""
    names = {p["name"] for p in w["after"].get("parameters") or ()}
    found = [
        {"ParameterName": p["name"], "ParameterValue": str(p["value"])}
        for p in _old(w) or ()
        if p["name"] not in names
    ]
    return found or None


_DESCRIBED = Read(
    "describe_replication_groups",
    {"ReplicationGroupId": "{replicationGroupId}"},
    "ReplicationGroups[0]",
    back={
        "ReplicationGroupDescription": "Description",
        "NumCacheClusters": lambda d: len(d["MemberClusters"]),
        "AutomaticFailoverEnabled": lambda d: d["AutomaticFailover"] in {"enabled", "enabling"},
        "MultiAZEnabled": lambda d: d["MultiAZ"] == "enabled",
        "Port": "NodeGroups[0].PrimaryEndpoint.Port",
    },
    never={"AuthToken": "AWS never returns a password"},
    elsewhere={
        name: Read(
            "describe_cache_clusters",
            {"CacheClusterId": "{replicationGroupId}-001"},
            "CacheClusters[0]",
            back={
                "CacheParameterGroupName": "CacheParameterGroup.CacheParameterGroupName",
                "SecurityGroupIds": "SecurityGroups[].SecurityGroupId",
                "NotificationTopicArn": "NotificationConfiguration.TopicArn",
            },
        )
        for name in (
            "Engine",
            "EngineVersion",
            "CacheParameterGroupName",
            "CacheSubnetGroupName",
            "SecurityGroupIds",
            "PreferredMaintenanceWindow",
            "NotificationTopicArn",
        )
    },
)

TYPES = {
    "aws:elasticache/subnetGroup:SubnetGroup": Type(
        service="elasticache",
        create=Call(
            "create_cache_subnet_group",
            names={"name": "CacheSubnetGroupName"},
            params={
                "CacheSubnetGroupDescription": lambda w: w.get("description") or "Managed by Pulumi"
            },
            read=Read(
                "describe_cache_subnet_groups",
                {"CacheSubnetGroupName": "{name}"},
                "CacheSubnetGroups[0]",
                back={"SubnetIds": "Subnets[].SubnetIdentifier"},
            ),
        ),
        update=(
            Call(
                "modify_cache_subnet_group",
                names={
                    "name": "CacheSubnetGroupName",
                    "description": "CacheSubnetGroupDescription",
                },
            ),
        ),
        words={"arnOf": "arn:aws:elasticache:{region}:{account}:subnetgroup:{name}"},
        outputs={"arn": "{arnOf}", "vpcId": "@VpcId"},
        tag_read=_TAGS,
    ),
    "aws:elasticache/parameterGroup:ParameterGroup": Type(
        service="elasticache",
        create=Call(
            "create_cache_parameter_group",
            names={"name": "CacheParameterGroupName", "family": "CacheParameterGroupFamily"},
            params={"Description": lambda w: w.get("description") or "Managed by Pulumi"},
            read=Read(
                "describe_cache_parameter_groups",
                {"CacheParameterGroupName": "{name}"},
                "CacheParameterGroups[0]",
            ),
        ),
        then=(
            Call(
                "modify_cache_parameter_group",
                ("parameters",),
                params={
                    "CacheParameterGroupName": "{name}",
                    "ParameterNameValues": _parameters,
                },
                match=False,
                when=_new,
                undo=Call(
                    "reset_cache_parameter_group",
                    params={
                        "CacheParameterGroupName": "{name}",
                        "ParameterNameValues": _left_out,
                    },
                    when=_left_out,
                ),
                anew=True,
                read=Read(
                    "describe_cache_parameters",
                    {"CacheParameterGroupName": "{name}", "Source": "user"},
                    back={"ParameterNameValues": "Parameters"},
                ),
            ),
        ),
        words={"arnOf": "arn:aws:elasticache:{region}:{account}:parametergroup:{name}"},
        outputs={"arn": "{arnOf}"},
        tag_read=_TAGS,
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": Type(
        service="elasticache",
        create=Call(
            "create_replication_group",
            names=_GROUP,
            convert={"logDeliveryConfigurations": _logs},
            read=_DESCRIBED,
        ),
        id="{replicationGroupId}",
        words={
            "arnOf": "arn:aws:elasticache:{region}:{account}:replicationgroup:{replicationGroupId}"
        },
        outputs={
            "arn": "{arnOf}",
            "primaryEndpointAddress": "@NodeGroups[0].PrimaryEndpoint.Address",
            "readerEndpointAddress": "@NodeGroups[0].ReaderEndpoint.Address",
            "memberClusters": "@MemberClusters",
        },
        tag_read=_TAGS,
        update=(
            _replicas("increase_replica_count", 1),
            Call(
                "modify_replication_group",
                names={
                    **_GROUP,
                    "userGroupIds": "",
                    "logDeliveryConfigurations": "",
                    "logDeliveryConfigurations.destination": "",
                },
                params={
                    **_CHANGE,
                    "LogDeliveryConfigurations": _changed_logs,
                    "UserGroupIdsToAdd": added("userGroupIds"),
                    "UserGroupIdsToRemove": dropped("userGroupIds"),
                },
            ),
            Call(
                "modify_replication_group",
                ("authToken",),
                params={
                    "ReplicationGroupId": "{id}",
                    "ApplyImmediately": True,
                    "AuthToken": "{authToken}",
                    "AuthTokenUpdateStrategy": lambda w: w.get("authTokenUpdateStrategy", "ROTATE"),
                },
                match=False,
            ),
            _replicas("decrease_replica_count", -1),
        ),
        replaces=("engine", "subnetGroupName", "kmsKeyId", "atRestEncryptionEnabled"),
        delete=(
            Call(
                "delete_replication_group",
                params={
                    "ReplicationGroupId": "{id}",
                    "FinalSnapshotIdentifier": "{finalSnapshotIdentifier}",
                },
            ),
        ),
        provider_only={
            "applyImmediately": "when AWS applies a change; sent with changes only",
            "finalSnapshotIdentifier": "how the provider deletes it",
            "authTokenUpdateStrategy": "sent with changes only",
        },
    ),
    "aws:elasticache/user:User": Type(
        service="elasticache",
        create=Call(
            "create_user",
            read=Read(
                "describe_users",
                {"UserId": "{userId}"},
                "Users[0]",
                never={
                    "AuthenticationMode.Passwords": "AWS never returns a password",
                    "Passwords": "AWS never returns a password",
                },
                back={
                    "AuthenticationMode": lambda d: {"Type": _mode(d["Authentication"]["Type"])},
                    "NoPasswordRequired": lambda d: d["Authentication"]["Type"] == "no-password",
                },
            ),
        ),
        id="{userId}",
        outputs={"arn": "@ARN"},
        tag_read=Read("list_tags_for_resource", {"ResourceName": "{ARN}"}, "TagList"),
        update=(Call("modify_user", params={"UserId": "{id}"}),),
        replaces=("userId", "userName"),
        delete=(Call("delete_user", params={"UserId": "{userId}"}),),
    ),
    "aws:elasticache/userGroup:UserGroup": Type(
        service="elasticache",
        create=Call(
            "create_user_group",
            read=Read("describe_user_groups", {"UserGroupId": "{userGroupId}"}, "UserGroups[0]"),
        ),
        id="{userGroupId}",
        outputs={"arn": "@ARN"},
        tag_read=Read("list_tags_for_resource", {"ResourceName": "{ARN}"}, "TagList"),
        update=(
            Call(
                "modify_user_group",
                ("engine", "userIds"),
                params={
                    "UserGroupId": "{id}",
                    "Engine": lambda w: w["engine"] if changed("engine")(w) else None,
                    "UserIdsToAdd": added("userIds"),
                    "UserIdsToRemove": dropped("userIds"),
                },
                match=False,
            ),
        ),
        replaces=("userGroupId",),
        delete=(Call("delete_user_group", params={"UserGroupId": "{userGroupId}"}),),
    ),
}


def _mode(kind: str) -> str:
    return "no-password-required" if kind == "no-password" else kind
