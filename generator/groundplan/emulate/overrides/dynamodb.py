"""Tables."""

from typing import Any

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


TYPES = {
    "aws:dynamodb/table:Table": Type(
        service="dynamodb",
        create=Call(
            "create_table",
            names={
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
            },
            convert={
                "serverSideEncryption": lambda sse: {"sSEType": "KMS", **sse},
                "globalSecondaryIndexes": lambda found: [_index(index) for index in found],
                "localSecondaryIndexes": lambda found: [_index(index) for index in found],
            },
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
                    "SSESpecification": lambda d: {
                        "Enabled": d["SSEDescription"]["Status"] == "ENABLED",
                        "SSEType": d["SSEDescription"]["SSEType"],
                        "KMSMasterKeyId": d["SSEDescription"].get("KMSMasterKeyArn"),
                    },
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
                            if w["pointInTimeRecovery"].get("recoveryPeriodInDays")
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
            ),
        ),
        outputs={"arn": "@TableArn", "streamArn": "@LatestStreamArn"},
        tag_read=Read("list_tags_of_resource", {"ResourceArn": "{TableArn}"}, "Tags"),
        update=(
            Call(
                "update_table",
                ("billingMode", "deletionProtectionEnabled", "tableClass"),
                params=_TABLE,
            ),
        ),
        replaces=("name", "hashKey", "rangeKey"),
        delete=(Call("delete_table", params=_TABLE),),
    ),
}
