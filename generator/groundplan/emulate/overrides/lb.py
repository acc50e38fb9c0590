"""Load balancers."""

from typing import Any

from groundplan.emulate.spec import Call, Read, Type, Words
from groundplan.emulate.words import answer_of

_BALANCER = {
    "accessLogs.enabled": "access_logs.s3.enabled",
    "accessLogs.bucket": "access_logs.s3.bucket",
    "accessLogs.prefix": "access_logs.s3.prefix",
    "connectionLogs.enabled": "connection_logs.s3.enabled",
    "connectionLogs.bucket": "connection_logs.s3.bucket",
    "connectionLogs.prefix": "connection_logs.s3.prefix",
    "healthCheckLogs.enabled": "health_check_logs.s3.enabled",
    "healthCheckLogs.bucket": "health_check_logs.s3.bucket",
    "healthCheckLogs.prefix": "health_check_logs.s3.prefix",
    "clientKeepAlive": "client_keep_alive.seconds",
    "desyncMitigationMode": "routing.http.desync_mitigation_mode",
    "dropInvalidHeaderFields": "routing.http.drop_invalid_header_fields.enabled",
    "enableCrossZoneLoadBalancing": "load_balancing.cross_zone.enabled",
    "enableDeletionProtection": "deletion_protection.enabled",
    "enableHttp2": "routing.http2.enabled",
    "enableTlsVersionAndCipherSuiteHeaders": (
        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled"
    ),
    "enableWafFailOpen": "waf.fail_open.enabled",
    "enableXffClientPort": "routing.http.xff_client_port.enabled",
    "enableZonalShift": "zonal_shift.config.enabled",
    "idleTimeout": "idle_timeout.timeout_seconds",
    "preserveHostHeader": "routing.http.preserve_host_header.enabled",
    "xffHeaderProcessingMode": "routing.http.xff_header_processing.mode",
    "dnsRecordClientRoutingPolicy": "dns_record.client_routing_policy",
}
_GROUP = {
    "deregistrationDelay": "deregistration_delay.timeout_seconds",
    "slowStart": "slow_start.duration_seconds",
    "loadBalancingAlgorithmType": "load_balancing.algorithm.type",
    "loadBalancingCrossZoneEnabled": "load_balancing.cross_zone.enabled",
    "loadBalancingAnomalyMitigation": "load_balancing.algorithm.anomaly_mitigation",
    "preserveClientIp": "preserve_client_ip.enabled",
    "proxyProtocolV2": "proxy_protocol_v2.enabled",
    "connectionTermination": "deregistration_delay.connection_termination.enabled",
    "lambdaMultiValueHeadersEnabled": "lambda.multi_value_headers.enabled",
    "stickiness.enabled": "stickiness.enabled",
    "stickiness.type": "stickiness.type",
    "stickiness.cookieDuration": "stickiness.lb_cookie.duration_seconds",
    "stickiness.cookieName": "stickiness.app_cookie.cookie_name",
}


def _attributes(names: dict[str, str], member: str) -> dict[str, Any]:
    def build(w: Words) -> list[dict[str, str]]:
        found = []
        for path, key in names.items():
            value: Any = w
            for part in path.split("."):
                value = value.get(part) if isinstance(value, dict) else None
            if value is not None and value != "":
                text = str(value).lower() if isinstance(value, bool) else str(value)
                found.append({"Key": key, "Value": text})
        return found

    return {member: build}


def _set(noun: str, arn: str, names: dict[str, str]) -> Call:
    return Call(
        f"modify_{noun}_attributes",
        tuple(dict.fromkeys(name.partition(".")[0] for name in names)),
        params={arn: "{id}", **_attributes(names, "Attributes")},
        match=False,
        read=Read(f"describe_{noun}_attributes", {arn: "{id}"}, back={"Attributes": _of(names)}),
    )


def _of(names: dict[str, str]) -> Any:
    """Of all attributes those the inputs set: AWS returns every one with its default."""
    keys = set(names.values())

    def pick(document: Any) -> _Some:
        return _Some(a for a in document["Attributes"] if a["Key"] in keys)

    return pick


class _Some(list[dict[str, str]]):
    """Attributes of which only the written ones are compared."""

    partial = True


_HEALTH = {
    "healthCheck": "*",
    "healthCheck.enabled": "HealthCheckEnabled",
    "healthCheck.path": "HealthCheckPath",
    "healthCheck.port": "HealthCheckPort",
    "healthCheck.protocol": "HealthCheckProtocol",
    "healthCheck.interval": "HealthCheckIntervalSeconds",
    "healthCheck.timeout": "HealthCheckTimeoutSeconds",
    "healthCheck.healthyThreshold": "HealthyThresholdCount",
    "healthCheck.unhealthyThreshold": "UnhealthyThresholdCount",
    "healthCheck.matcher": "Matcher.HttpCode",
}
_TAGS = Read("describe_tags", {"ResourceArns": ["{id}"]}, "TagDescriptions[0].Tags")
_ACTION = {
    "defaultActions.targetGroupArn": "TargetGroupArn",
    "defaultActions.redirect": "RedirectConfig",
    "defaultActions.fixedResponse": "FixedResponseConfig",
    "defaultActions.forward": "ForwardConfig",
    "defaultActions.forward.stickiness": "TargetGroupStickinessConfig",
    "defaultActions.forward.stickiness.duration": "DurationSeconds",
    "defaultActions.forward.targetGroups.arn": "TargetGroupArn",
}
_LISTENER = {"certificateArn": "Certificates", **_ACTION}
_RULE = {k.replace("defaultActions", "actions"): v for k, v in _ACTION.items()}
_CONDITION = {
    "conditions.pathPattern": "PathPatternConfig",
    "conditions.hostHeader": "HostHeaderConfig",
    "conditions.httpHeader": "HttpHeaderConfig",
    "conditions.httpRequestMethod": "HttpRequestMethodConfig",
    "conditions.queryStrings": "QueryStringConfig",
    "conditions.sourceIp": "SourceIpConfig",
}
_FIELDS = {
    "pathPattern": "path-pattern",
    "hostHeader": "host-header",
    "httpHeader": "http-header",
    "httpRequestMethod": "http-request-method",
    "queryStrings": "query-string",
    "sourceIp": "source-ip",
}


def _certificates(arn: str) -> list[dict[str, str]]:
    return [{"certificateArn": arn}]


def _with_fields(conditions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Name the field of each condition, as the provider does."""
    return [
        {**condition, "field": next(f for name, f in _FIELDS.items() if condition.get(name))}
        for condition in conditions
    ]


TYPES = {
    "aws:lb/loadBalancer:LoadBalancer": Type(
        service="elbv2",
        create=Call(
            "create_load_balancer",
            names={
                "loadBalancerType": "Type",
                "internal": "",
                "subnetMappings.subnetId": "SubnetId",
            },
            params={"Scheme": lambda w: "internal" if w.get("internal") else "internet-facing"},
            read=Read(
                "describe_load_balancers",
                {"LoadBalancerArns": ["{id}"]},
                "LoadBalancers[0]",
                back={
                    "Name": "LoadBalancerName",
                    "Subnets": "AvailabilityZones[].SubnetId",
                },
            ),
        ),
        then=(_set("load_balancer", "LoadBalancerArn", _BALANCER),),
        id=answer_of("create_load_balancer", "LoadBalancers[0].LoadBalancerArn"),
        outputs={
            "arn": "{id}",
            "arnSuffix": lambda w: w["id"].partition("loadbalancer/")[2],
            "dnsName": "@DNSName",
            "zoneId": "@CanonicalHostedZoneId",
            "vpcId": "@VpcId",
        },
        update=(
            Call("set_security_groups", ("securityGroups",), params={"LoadBalancerArn": "{id}"}),
            Call("set_subnets", ("subnets",), params={"LoadBalancerArn": "{id}"}),
            Call("set_ip_address_type", ("ipAddressType",), params={"LoadBalancerArn": "{id}"}),
        ),
        tag_read=_TAGS,
        delete=(Call("delete_load_balancer", params={"LoadBalancerArn": "{id}"}),),
    ),
    "aws:lb/targetGroup:TargetGroup": Type(
        service="elbv2",
        create=Call(
            "create_target_group",
            names=_HEALTH,
            read=Read(
                "describe_target_groups",
                {"TargetGroupArns": ["{id}"]},
                "TargetGroups[0]",
                back={"Name": "TargetGroupName"},
            ),
        ),
        then=(_set("target_group", "TargetGroupArn", _GROUP),),
        id=answer_of("create_target_group", "TargetGroups[0].TargetGroupArn"),
        outputs={"arn": "{id}", "arnSuffix": lambda w: w["id"].rpartition(":")[2]},
        update=(
            Call(
                "modify_target_group",
                ("healthCheck",),
                names=_HEALTH,
                params={"TargetGroupArn": "{id}"},
            ),
        ),
        tag_read=_TAGS,
        delete=(Call("delete_target_group", params={"TargetGroupArn": "{id}"}),),
    ),
    "aws:lb/listener:Listener": Type(
        service="elbv2",
        create=Call(
            "create_listener",
            names=_LISTENER,
            convert={"certificateArn": _certificates},
            read=Read("describe_listeners", {"ListenerArns": ["{id}"]}, "Listeners[0]"),
        ),
        id=answer_of("create_listener", "Listeners[0].ListenerArn"),
        outputs={"arn": "{id}"},
        update=(
            Call(
                "modify_listener",
                names=_LISTENER,
                convert={"certificateArn": _certificates},
                params={"ListenerArn": "{id}"},
            ),
        ),
        replaces=("loadBalancerArn",),
        tag_read=_TAGS,
        delete=(Call("delete_listener", params={"ListenerArn": "{id}"}),),
    ),
    "aws:lb/listenerRule:ListenerRule": Type(
        service="elbv2",
        create=Call(
            "create_rule",
            names={**_RULE, **_CONDITION},
            convert={"conditions": _with_fields},
            read=Read(
                "describe_rules",
                {"RuleArns": ["{id}"]},
                "Rules[0]",
                back={"ListenerArn": lambda d: _listener_of(d["RuleArn"])},
            ),
        ),
        id=answer_of("create_rule", "Rules[0].RuleArn"),
        outputs={"arn": "{id}"},
        update=(
            Call("modify_rule", names={**_RULE, **_CONDITION}, params={"RuleArn": "{id}"}),
            Call(
                "set_rule_priorities",
                ("priority",),
                params={"RulePriorities": [{"RuleArn": "{id}", "Priority": "{priority}"}]},
                match=False,
            ),
        ),
        replaces=("listenerArn",),
        tag_read=_TAGS,
        delete=(Call("delete_rule", params={"RuleArn": "{id}"}),),
    ),
}


def _listener_of(arn: str) -> str:
    return arn.replace(":listener-rule/", ":listener/").rpartition("/")[0]
