"""The application stack of the valid estate."""

import json
from typing import Any

from tests.rules.support.estates import GLOBAL, Row
from tests.rules.support.sample import (
    ACL,
    ACL_US,
    ALB,
    APP,
    CERT,
    CERT_US,
    CLUSTER,
    DISTRIBUTION,
    DLQ,
    HOME,
    IPS_US,
    KEY,
    LISTENER,
    LOGS_US,
    PRIVATE,
    PUBLIC,
    SECRET,
    SG_ALB,
    SG_TASK,
    TASK,
    TG,
    TOPIC,
    TOPIC_US,
    VPC,
    ZONE,
    A,
    _log_group,
    policy,
    role_arn,
    trust,
)

CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3"


def metric(name: str) -> dict[str, str]:
    """Visibility settings of a WAF rule."""
    return {"cloudwatchMetricsEnabled": True, "metricName": name, "sampledRequestsEnabled": True}  # type: ignore[dict-item]


def _alarm(name: str, region: str = HOME, **inputs: Any) -> Row:
    base = {
        "name": f"acme-prod-{name}",
        "comparisonOperator": "GreaterThanThreshold",
        "threshold": 80,
        "evaluationPeriods": 5,
        "datapointsToAlarm": 3,
        "treatMissingData": "notBreaching",
        "alarmActions": [TOPIC if region == HOME else TOPIC_US],
        "region": region,
    }
    return Row(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        name,
        base | inputs,
        stack=APP,
        id=f"acme-prod-{name}",
        region=region,
        outputs={"arn": f"arn:aws:cloudwatch:{region}:{A}:alarm:acme-prod-{name}"},
    )


def compute() -> list[Row]:
    """Registry, cluster, service, schedule."""
    return [
        Row(
            "aws:ecr/repository:Repository",
            "registry",
            {
                "name": "acme/api",
                "imageTagMutability": "IMMUTABLE",
                "imageScanningConfiguration": {"scanOnPush": True},
                "encryptionConfigurations": [{"encryptionType": "KMS", "kmsKey": KEY}],
            },
            stack=APP,
            id="acme/api",
            outputs={"arn": f"arn:aws:ecr:{HOME}:{A}:repository/acme/api"},
        ),
        Row(
            "aws:ecr/lifecyclePolicy:LifecyclePolicy",
            "registry-lifecycle",
            {
                "repository": "acme/api",
                "policy": json.dumps(
                    {
                        "rules": [
                            {
                                "rulePriority": 1,
                                "description": "untagged",
                                "selection": {
                                    "tagStatus": "untagged",
                                    "countType": "sinceImagePushed",
                                    "countUnit": "days",
                                    "countNumber": 14,
                                },
                                "action": {"type": "expire"},
                            },
                            {
                                "rulePriority": 2,
                                "selection": {
                                    "tagStatus": "any",
                                    "countType": "imageCountMoreThan",
                                    "countNumber": 50,
                                },
                                "action": {"type": "expire"},
                            },
                        ]
                    }
                ),
            },
            stack=APP,
        ),
        Row(
            "aws:ecs/cluster:Cluster",
            "cluster",
            {"name": "acme-prod", "settings": [{"name": "containerInsights", "value": "enhanced"}]},
            stack=APP,
            id=CLUSTER,
            outputs={"arn": CLUSTER},
        ),
        Row(
            "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
            "cluster-providers",
            {
                "clusterName": "acme-prod",
                "capacityProviders": ["FARGATE", "FARGATE_SPOT"],
                "defaultCapacityProviderStrategies": [
                    {"capacityProvider": "FARGATE", "base": 1, "weight": 1}
                ],
            },
            stack=APP,
        ),
        _log_group("api-group", "/acme/prod/api"),
        Row(
            "aws:ecs/taskDefinition:TaskDefinition",
            "api-task",
            {
                "family": "api",
                "cpu": "512",
                "memory": "1024",
                "networkMode": "awsvpc",
                "requiresCompatibilities": ["FARGATE"],
                "executionRoleArn": role_arn("execution"),
                "taskRoleArn": role_arn("task"),
                "runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"},
                "volumes": [{"name": "tmp"}],
                "containerDefinitions": json.dumps(
                    [
                        {
                            "name": "api",
                            "image": f"{A}.dkr.ecr.{HOME}.amazonaws.com/acme/api:v1",
                            "essential": True,
                            "cpu": 0,
                            "portMappings": [
                                {"containerPort": 8000, "hostPort": 8000, "protocol": "tcp"}
                            ],
                            "environment": [{"name": "LOG_LEVEL", "value": "info"}],
                            "secrets": [{"name": "STRIPE", "valueFrom": SECRET}],
                            "mountPoints": [{"sourceVolume": "tmp", "containerPath": "/tmp"}],
                            "stopTimeout": 60,
                            "readonlyRootFilesystem": True,
                            "healthCheck": {
                                "command": ["CMD-SHELL", "exit 0"],
                                "interval": 30,
                                "timeout": 5,
                                "retries": 3,
                                "startPeriod": 30,
                            },
                            "logConfiguration": {
                                "logDriver": "awslogs",
                                "options": {
                                    "awslogs-group": "/acme/prod/api",
                                    "awslogs-region": HOME,
                                    "awslogs-stream-prefix": "api",
                                },
                            },
                        }
                    ]
                ),
            },
            stack=APP,
            id="api",
            outputs={"arn": TASK, "arnWithoutRevision": TASK.removesuffix(":1")},
        ),
        Row(
            "aws:ecs/service:Service",
            "api",
            {
                "name": "api",
                "cluster": CLUSTER,
                "taskDefinition": TASK,
                "desiredCount": 2,
                "launchType": "FARGATE",
                "deploymentMinimumHealthyPercent": 100,
                "deploymentMaximumPercent": 200,
                "healthCheckGracePeriodSeconds": 60,
                "deploymentCircuitBreaker": {"enable": True, "rollback": True},
                "networkConfiguration": {
                    "subnets": list(PRIVATE),
                    "securityGroups": [SG_TASK],
                    "assignPublicIp": False,
                },
                "loadBalancers": [
                    {"targetGroupArn": TG, "containerName": "api", "containerPort": 8000}
                ],
            },
            stack=APP,
            id=f"arn:aws:ecs:{HOME}:{A}:service/acme-prod/api",
            outputs={"arn": f"arn:aws:ecs:{HOME}:{A}:service/acme-prod/api"},
        ),
        Row(
            "aws:appautoscaling/target:Target",
            "api-scaling",
            {
                "minCapacity": 2,
                "maxCapacity": 10,
                "resourceId": "service/acme-prod/api",
                "scalableDimension": "ecs:service:DesiredCount",
                "serviceNamespace": "ecs",
            },
            stack=APP,
            id="service/acme-prod/api",
        ),
        Row(
            "aws:appautoscaling/policy:Policy",
            "api-requests",
            {
                "name": "requests",
                "policyType": "TargetTrackingScaling",
                "resourceId": "service/acme-prod/api",
                "scalableDimension": "ecs:service:DesiredCount",
                "serviceNamespace": "ecs",
                "targetTrackingScalingPolicyConfiguration": {
                    "targetValue": 500,
                    "scaleInCooldown": 300,
                    "predefinedMetricSpecification": {
                        "predefinedMetricType": "ALBRequestCountPerTarget",
                        "resourceLabel": "app/acme-prod/50dc6c495c0c9188/"
                        "targetgroup/api/73e2d6bc24d8a067",
                    },
                },
            },
            stack=APP,
        ),
        Row(
            "aws:scheduler/schedule:Schedule",
            "nightly",
            {
                "name": "nightly",
                "scheduleExpression": "cron(0 3 * * ? *)",
                "scheduleExpressionTimezone": "Europe/Dublin",
                "flexibleTimeWindow": {"mode": "OFF"},
                "target": {
                    "arn": CLUSTER,
                    "roleArn": role_arn("scheduler"),
                    "ecsParameters": {
                        "taskDefinitionArn": TASK,
                        "launchType": "FARGATE",
                        "taskCount": 1,
                        "networkConfiguration": {
                            "subnets": list(PRIVATE),
                            "securityGroups": [SG_TASK],
                            "assignPublicIp": False,
                        },
                    },
                    "retryPolicy": {"maximumRetryAttempts": 2, "maximumEventAgeInSeconds": 3600},
                    "deadLetterConfig": {"arn": DLQ},
                },
            },
            stack=APP,
        ),
    ]


def edge() -> list[Row]:
    """Load balancer, certificates, distribution, WAF, DNS."""
    return [
        Row(
            "aws:lb/loadBalancer:LoadBalancer",
            "alb",
            {
                "name": "acme-prod",
                "loadBalancerType": "application",
                "internal": False,
                "subnets": list(PUBLIC),
                "securityGroups": [SG_ALB],
                "idleTimeout": 60,
                "dropInvalidHeaderFields": True,
                "enableDeletionProtection": True,
                "accessLogs": {"bucket": f"acme-prod-logs-{A}", "enabled": True, "prefix": "alb"},
            },
            stack=APP,
            id=ALB,
            outputs={"arn": ALB, "dnsName": f"acme-prod-1.{HOME}.elb.amazonaws.com"},
        ),
        Row(
            "aws:lb/targetGroup:TargetGroup",
            "api-targets",
            {
                "name": "api",
                "port": 8000,
                "protocol": "HTTP",
                "targetType": "ip",
                "vpcId": VPC,
                "deregistrationDelay": 30,
                "healthCheck": {
                    "path": "/healthz",
                    "matcher": "200",
                    "interval": 15,
                    "timeout": 5,
                    "healthyThreshold": 2,
                    "unhealthyThreshold": 3,
                },
            },
            stack=APP,
            id=TG,
            outputs={"arn": TG},
        ),
        Row(
            "aws:lb/listener:Listener",
            "https",
            {
                "loadBalancerArn": ALB,
                "port": 443,
                "protocol": "HTTPS",
                "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
                "certificateArn": CERT,
                "defaultActions": [
                    {
                        "type": "fixed-response",
                        "fixedResponse": {
                            "contentType": "text/plain",
                            "messageBody": "no",
                            "statusCode": "403",
                        },
                    }
                ],
            },
            stack=APP,
            id=LISTENER,
            outputs={"arn": LISTENER},
        ),
        Row(
            "aws:lb/listenerRule:ListenerRule",
            "api-rule",
            {
                "listenerArn": LISTENER,
                "priority": 10,
                "actions": [{"type": "forward", "targetGroupArn": TG}],
                "conditions": [
                    {"pathPattern": {"values": ["/api/*"]}},
                    {"httpHeader": {"httpHeaderName": "X-Origin-Verify", "values": ["abc"]}},
                ],
            },
            stack=APP,
        ),
        Row(
            "aws:acm/certificate:Certificate",
            "certificate",
            {
                "domainName": "example.com",
                "subjectAlternativeNames": ["*.example.com"],
                "validationMethod": "DNS",
            },
            stack=APP,
            id=CERT,
            outputs={"arn": CERT},
        ),
        Row(
            "aws:acm/certificate:Certificate",
            "certificate-us",
            {
                "domainName": "example.com",
                "subjectAlternativeNames": ["*.example.com"],
                "validationMethod": "DNS",
                "region": GLOBAL,
            },
            stack=APP,
            id=CERT_US,
            region=GLOBAL,
            outputs={"arn": CERT_US},
        ),
        Row(
            "aws:acm/certificateValidation:CertificateValidation",
            "certificate-us-valid",
            {"certificateArn": CERT_US, "region": GLOBAL},
            stack=APP,
            region=GLOBAL,
        ),
        Row(
            "aws:cloudfront/originAccessControl:OriginAccessControl",
            "access",
            {
                "name": "acme-prod",
                "originAccessControlOriginType": "s3",
                "signingBehavior": "always",
                "signingProtocol": "sigv4",
            },
            stack=APP,
            id="E2QWRUHAPOMQZL",
        ),
        Row(
            "aws:cloudfront/cachePolicy:CachePolicy",
            "caching",
            {
                "name": "acme-prod-static",
                "minTtl": 0,
                "defaultTtl": 3600,
                "maxTtl": 86400,
                "parametersInCacheKeyAndForwardedToOrigin": {
                    "cookiesConfig": {"cookieBehavior": "none"},
                    "headersConfig": {"headerBehavior": "none"},
                    "queryStringsConfig": {"queryStringBehavior": "all"},
                    "enableAcceptEncodingGzip": True,
                },
            },
            stack=APP,
            id="c58327ea-f89d-4fab-a63d-7e88639e58f6",
        ),
        Row(
            "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
            "headers",
            {
                "name": "acme-prod",
                "securityHeadersConfig": {
                    "strictTransportSecurity": {
                        "accessControlMaxAgeSec": 63072000,
                        "includeSubdomains": True,
                        "override": True,
                    },
                    "contentTypeOptions": {"override": True},
                    "frameOptions": {"frameOption": "DENY", "override": True},
                    "referrerPolicy": {
                        "referrerPolicy": "strict-origin-when-cross-origin",
                        "override": True,
                    },
                },
            },
            stack=APP,
            id="d58327ea-f89d-4fab-a63d-7e88639e58f6",
        ),
        Row(
            "aws:cloudfront/function:Function",
            "rewrite",
            {
                "name": "rewrite",
                "runtime": "cloudfront-js-2.0",
                "code": "function handler(event) { return event.request; }",
                "publish": True,
            },
            stack=APP,
            outputs={"arn": f"arn:aws:cloudfront::{A}:function/rewrite"},
        ),
        Row(
            "aws:cloudfront/distribution:Distribution",
            "cdn",
            {
                "enabled": True,
                "isIpv6Enabled": True,
                "httpVersion": "http2and3",
                "priceClass": "PriceClass_100",
                "aliases": ["www.example.com"],
                "defaultRootObject": "index.html",
                "webAclId": ACL_US,
                "origins": [
                    {
                        "originId": "api",
                        "domainName": "origin.example.com",
                        "connectionAttempts": 3,
                        "connectionTimeout": 10,
                        "customHeaders": [{"name": "X-Origin-Verify", "value": "abc"}],
                        "customOriginConfig": {
                            "httpPort": 80,
                            "httpsPort": 443,
                            "originProtocolPolicy": "https-only",
                            "originSslProtocols": ["TLSv1.2"],
                            "originReadTimeout": 30,
                            "originKeepaliveTimeout": 5,
                        },
                    },
                    {
                        "originId": "site",
                        "domainName": f"acme-prod-site-{A}.s3.{HOME}.amazonaws.com",
                        "originAccessControlId": "E2QWRUHAPOMQZL",
                    },
                ],
                "defaultCacheBehavior": {
                    "targetOriginId": "site",
                    "viewerProtocolPolicy": "redirect-to-https",
                    "allowedMethods": ["GET", "HEAD"],
                    "cachedMethods": ["GET", "HEAD"],
                    "cachePolicyId": "c58327ea-f89d-4fab-a63d-7e88639e58f6",
                    "responseHeadersPolicyId": "d58327ea-f89d-4fab-a63d-7e88639e58f6",
                    "compress": True,
                    "functionAssociations": [
                        {
                            "eventType": "viewer-request",
                            "functionArn": f"arn:aws:cloudfront::{A}:function/rewrite",
                        }
                    ],
                },
                "orderedCacheBehaviors": [
                    {
                        "pathPattern": "/api/*",
                        "targetOriginId": "api",
                        "viewerProtocolPolicy": "https-only",
                        "allowedMethods": [
                            "DELETE",
                            "GET",
                            "HEAD",
                            "OPTIONS",
                            "PATCH",
                            "POST",
                            "PUT",
                        ],
                        "cachedMethods": ["GET", "HEAD"],
                        "cachePolicyId": CACHING_DISABLED,
                        "originRequestPolicyId": ALL_VIEWER,
                        "functionAssociations": [
                            {
                                "eventType": "viewer-response",
                                "functionArn": f"arn:aws:cloudfront::{A}:function/rewrite",
                            }
                        ],
                    }
                ],
                "customErrorResponses": [
                    {
                        "errorCode": 404,
                        "responseCode": 200,
                        "responsePagePath": "/index.html",
                        "errorCachingMinTtl": 10,
                    }
                ],
                "restrictions": {"geoRestriction": {"restrictionType": "none", "locations": []}},
                "viewerCertificate": {
                    "acmCertificateArn": CERT_US,
                    "sslSupportMethod": "sni-only",
                    "minimumProtocolVersion": "TLSv1.2_2021",
                },
            },
            stack=APP,
            id="E1ABCDEFGHIJKL",
            outputs={"arn": DISTRIBUTION, "hostedZoneId": "Z2FDTNDATAQYW2"},
        ),
        Row(
            "aws:wafv2/ipSet:IpSet",
            "offices",
            {
                "name": "offices",
                "scope": "CLOUDFRONT",
                "ipAddressVersion": "IPV4",
                "addresses": ["192.0.2.0/24"],
                "region": GLOBAL,
            },
            stack=APP,
            region=GLOBAL,
            outputs={"arn": IPS_US},
        ),
        Row(
            "aws:wafv2/webAcl:WebAcl",
            "edge-acl",
            edge_acl(),
            stack=APP,
            region=GLOBAL,
            outputs={"arn": ACL_US},
        ),
        Row(
            "aws:wafv2/webAcl:WebAcl",
            "alb-acl",
            {
                "name": "alb",
                "scope": "REGIONAL",
                "defaultAction": {"allow": {}},
                "visibilityConfig": metric("alb"),
                "rules": [],
            },
            stack=APP,
            outputs={"arn": ACL},
        ),
        Row(
            "aws:wafv2/webAclAssociation:WebAclAssociation",
            "alb-association",
            {"resourceArn": ALB, "webAclArn": ACL},
            stack=APP,
        ),
        _log_group("waf-group", "aws-waf-logs-acme-prod", GLOBAL),
        Row(
            "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
            "waf-logging",
            {
                "resourceArn": ACL_US,
                "logDestinationConfigs": [f"{LOGS_US}aws-waf-logs-acme-prod"],
                "redactedFields": [{"singleHeader": {"name": "authorization"}}],
                "region": GLOBAL,
            },
            stack=APP,
            region=GLOBAL,
        ),
        Row(
            "aws:route53/zone:Zone",
            "zone",
            {"name": "example.com"},
            stack=APP,
            id=ZONE,
            outputs={"zoneId": ZONE},
        ),
        Row(
            "aws:route53/record:Record",
            "www",
            {
                "zoneId": ZONE,
                "name": "www.example.com",
                "type": "A",
                "aliases": [
                    {
                        "name": "d111111abcdef8.cloudfront.net",
                        "zoneId": "Z2FDTNDATAQYW2",
                        "evaluateTargetHealth": False,
                    }
                ],
            },
            stack=APP,
        ),
        Row(
            "aws:route53/record:Record",
            "caa",
            {
                "zoneId": ZONE,
                "name": "example.com",
                "type": "CAA",
                "ttl": 3600,
                "records": ['0 issue "amazon.com"'],
            },
            stack=APP,
        ),
        Row(
            "aws:route53/healthCheck:HealthCheck",
            "uptime",
            {
                "type": "HTTPS",
                "fqdn": "www.example.com",
                "port": 443,
                "resourcePath": "/health",
                "requestInterval": 30,
                "failureThreshold": 3,
                "referenceName": "acme-prod-www",
                "regions": ["us-east-1", "eu-west-1", "ap-southeast-1"],
            },
            stack=APP,
            id="abcdef11-2222-3333-4444-555555fedcba",
        ),
    ]


def edge_acl() -> dict[str, Any]:
    """A web ACL in front of CloudFront."""
    return {
        "name": "edge",
        "scope": "CLOUDFRONT",
        "region": GLOBAL,
        "defaultAction": {"allow": {}},
        "visibilityConfig": metric("edge"),
        "rules": [
            {
                "name": "common",
                "priority": 10,
                "overrideAction": {"none": {}},
                "statement": {
                    "managedRuleGroupStatement": {
                        "vendorName": "AWS",
                        "name": "AWSManagedRulesCommonRuleSet",
                        "ruleActionOverrides": [
                            {"name": "SizeRestrictions_BODY", "actionToUse": {"count": {}}}
                        ],
                    }
                },
                "visibilityConfig": metric("common"),
            },
            {
                "name": "rate",
                "priority": 20,
                "action": {"block": {}},
                "statement": {
                    "rateBasedStatement": {
                        "limit": 2000,
                        "aggregateKeyType": "IP",
                        "evaluationWindowSec": 300,
                        "scopeDownStatement": {
                            "byteMatchStatement": {
                                "searchString": "/api/",
                                "positionalConstraint": "STARTS_WITH",
                                "fieldToMatch": {"uriPath": {}},
                                "textTransformations": [{"priority": 0, "type": "NONE"}],
                            }
                        },
                    }
                },
                "visibilityConfig": metric("rate"),
            },
            {
                "name": "admin",
                "priority": 30,
                "action": {"block": {}},
                "statement": {
                    "andStatement": {
                        "statements": [
                            {
                                "byteMatchStatement": {
                                    "searchString": "/admin",
                                    "positionalConstraint": "STARTS_WITH",
                                    "fieldToMatch": {"uriPath": {}},
                                    "textTransformations": [{"priority": 0, "type": "LOWERCASE"}],
                                }
                            },
                            {
                                "notStatement": {
                                    "statement": {"ipSetReferenceStatement": {"arn": IPS_US}}
                                }
                            },
                        ]
                    }
                },
                "visibilityConfig": metric("admin"),
            },
        ],
    }


def observability() -> list[Row]:
    """Alarms, filters, events, dashboard, log delivery."""
    rds = {"DBInstanceIdentifier": "acme-prod-db"}
    return [
        _alarm(
            "cpu",
            namespace="AWS/RDS",
            metricName="CPUUtilization",
            statistic="Average",
            period=60,
            dimensions=rds,
        ),
        _alarm(
            "latency",
            namespace="AWS/ApplicationELB",
            metricName="TargetResponseTime",
            extendedStatistic="p95",
            period=60,
            threshold=1.5,
        ),
        _alarm(
            "errors",
            metricQueries=[
                {
                    "id": "errors",
                    "returnData": False,
                    "metric": {
                        "namespace": "AWS/ApplicationELB",
                        "metricName": "HTTPCode_Target_5XX_Count",
                        "period": 60,
                        "stat": "Sum",
                    },
                },
                {
                    "id": "requests",
                    "returnData": False,
                    "metric": {
                        "namespace": "AWS/ApplicationELB",
                        "metricName": "RequestCount",
                        "period": 60,
                        "stat": "Sum",
                    },
                },
                {
                    "id": "result",
                    "expression": "IF(requests > 100, 100 * errors / requests, 0)",
                    "label": "errors",
                    "returnData": True,
                },
            ],
        ),
        _alarm(
            "edge-errors",
            region=GLOBAL,
            namespace="AWS/CloudFront",
            metricName="5xxErrorRate",
            statistic="Average",
            period=300,
        ),
        Row(
            "aws:cloudwatch/compositeAlarm:CompositeAlarm",
            "outage",
            {
                "alarmName": "acme-prod-outage",
                "alarmRule": 'ALARM("acme-prod-cpu") OR (ALARM(acme-prod-errors) AND NOT OK("acme-prod-latency"))',
                "alarmActions": [TOPIC],
            },
            stack=APP,
        ),
        Row(
            "aws:cloudwatch/logMetricFilter:LogMetricFilter",
            "error-lines",
            {
                "name": "error-lines",
                "logGroupName": "/acme/prod/api",
                "pattern": '{ $.level = "error" && $.status >= 500 }',
                "metricTransformation": {
                    "name": "ErrorLines",
                    "namespace": "Acme/Api",
                    "value": "1",
                    "defaultValue": "0",
                },
            },
            stack=APP,
        ),
        Row(
            "aws:cloudwatch/eventRule:EventRule",
            "backup-failed",
            {
                "name": "backup-failed",
                "eventPattern": json.dumps(
                    {
                        "source": ["aws.backup"],
                        "detail-type": ["Backup Job State Change"],
                        "detail": {"state": ["FAILED", "EXPIRED"]},
                    }
                ),
            },
            stack=APP,
            id="backup-failed",
            outputs={"arn": f"arn:aws:events:{HOME}:{A}:rule/backup-failed"},
        ),
        Row(
            "aws:cloudwatch/eventTarget:EventTarget",
            "backup-failed-target",
            {"rule": "backup-failed", "arn": TOPIC, "targetId": "page"},
            stack=APP,
        ),
        Row(
            "aws:lambda/function:Function",
            "checker",
            {
                "name": "checker",
                "role": role_arn("checker"),
                "runtime": "python3.13",
                "handler": "checker.handler",
                "code": {"assets": {"checker.py": {"sha256": "0" * 64}}},
                "timeout": 60,
                "memorySize": 128,
            },
            stack=APP,
            id="checker",
            outputs={"arn": f"arn:aws:lambda:{HOME}:{A}:function:checker"},
        ),
        Row(
            "aws:iam/role:Role",
            "checker-role",
            {"name": "checker", "assumeRolePolicy": trust("lambda.amazonaws.com")},
            stack=APP,
            id="checker",
            outputs={"arn": role_arn("checker")},
        ),
        Row(
            "aws:lambda/permission:Permission",
            "checker-permission",
            {
                "function": "checker",
                "action": "lambda:InvokeFunction",
                "principal": "events.amazonaws.com",
                "sourceArn": f"arn:aws:events:{HOME}:{A}:rule/backup-failed",
                "statementId": "rule",
            },
            stack=APP,
        ),
        Row(
            "aws:cloudwatch/eventTarget:EventTarget",
            "checker-target",
            {
                "rule": "backup-failed",
                "arn": f"arn:aws:lambda:{HOME}:{A}:function:checker",
                "targetId": "checker",
            },
            stack=APP,
        ),
        Row(
            "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
            "waf-log-policy",
            {
                "policyName": "waf",
                "policyDocument": policy(
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "delivery.logs.amazonaws.com"},
                        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                        "Resource": f"{LOGS_US}aws-waf-logs-*",
                    }
                ),
                "region": GLOBAL,
            },
            stack=APP,
            region=GLOBAL,
        ),
        Row(
            "aws:cloudwatch/dashboard:Dashboard",
            "dashboard",
            {
                "dashboardName": "acme-prod",
                "dashboardBody": json.dumps(
                    {
                        "widgets": [
                            {
                                "type": "metric",
                                "x": 0,
                                "y": 0,
                                "width": 12,
                                "height": 6,
                                "properties": {
                                    "region": HOME,
                                    "metrics": [["AWS/RDS", "CPUUtilization"]],
                                },
                            }
                        ]
                    }
                ),
            },
            stack=APP,
        ),
        Row(
            "aws:cloudwatch/logDeliverySource:LogDeliverySource",
            "cdn-source",
            {
                "name": "acme-prod-cdn",
                "logType": "ACCESS_LOGS",
                "resourceArn": DISTRIBUTION,
                "region": GLOBAL,
            },
            stack=APP,
            region=GLOBAL,
        ),
        Row(
            "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
            "cdn-destination",
            {
                "name": "acme-prod-cdn",
                "outputFormat": "json",
                "deliveryDestinationConfiguration": {
                    "destinationResourceArn": f"arn:aws:s3:::acme-prod-logs-{A}"
                },
                "region": GLOBAL,
            },
            stack=APP,
            region=GLOBAL,
            outputs={"arn": f"arn:aws:logs:{GLOBAL}:{A}:delivery-destination:acme-prod-cdn"},
        ),
        Row(
            "aws:cloudwatch/logDelivery:LogDelivery",
            "cdn-delivery",
            {
                "deliverySourceName": "acme-prod-cdn",
                "deliveryDestinationArn": f"arn:aws:logs:{GLOBAL}:{A}:delivery-destination:acme-prod-cdn",
                "region": GLOBAL,
            },
            stack=APP,
            region=GLOBAL,
        ),
        Row(
            "aws:budgets/budget:Budget",
            "budget",
            {
                "name": "acme-prod",
                "budgetType": "COST",
                "timeUnit": "MONTHLY",
                "limitAmount": "500",
                "limitUnit": "USD",
                "notifications": [
                    {
                        "comparisonOperator": "GREATER_THAN",
                        "threshold": 80,
                        "thresholdType": "PERCENTAGE",
                        "notificationType": "FORECASTED",
                        "subscriberEmailAddresses": ["ops@example.com"],
                        "subscriberSnsTopicArns": [TOPIC],
                    }
                ],
            },
            stack=APP,
        ),
    ]


def application() -> list[Row]:
    """Everything of the application stack."""
    return [*compute(), *edge(), *observability()]
