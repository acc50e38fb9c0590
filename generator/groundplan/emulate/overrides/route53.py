"""DNS zones, records and health checks."""

from typing import Any

from groundplan.emulate.spec import Call, Read, Type, Words
from groundplan.emulate.words import answer_of, changed, dropped

_TAGS = Read(
    "list_tags_for_resource",
    {"ResourceType": "{tagType}", "ResourceId": "{id}"},
    "ResourceTagSet",
)


_dropped_tags = dropped("tags")


def _tags(kind: str) -> Call:
    return Call(
        "change_tags_for_resource",
        names={"tags": "AddTags"},
        params={"ResourceType": kind, "ResourceId": "{id}"},
        read=Read(
            "list_tags_for_resource",
            {"ResourceType": kind, "ResourceId": "{id}"},
            "ResourceTagSet",
            back={"AddTags": "Tags"},
        ),
        undo=Call(
            "change_tags_for_resource",
            params={"ResourceType": kind, "ResourceId": "{id}", "RemoveTagKeys": _dropped_tags},
            when=_dropped_tags,
        ),
        anew=True,
    )


def record_set(w: Words) -> dict[str, Any]:
    """A record as Route 53 writes it."""
    found: dict[str, Any] = {"Name": w["fqdn"], "Type": w["type"]}
    aliases = w.get("aliases") or []
    if aliases:
        alias = aliases[0]
        found["AliasTarget"] = {
            "HostedZoneId": alias["zoneId"],
            "DNSName": alias["name"],
            "EvaluateTargetHealth": bool(alias["evaluateTargetHealth"]),
        }
    else:
        found["TTL"] = int(w["ttl"])
        found["ResourceRecords"] = [{"Value": _quoted(w["type"], v)} for v in w["records"]]
    if w.get("setIdentifier"):
        found["SetIdentifier"] = w["setIdentifier"]
    if w.get("healthCheckId"):
        found["HealthCheckId"] = w["healthCheckId"]
    for policy in _one(w.get("weightedRoutingPolicies")):
        found["Weight"] = int(policy["weight"])
    for policy in _one(w.get("failoverRoutingPolicies")):
        found["Failover"] = policy["type"]
    for policy in _one(w.get("latencyRoutingPolicies")):
        found["Region"] = policy["region"]
    return found


def _one(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _quoted(kind: str, value: str) -> str:
    return f'"{value}"' if kind in {"TXT", "SPF"} and not value.startswith('"') else value


def _change(action: str) -> dict[str, Any]:
    return {
        "HostedZoneId": "{zoneId}",
        "ChangeBatch": lambda w: {
            "Changes": [{"Action": action, "ResourceRecordSet": record_set(w)}]
        },
    }


def _changed(w: Words) -> dict[str, Any]:
    """A record in the place of another: a record of another type is another one to AWS."""
    now = record_set(w)
    if not changed("type", "setIdentifier")(w):
        return {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": now}]}
    was = record_set({**w["before"], "fqdn": w["fqdn"]})
    return {
        "Changes": [
            {"Action": "DELETE", "ResourceRecordSet": was},
            {"Action": "CREATE", "ResourceRecordSet": now},
        ]
    }


_RECORD = "{zoneId}_{fqdn}_{type}"
_RECORD_INPUTS = (
    "zoneId",
    "name",
    "type",
    "ttl",
    "records",
    "aliases",
    "setIdentifier",
    "healthCheckId",
    "weightedRoutingPolicies",
    "failoverRoutingPolicies",
    "latencyRoutingPolicies",
)


def _found(document: Any) -> Any:
    return {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": document}]}


def _zone_id(w: Words) -> str | None:
    zone = w.get("answers", {}).get("create_hosted_zone", {}).get("HostedZone")
    return str(zone["Id"]).rpartition("/")[2] if zone else None


def _fqdn(name: str) -> str:
    return name.rstrip(".") + "."


TYPES = {
    "aws:route53/zone:Zone": Type(
        service="route53",
        create=Call(
            "create_hosted_zone",
            names={
                "comment": "^HostedZoneConfig.Comment",
                "vpcs": "VPC",
                "vpcs.vpcId": "VPCId",
                "vpcs.vpcRegion": "VPCRegion",
            },
            params={
                "CallerReference": "{urn}",
                "HostedZoneConfig": lambda w: {"Comment": w.get("comment") or "Managed by Pulumi"},
            },
            read=Read(
                "get_hosted_zone",
                {"Id": "{id}"},
                back={
                    "Name": lambda d: d["HostedZone"]["Name"].rstrip("."),
                    "CallerReference": "HostedZone.CallerReference",
                    "HostedZoneConfig": "HostedZone.Config",
                    "VPC": "VPCs[0]",
                },
            ),
        ),
        tags=_tags("hostedzone"),
        id=_zone_id,
        outputs={
            "arn": "arn:aws:route53:::hostedzone/{id}",
            "zoneId": "{id}",
            "nameServers": "@DelegationSet.NameServers",
            "primaryNameServer": "@DelegationSet.NameServers[0]",
        },
        update=(Call("update_hosted_zone_comment", ("comment",), params={"Id": "{id}"}),),
        delete=(Call("delete_hosted_zone", params={"Id": "{id}"}),),
        provider_only={"forceDestroy": "how the provider deletes the zone"},
    ),
    "aws:route53/record:Record": Type(
        service="route53",
        create=Call(
            "change_resource_record_sets",
            names=dict.fromkeys(_RECORD_INPUTS, ""),
            params=_change("UPSERT"),
            read=Read(
                "list_resource_record_sets",
                {
                    "HostedZoneId": "{zoneId}",
                    "StartRecordName": "{fqdn}",
                    "StartRecordType": "{type}",
                },
                "ResourceRecordSets[0]",
                back={"ChangeBatch": _found},
            ),
        ),
        words={"fqdn": lambda w: _fqdn(w["name"])},
        id=_RECORD,
        outputs={"fqdn": lambda w: str(w["fqdn"]).rstrip(".")},
        update=(
            Call(
                "change_resource_record_sets",
                _RECORD_INPUTS,
                params={"HostedZoneId": "{zoneId}", "ChangeBatch": _changed},
                match=False,
                id=_RECORD,
            ),
        ),
        replaces=("zoneId", "name"),
        delete=(Call("change_resource_record_sets", params=_change("DELETE")),),
        provider_only={
            "allowOverwrite": "whether the provider takes over a record it did not make"
        },
    ),
    "aws:route53/healthCheck:HealthCheck": Type(
        service="route53",
        create=Call(
            "create_health_check",
            wrap="HealthCheckConfig",
            names={
                "fqdn": "FullyQualifiedDomainName",
                "invertHealthcheck": "Inverted",
                "childHealthThreshold": "HealthThreshold",
                "childHealthchecks": "ChildHealthChecks",
                "enableSni": "EnableSNI",
                "ipAddress": "IPAddress",
                "referenceName": "",
                "cloudwatchAlarmName": "AlarmIdentifier.Name",
                "cloudwatchAlarmRegion": "AlarmIdentifier.Region",
            },
            params={"CallerReference": lambda w: w.get("referenceName") or w["urn"][-64:]},
            read=Read(
                "get_health_check",
                {"HealthCheckId": "{id}"},
                "HealthCheck.HealthCheckConfig",
                never={"CallerReference": "stands beside the configuration"},
            ),
        ),
        tags=_tags("healthcheck"),
        id=answer_of("create_health_check", "HealthCheck.Id"),
        outputs={"arn": "arn:aws:route53:::healthcheck/{id}"},
        delete=(Call("delete_health_check", params={"HealthCheckId": "{id}"}),),
    ),
}
