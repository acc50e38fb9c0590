"""Tables."""

from collections.abc import Callable
from typing import Any

from groundplan.emulate.models import members, operation
from groundplan.emulate.shapes import Matching, match
from groundplan.emulate.spec import Call, Read, Type, Words

_TABLE = {"TableName": "{name}"}


def _throughput(w: Words) -> Any:
    if w.get("billingMode") == "PAY_PER_REQUEST":
        return None
    return {
        "ReadCapacityUnits": int(w.get("readCapacity") or 1),
        "WriteCapacityUnits": int(w.get("writeCapacity") or 1),
    }


def _keys(w: Words) -> list[dict[str, str]]:
    found = [{"AttributeName": w["hashKey"], "KeyType": "HASH"}]
    if w.get("rangeKey"):
        found.append({"AttributeName": w["rangeKey"], "KeyType": "RANGE"})
    return found


def _stream(w: Words) -> Any:
    if not w.get("streamEnabled"):
        return None
    return {"StreamEnabled": True, "StreamViewType": w.get("streamViewType")}


def _encryption(table: Any) -> dict[str, Any]:
    """How a table is encrypted; AWS says nothing where it does so with a key of its own."""
    told = table.get("SSEDescription") or {}
    return {
        "Enabled": told.get("Status") == "ENABLED",
        "SSEType": told.get("SSEType"),
        "KMSMasterKeyId": told.get("KMSMasterKeyArn"),
    }


def _index(index: dict[str, Any]) -> dict[str, Any]:
    """An index as DynamoDB writes it."""
    keys = [{"attributeName": index["hashKey"], "keyType": "HASH"}]
    if index.get("rangeKey"):
        keys.append({"attributeName": index["rangeKey"], "keyType": "RANGE"})
    projection = {
        "projectionType": index["projectionType"],
        "nonKeyAttributes": index.get("nonKeyAttributes"),
    }
    return {
        "indexName": index["name"],
        "keySchema": keys,
        "projection": {k: v for k, v in projection.items() if v},
    }


def _in_aws(index: dict[str, Any]) -> dict[str, Any]:
    """A new index of a table that exists, in the members of the call."""
    shape = operation("dynamodb", "update_table").input_shape
    create = members(members(shape)["GlobalSecondaryIndexUpdates"].member)["Create"]
    return match(_index(index), create, Matching(names={}))


_NAMES = {
    "name": "TableName",
    "attributes": "AttributeDefinitions",
    "attributes.name": "AttributeName",
    "attributes.type": "AttributeType",
    "hashKey": "",
    "rangeKey": "",
    "readCapacity": "",
    "writeCapacity": "",
    "streamEnabled": "",
    "streamViewType": "",
    "serverSideEncryption": "SSESpecification",
    "serverSideEncryption.kmsKeyArn": "KMSMasterKeyId",
    "deletionProtectionEnabled": "DeletionProtectionEnabled",
}
_CONVERT: dict[str, Callable[[Any], Any]] = {
    "serverSideEncryption": lambda sse: (
        {"sSEType": "KMS", **sse} if sse.get("enabled") else {"enabled": False}
    ),
    "globalSecondaryIndexes": lambda found: [_index(index) for index in found],
    "localSecondaryIndexes": lambda found: [_index(index) for index in found],
}

TYPES = {
    "aws:dynamodb/table:Table": Type(
        service="dynamodb",
        create=Call(
            "create_table",
            names=_NAMES,
            convert=_CONVERT,
            params={
                "KeySchema": _keys,
                "ProvisionedThroughput": _throughput,
                "StreamSpecification": _stream,
                "BillingMode": lambda w: w.get("billingMode") or "PROVISIONED",
            },
            read=Read(
                "describe_table",
                _TABLE,
                "Table",
                back={
                    "BillingMode": "BillingModeSummary.BillingMode",
                    "TableClass": "TableClassSummary.TableClass",
                    "SSESpecification": _encryption,
                },
            ),
        ),
        then=(
            Call(
                "update_continuous_backups",
                ("pointInTimeRecovery",),
                params={
                    **_TABLE,
                    "PointInTimeRecoverySpecification": lambda w: {
                        "PointInTimeRecoveryEnabled": bool(w["pointInTimeRecovery"]["enabled"]),
                        **(
                            {
                                "RecoveryPeriodInDays": int(
                                    w["pointInTimeRecovery"]["recoveryPeriodInDays"]
                                )
                            }
                            if w["pointInTimeRecovery"]["enabled"]
                            and w["pointInTimeRecovery"].get("recoveryPeriodInDays")
                            else {}
                        ),
                    },
                },
                match=False,
                read=Read(
                    "describe_continuous_backups",
                    _TABLE,
                    "ContinuousBackupsDescription.PointInTimeRecoveryDescription",
                    back={
                        "PointInTimeRecoverySpecification": lambda d: {
                            "PointInTimeRecoveryEnabled": d["PointInTimeRecoveryStatus"]
                            == "ENABLED",
                            "RecoveryPeriodInDays": d.get("RecoveryPeriodInDays"),
                        }
                    },
                ),
                undo=Call(
                    "update_continuous_backups",
                    params={
                        **_TABLE,
                        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": False},
                    },
                ),
            ),
            Call(
                "update_time_to_live",
                ("ttl",),
                params={
                    **_TABLE,
                    "TimeToLiveSpecification": lambda w: {
                        "Enabled": bool(w["ttl"].get("enabled")),
                        "AttributeName": w["ttl"]["attributeName"],
                    },
                },
                match=False,
                when=lambda w: w["ttl"].get("enabled"),
                read=Read(
                    "describe_time_to_live",
                    _TABLE,
                    "TimeToLiveDescription",
                    back={
                        "TimeToLiveSpecification": lambda d: {
                            "Enabled": d["TimeToLiveStatus"] == "ENABLED",
                            "AttributeName": d["AttributeName"],
                        }
                    },
                ),
                undo=Call(
                    "update_time_to_live",
                    params={
                        **_TABLE,
                        "TimeToLiveSpecification": lambda w: {
                            "Enabled": False,
                            "AttributeName": w["ttl"]["attributeName"],
                        },
                    },
                ),
            ),
        ),
        outputs={"arn": "@TableArn", "streamArn": "@LatestStreamArn"},
        tag_read=Read("list_tags_of_resource", {"ResourceArn": "{TableArn}"}, "Tags"),
        update=(
            Call(
                "update_table",
                ("billingMode", "readCapacity", "writeCapacity"),
                names={"readCapacity": "", "writeCapacity": ""},
                params={
                    **_TABLE,
                    "BillingMode": "{billingMode}",
                    "ProvisionedThroughput": _throughput,
                },
            ),
            Call("update_table", ("deletionProtectionEnabled", "tableClass"), params=_TABLE),
            Call(
                "update_table",
                ("streamEnabled", "streamViewType"),
                params={
                    **_TABLE,
                    "StreamSpecification": lambda w: _stream(w) or {"StreamEnabled": False},
                },
                match=False,
            ),
            Call(
                "update_table",
                ("serverSideEncryption",),
                names=_NAMES,
                convert=_CONVERT,
                params=_TABLE,
            ),
            Call(
                "update_table",
                ("attributes", "globalSecondaryIndexes"),
                each="globalSecondaryIndexes",
                params={
                    **_TABLE,
                    "AttributeDefinitions": lambda w: [
                        {"AttributeName": a["name"], "AttributeType": a["type"]}
                        for a in w["attributes"]
                    ],
                    "GlobalSecondaryIndexUpdates": lambda w: [{"Create": _in_aws(w["each"])}],
                },
                undo=Call(
                    "update_table",
                    params={
                        **_TABLE,
                        "GlobalSecondaryIndexUpdates": lambda w: [
                            {"Delete": {"IndexName": w["each"]["name"]}}
                        ],
                    },
                ),
            ),
        ),
        replaces=("name", "hashKey", "rangeKey"),
        delete=(Call("delete_table", params=_TABLE),),
    ),
}
