"""What a recovery point holds of a store: how it was, and what brings it back.

Settings come back, rows and objects do not: the emulated stores have none worth the name.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from groundplan.emulate.backends import BackendError, Document, Request

CONTENTS = "contents"

_INSTANCE = (
    "Engine",
    "EngineVersion",
    "DBInstanceClass",
    "AllocatedStorage",
    "StorageType",
    "MasterUsername",
    "Port",
    "MultiAZ",
    "PubliclyAccessible",
    "StorageEncrypted",
    "KmsKeyId",
    "CopyTagsToSnapshot",
    "DBName",
)
_CLUSTER = ("Engine", "EngineVersion", "MasterUsername", "Port", "StorageEncrypted", "KmsKeyId")
_PLACE = ("DBSubnetGroupName", "VpcSecurityGroupIds", "MultiAZ", "DBInstanceClass", "KmsKeyId")
_TABLE = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes")
_SILENT = frozenset({"MasterUsername", "StorageEncrypted"})
"""What AWS keeps in the backup and does not ask a restore about."""


def content(request: Request, kind: str, arn: str) -> Document:
    """The store as it is now; empty for kinds that are not brought back here."""
    read = _READ.get(kind)
    return {} if read is None else read(request, arn.rsplit(":", 1)[-1].rpartition("/")[2])


def metadata(kind: str, held: Mapping[str, Any]) -> dict[str, str]:
    """What a restore is asked, as texts: AWS takes no other values."""
    if kind == "DynamoDB":
        return {"originalTableName": str(held["TableName"])}
    return {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in held.items()
        if key not in _SILENT
    }


def bring_back(
    request: Request, kind: str, held: Mapping[str, Any], asked: Mapping[str, str]
) -> str:
    """Make the store anew, with the settings asked for.

    Returns:
        Its ARN.

    Raises:
        BackendError: Nothing here restores stores of the kind.
    """
    if kind not in _MAKE or not held:
        raise BackendError("InvalidRequestException", f"restores of {kind} are not emulated")
    return _MAKE[kind](request, held, asked)


def _instance(request: Request, name: str) -> Document:
    found = request.call("rds", "describe_db_instances", DBInstanceIdentifier=name)["DBInstances"]
    return {"DBInstanceIdentifier": name, **_place(found[0]), **_of(found[0], _INSTANCE)}


def _cluster(request: Request, name: str) -> Document:
    found = request.call("rds", "describe_db_clusters", DBClusterIdentifier=name)["DBClusters"]
    return {"DBClusterIdentifier": name, **_place(found[0]), **_of(found[0], _CLUSTER)}


def _table(request: Request, name: str) -> Document:
    found = request.call("dynamodb", "describe_table", TableName=name)["Table"]
    return {"TableName": name, **_of(found, _TABLE)}


def _of(found: Mapping[str, Any], members: tuple[str, ...]) -> Document:
    return {key: found[key] for key in members if found.get(key) not in (None, "", [])}


def _place(found: Mapping[str, Any]) -> Document:
    group = found.get("DBSubnetGroup") or {}
    return {
        "DBSubnetGroupName": group.get("DBSubnetGroupName")
        if isinstance(group, Mapping)
        else group,
        "VpcSecurityGroupIds": [
            each["VpcSecurityGroupId"] for each in found.get("VpcSecurityGroups") or ()
        ],
    }


def _settings(held: Mapping[str, Any], asked: Mapping[str, str], name: str) -> Document:
    """How it was, with what AWS lets a restore change."""
    changed = {key: _plain(asked[key]) for key in (name, *_PLACE) if key in asked}
    if changed.get(name, held[name]) == held[name]:
        changed[name] = held[name]
    return {**held, **changed, "MasterUserPassword": "as-it-was-then"}


def _plain(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _make_instance(request: Request, held: Mapping[str, Any], asked: Mapping[str, str]) -> str:
    settings = _settings(held, asked, "DBInstanceIdentifier")
    made = request.call("rds", "create_db_instance", **settings)
    return str(made["DBInstance"]["DBInstanceArn"])


def _make_cluster(request: Request, held: Mapping[str, Any], asked: Mapping[str, str]) -> str:
    settings = _settings(held, asked, "DBClusterIdentifier")
    for key in ("MultiAZ", "DBInstanceClass"):
        settings.pop(key, None)
    made = request.call("rds", "create_db_cluster", **settings)
    return str(made["DBCluster"]["DBClusterArn"])


def _make_table(request: Request, held: Mapping[str, Any], asked: Mapping[str, str]) -> str:
    name = asked.get("targetTableName")
    if not name:
        raise BackendError("InvalidParameterValueException", "targetTableName is required")
    made = request.call(
        "dynamodb",
        "create_table",
        **{key: _bare(key, held[key]) for key in _TABLE if key in held},
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
    )
    return str(made["TableDescription"]["TableArn"])


def _bare(key: str, value: Any) -> Any:
    """An index as it is asked for, without what AWS tells of it."""
    if not key.endswith("Indexes"):
        return value
    return [
        {part: each[part] for part in ("IndexName", "KeySchema", "Projection")} for each in value
    ]


_READ: Mapping[str, Callable[[Request, str], Document]] = {
    "RDS": _instance,
    "Aurora": _cluster,
    "DynamoDB": _table,
}
_MAKE: Mapping[str, Callable[[Request, Mapping[str, Any], Mapping[str, str]], str]] = {
    "RDS": _make_instance,
    "Aurora": _make_cluster,
    "DynamoDB": _make_table,
}
