"""DynamoDB tables."""

from typing import Any

from groundplan.emulate.spec import Call, Read, Type, Words

_TABLE = {"TableName": "{name}"}


def _definitions(w: Words) -> list[dict[str, Any]]:
    return [{"AttributeName": a["name"], "AttributeType": a["type"]} for a in w["attributes"]]


def _keys(w: Words) -> list[dict[str, Any]]:
    found = [{"AttributeName": w["hashKey"], "KeyType": "HASH"}]
    if w.get("rangeKey"):
        found.append({"AttributeName": w["rangeKey"], "KeyType": "RANGE"})
    return found


def _encryption(w: Words) -> dict[str, Any] | None:
    wanted = w.get("serverSideEncryption")
    if not wanted:
        return None
    return {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": wanted["kmsKeyArn"]}


def _recovery(w: Words) -> dict[str, Any]:
    wanted = w["pointInTimeRecovery"]
    return {
        "PointInTimeRecoveryEnabled": wanted["enabled"],
        "RecoveryPeriodInDays": wanted.get("recoveryPeriodInDays", 35),
    }


def _recovered(document: Any) -> dict[str, Any]:
    found = document["PointInTimeRecoveryDescription"]
    return {
        "PointInTimeRecoveryEnabled": found["PointInTimeRecoveryStatus"] == "ENABLED",
        "RecoveryPeriodInDays": found.get("RecoveryPeriodInDays"),
    }


TYPES = {
    "aws:dynamodb/table:Table": Type(
        service="dynamodb",
        create=Call(
            "create_table",
            names={
                "name": "TableName",
                "attributes": "",
                "hashKey": "",
                "rangeKey": "",
                "serverSideEncryption": "",
            },
            params={
                "AttributeDefinitions": _definitions,
                "KeySchema": _keys,
                "SSESpecification": _encryption,
            },
            read=Read(
                "describe_table",
                _TABLE,
                "Table",
                back={
                    "BillingMode": "BillingModeSummary.BillingMode",
                    "SSESpecification": "SSEDescription.{Enabled: Status == 'ENABLED', "
                    "SSEType: SSEType, KMSMasterKeyId: KMSMasterKeyArn}",
                },
            ),
        ),
        then=(
            Call(
                "update_continuous_backups",
                ("pointInTimeRecovery",),
                params={**_TABLE, "PointInTimeRecoverySpecification": _recovery},
                match=False,
                read=Read(
                    "describe_continuous_backups",
                    _TABLE,
                    "ContinuousBackupsDescription",
                    back={"PointInTimeRecoverySpecification": _recovered},
                ),
            ),
            Call(
                "update_time_to_live",
                ("ttl",),
                params={
                    **_TABLE,
                    "TimeToLiveSpecification": lambda w: {
                        "Enabled": w["ttl"]["enabled"],
                        "AttributeName": w["ttl"]["attributeName"],
                    },
                },
                match=False,
                read=Read(
                    "describe_time_to_live",
                    _TABLE,
                    "TimeToLiveDescription",
                    back={
                        "TimeToLiveSpecification": "{Enabled: TimeToLiveStatus == 'ENABLED', "
                        "AttributeName: AttributeName}"
                    },
                ),
            ),
        ),
        id="{name}",
        outputs={"arn": "@TableArn"},
        update=(
            Call(
                "update_table",
                ("deletionProtectionEnabled", "billingMode"),
                params=_TABLE,
            ),
        ),
        delete=(Call("delete_table", params=_TABLE),),
        words={"arnOf": "arn:aws:dynamodb:{region}:{account}:table/{name}"},
        tag_read=Read("list_tags_of_resource", {"ResourceArn": "{arnOf}"}, "Tags"),
    ),
}
