"""Examples of the rules of load balancers, CloudFront, the firewall and the shared stacks."""

from typing import Any

from tests.rules.support.estates import Row, also, drop, put
from tests.rules.support.examples import Example, example
from tests.rules.support.sample import (
    ACL,
    ACL_US,
    ALB,
    CERT,
    CERT_US,
    LISTENER,
    LOGS_US,
    PRIVATE,
    PUBLIC,
    SECURITY,
    TG,
    VPC,
    A,
    policy,
)
from tests.rules.support.sample_application import ALL_VIEWER, CACHING_DISABLED, metric
from tests.rules.support.sample_organization import INSTANCE, LOG_BUCKET, SET

APP, ORG, SEC = "application/prod", "organization/main", "security/main"
_HEADERS = "securityHeadersConfig.contentSecurityPolicy"
_BYTE = "rules[1].statement.rateBasedStatement.scopeDownStatement.byteMatchStatement"
_RATE = "rules[1].statement.rateBasedStatement"


def _app(type_: str, name: str, /, **inputs: Any) -> Row:
    return Row(type_, name, inputs, stack=APP)


def _org(type_: str, name: str, /, **inputs: Any) -> Row:
    return Row(type_, name, inputs, stack=ORG)


_FEATURE = "aws:guardduty/detectorFeature:DetectorFeature"
_DETECTOR = "12abc34d567e8fa901bc2d34e56789f0"
_RULE: dict[str, Any] = {
    "listenerArn": LISTENER,
    "actions": [{"type": "forward", "targetGroupArn": TG}],
    "conditions": [{"pathPattern": {"values": ["/x"]}}],
}

EXAMPLES: dict[str, Example] = {
    "GP-ELB-001": example(
        "alb.subnets",
        put("alb", "subnets", [PUBLIC[0]]),
        put("alb", "subnets", [PUBLIC[1], PUBLIC[0]]),
    ),
    "GP-ELB-002": example(
        "alb.subnets",
        (put("igw", "vpcId", "vpc-0a1b2c3d4e5f60799"),),
        (put("alb", "internal", True), put("alb", "subnets", list(PRIVATE))),
    ),
    "GP-ELB-003": example(
        "alb.dnsRecordClientRoutingPolicy",
        put("alb", "dnsRecordClientRoutingPolicy", "any_availability_zone"),
    ),
    "GP-ELB-004": example(
        "alb.accessLogs.prefix",
        put("alb", "accessLogs.prefix", "/alb"),
        put("alb", "accessLogs.prefix", "alb/api"),
    ),
    "GP-ELB-005": example(
        "api-targets.healthCheck.timeout",
        put("api-targets", "healthCheck.timeout", 15),
        put("api-targets", "healthCheck.timeout", 14),
    ),
    "GP-ELB-006": example(
        "api-targets.slowStart",
        put("api-targets", "slowStart", 29),
        put("api-targets", "slowStart", 30),
    ),
    "GP-ELB-007": example(
        "api-targets.stickiness.type",
        put("api-targets", "stickiness", {"type": "source_ip"}),
        put("api-targets", "stickiness", {"type": "lb_cookie", "cookieDuration": 1}),
    ),
    "GP-ELB-008": example("https.certificateArn", put("https", "certificateArn", CERT_US)),
    "GP-ELB-009": example(
        "https.sslPolicy",
        put("https", "sslPolicy", "ELBSecurityPolicy-TLS13-1-2-2022-06"),
        put("https", "sslPolicy", "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"),
    ),
    "GP-ELB-010": example(
        "zz.port",
        also(
            _app(
                "aws:lb/listener:Listener",
                "zz",
                loadBalancerArn=ALB,
                port=443,
                protocol="HTTP",
                defaultActions=[
                    {
                        "type": "redirect",
                        "redirect": {"port": "443", "protocol": "HTTPS", "statusCode": "HTTP_301"},
                    }
                ],
            )
        ),
        also(
            _app(
                "aws:lb/listener:Listener",
                "zz",
                loadBalancerArn=ALB,
                port=80,
                protocol="HTTP",
                defaultActions=[
                    {
                        "type": "redirect",
                        "redirect": {"port": "443", "protocol": "HTTPS", "statusCode": "HTTP_301"},
                    }
                ],
            )
        ),
    ),
    "GP-ELB-011": example(
        "https.defaultActions[0].fixedResponse.statusCode",
        put("https", "defaultActions[0].fixedResponse.statusCode", "301"),
        put("https", "defaultActions[0].fixedResponse.statusCode", "503"),
    ),
    "GP-ELB-012": example(
        "api-rule.conditions",
        put("api-rule", "conditions[0].pathPattern.values", ["/a", "/b", "/c", "/d", "/e"]),
        put("api-rule", "conditions[0].pathPattern.values", ["/a", "/b", "/c", "/d"]),
    ),
    "GP-ELB-013": example(
        "zz.priority",
        also(_app("aws:lb/listenerRule:ListenerRule", "zz", priority=10, **_RULE)),
        also(_app("aws:lb/listenerRule:ListenerRule", "zz", priority=50000, **_RULE)),
    ),
    "GP-ELB-014": example(
        "zz.name",
        also(
            _app(
                "aws:lb/targetGroup:TargetGroup",
                "zz",
                name="api",
                port=80,
                protocol="HTTP",
                targetType="ip",
                vpcId=VPC,
            )
        ),
    ),
    "GP-ELB-015": example(
        "api-rule.actions[0].targetGroupArn",
        (put("api-targets", "protocol", "TCP"), drop("api-targets", "healthCheck")),
    ),
    "GP-CDN-001": example(
        "cdn.viewerCertificate.acmCertificateArn",
        put("cdn", "viewerCertificate.acmCertificateArn", CERT),
    ),
    "GP-CDN-002": example(
        "cdn.viewerCertificate.sslSupportMethod",
        drop("cdn", "viewerCertificate.sslSupportMethod"),
        (
            put("cdn", "aliases", []),
            put("cdn", "viewerCertificate", {"cloudfrontDefaultCertificate": True}),
        ),
    ),
    "GP-CDN-003": example(
        "cdn.aliases[0]",
        put("cdn", "aliases", ["a.b.example.com"]),
        put("cdn", "aliases", ["example.com", "api.example.com"]),
    ),
    "GP-CDN-004": example(
        "cdn.aliases[1]",
        put("cdn", "aliases", ["www.example.com", "www.example.com"]),
        put("cdn", "aliases", ["*.example.com"]),
    ),
    "GP-CDN-005": example(
        "cdn.defaultCacheBehavior.targetOriginId",
        put("cdn", "defaultCacheBehavior.targetOriginId", "web"),
        put("cdn", "defaultCacheBehavior.targetOriginId", "api"),
    ),
    "GP-CDN-006": example(
        "cdn.defaultCacheBehavior.defaultTtl",
        put("cdn", "defaultCacheBehavior.defaultTtl", 60),
        put("cdn", "defaultCacheBehavior.defaultTtl", 0),
    ),
    "GP-CDN-007": example(
        "caching.defaultTtl",
        put("caching", "defaultTtl", 86401),
        put("caching", "defaultTtl", 86400),
    ),
    "GP-CDN-008": example(
        "caching.parametersInCacheKeyAndForwardedToOrigin.headersConfig.headers",
        put(
            "caching",
            "parametersInCacheKeyAndForwardedToOrigin.headersConfig.headerBehavior",
            "whitelist",
        ),
        put(
            "caching",
            "parametersInCacheKeyAndForwardedToOrigin.headersConfig",
            {"headerBehavior": "whitelist", "headers": {"items": ["Origin"]}},
        ),
    ),
    "GP-CDN-009": example(
        "cdn.defaultCacheBehavior.allowedMethods",
        put("cdn", "defaultCacheBehavior.allowedMethods", ["GET", "HEAD", "POST"]),
        put("cdn", "defaultCacheBehavior.allowedMethods", ["GET", "HEAD", "OPTIONS"]),
    ),
    "GP-CDN-010": example(
        "cdn.orderedCacheBehaviors[0].pathPattern",
        put("cdn", "orderedCacheBehaviors[0].pathPattern", "/a b"),
        put("cdn", "orderedCacheBehaviors[0].pathPattern", "api/*.json"),
    ),
    "GP-CDN-011": example(
        "cdn.origins[0].domainName",
        put("cdn", "origins[0].domainName", "https://origin.example.com"),
        put("cdn", "origins[0].originPath", "/v1"),
    ),
    "GP-CDN-012": example(
        "cdn.origins[0].customHeaders[0].name",
        put("cdn", "origins[0].customHeaders[0].name", "Host"),
        put("cdn", "origins[0].customHeaders[0].name", "authorization"),
    ),
    "GP-CDN-013": example(
        "cdn.customErrorResponses[0].errorCode",
        put("cdn", "customErrorResponses[0].errorCode", 401),
        put("cdn", "customErrorResponses[0].errorCode", 403),
    ),
    "GP-CDN-014": example(
        "cdn.defaultCacheBehavior.functionAssociations[0].eventType",
        put("cdn", "defaultCacheBehavior.functionAssociations[0].eventType", "origin-request"),
        put("cdn", "defaultCacheBehavior.functionAssociations[0].eventType", "viewer-response"),
    ),
    "GP-CDN-015": example(
        "cdn.orderedCacheBehaviors[0].cachePolicyId",
        put("cdn", "orderedCacheBehaviors[0].cachePolicyId", ALL_VIEWER),
        put("cdn", "defaultCacheBehavior.cachePolicyId", CACHING_DISABLED),
    ),
    "GP-CDN-016": example("cdn.webAclId", put("cdn", "webAclId", ACL), drop("cdn", "webAclId")),
    "GP-CDN-017": example(
        "cdn.restrictions.geoRestriction.locations",
        put("cdn", "restrictions.geoRestriction.restrictionType", "whitelist"),
        put(
            "cdn",
            "restrictions.geoRestriction",
            {"restrictionType": "blacklist", "locations": ["GB"]},
        ),
    ),
    "GP-CDN-018": example(
        "cdn.defaultRootObject",
        put("cdn", "defaultRootObject", "/index.html"),
        put("cdn", "defaultRootObject", "start/index.html"),
    ),
    "GP-CDN-019": example(
        "cdn.loggingConfig.bucket",
        put("cdn", "loggingConfig", {"bucket": f"acme-prod-logs-{A}.s3.amazonaws.com"}),
        put("cdn", "loggingConfig", {"bucket": "elsewhere.s3.amazonaws.com"}),
    ),
    "GP-CDN-020": example(
        f"headers.{_HEADERS}",
        put("headers", _HEADERS, {"contentSecurityPolicy": "x" * 1784, "override": True}),
        put("headers", _HEADERS, {"contentSecurityPolicy": "x" * 1783, "override": True}),
    ),
    "GP-CDN-021": example(
        "rewrite.code",
        put("rewrite", "code", "function handler(){}" + " " * 10240),
        put("rewrite", "code", "const handler = (event) => event.request;"),
    ),
    "GP-CDN-022": example(
        "zz.vpcOriginEndpointConfig.httpPort",
        also(
            _app(
                "aws:cloudfront/vpcOrigin:VpcOrigin",
                "zz",
                vpcOriginEndpointConfig={
                    "name": "zz",
                    "arn": ALB,
                    "httpPort": 81,
                    "httpsPort": 443,
                    "originProtocolPolicy": "https-only",
                    "originSslProtocols": {"items": ["TLSv1.2"], "quantity": 1},
                },
            )
        ),
        also(
            _app(
                "aws:cloudfront/vpcOrigin:VpcOrigin",
                "zz",
                vpcOriginEndpointConfig={
                    "name": "zz",
                    "arn": ALB,
                    "httpPort": 80,
                    "httpsPort": 8443,
                    "originProtocolPolicy": "https-only",
                    "originSslProtocols": {"items": ["TLSv1.2"], "quantity": 1},
                },
            )
        ),
    ),
    "GP-CDN-023": example(
        "zz.name",
        also(
            _app(
                "aws:cloudfront/function:Function",
                "zz",
                name="rewrite",
                runtime="cloudfront-js-2.0",
                code="function handler(e) {}",
            )
        ),
    ),
    "GP-CDN-024": example(
        "cdn.origins[0].originShield.originShieldRegion",
        put("cdn", "origins[0].originShield", {"enabled": True}),
        put("cdn", "origins[0].originShield", {"enabled": True, "originShieldRegion": "eu-west-1"}),
    ),
    "GP-WAF-001": example("edge-acl.region", put("edge-acl", "region", "eu-west-1")),
    "GP-WAF-002": example(
        "edge-acl.rules[1].priority",
        put("edge-acl", "rules[1].priority", 10),
        put("edge-acl", "rules[1].priority", 0),
    ),
    "GP-WAF-003": example(
        "edge-acl.rules[0].action",
        put("edge-acl", "rules[0].action", {"block": {}}),
        put("edge-acl", "rules[0].overrideAction", {"count": {}}),
    ),
    "GP-WAF-004": example(
        "edge-acl.rules[2].statement.andStatement.statements",
        put(
            "edge-acl",
            "rules[2].statement.andStatement.statements",
            [{"geoMatchStatement": {"countryCodes": ["IE"]}}],
        ),
        put("edge-acl", "rules[2].statement", {"geoMatchStatement": {"countryCodes": ["IE"]}}),
    ),
    "GP-WAF-005": example(
        "edge-acl.rules[2].statement.andStatement.statements[1].rateBasedStatement",
        put(
            "edge-acl",
            "rules[2].statement.andStatement.statements[1]",
            {"rateBasedStatement": {"limit": 100}},
        ),
    ),
    "GP-WAF-006": example(
        f"edge-acl.{_RATE}.limit",
        put("edge-acl", f"{_RATE}.limit", 9),
        put("edge-acl", f"{_RATE}.limit", 10),
    ),
    "GP-WAF-007": example(
        f"edge-acl.{_BYTE}.fieldToMatch",
        put("edge-acl", f"{_BYTE}.fieldToMatch", {"uriPath": {}, "method": {}}),
        put("edge-acl", f"{_BYTE}.fieldToMatch", {"singleHeader": {"name": "user-agent"}}),
    ),
    "GP-WAF-008": example(
        f"edge-acl.{_BYTE}.searchString",
        put("edge-acl", f"{_BYTE}.searchString", "x" * 201),
        put("edge-acl", f"{_BYTE}.searchString", "x" * 200),
    ),
    "GP-WAF-009": example(
        "edge-acl.rules[0].statement.managedRuleGroupStatement.name",
        put(
            "edge-acl",
            "rules[0].statement.managedRuleGroupStatement",
            {"vendorName": "AWS", "name": "AWSManagedRulesCoreRuleSet"},
        ),
        put(
            "edge-acl",
            "rules[0].statement.managedRuleGroupStatement",
            {"vendorName": "AWS", "name": "AWSManagedRulesSQLiRuleSet"},
        ),
    ),
    "GP-WAF-010": example(
        "edge-acl.rules",
        put(
            "edge-acl",
            "rules",
            [
                {
                    "name": f"r{i}",
                    "priority": i,
                    "overrideAction": {"none": {}},
                    "visibilityConfig": metric(f"r{i}"),
                    "statement": {
                        "managedRuleGroupStatement": {
                            "vendorName": "AWS",
                            "name": "AWSManagedRulesCommonRuleSet",
                        }
                    },
                }
                for i in range(8)
            ],
        ),
    ),
    "GP-WAF-011": example(
        "edge-acl.rules[2].statement.andStatement.statements[1].notStatement.statement.ipSetReferenceStatement.arn",
        put(
            "edge-acl",
            "rules[2].statement.andStatement.statements[1].notStatement.statement.ipSetReferenceStatement.arn",
            f"arn:aws:wafv2:eu-west-1:{A}:regional/ipset/offices/c1b2c3d4-5678-90ab-cdef-111111111111",
        ),
    ),
    "GP-WAF-012": example(
        "waf-logging.logDestinationConfigs[0]",
        put("waf-logging", "logDestinationConfigs", [f"{LOGS_US}/aws/waf/acme"]),
    ),
    "GP-WAF-013": example("alb-association.webAclArn", put("alb-association", "webAclArn", ACL_US)),
    "GP-WAF-014": example(
        "offices.addresses[0]",
        put("offices", "addresses", ["192.0.2.1"]),
        put("offices", "addresses", ["192.0.2.1/32"]),
    ),
    "GP-WAF-015": example(
        "zz.regularExpressions[0].regexString",
        also(
            _app(
                "aws:wafv2/regexPatternSet:RegexPatternSet",
                "zz",
                name="zz",
                scope="REGIONAL",
                regularExpressions=[{"regexString": "(a"}],
            )
        ),
        also(
            _app(
                "aws:wafv2/regexPatternSet:RegexPatternSet",
                "zz",
                name="zz",
                scope="REGIONAL",
                regularExpressions=[{"regexString": "^/a[0-9]+$"}],
            )
        ),
    ),
    "GP-WAF-016": example(
        "edge-acl.rules[0].visibilityConfig.metricName",
        put("edge-acl", "rules[0].visibilityConfig.metricName", "a b"),
        put("edge-acl", "rules[0].visibilityConfig.metricName", "a_b-1"),
    ),
    "GP-WAF-017": example(
        "edge-acl.defaultAction",
        put("edge-acl", "defaultAction", {"allow": {}, "block": {}}),
        put("edge-acl", "defaultAction", {"block": {}}),
    ),
    "GP-WAF-018": example(
        "zz.name",
        also(
            _app(
                "aws:wafv2/webAcl:WebAcl",
                "zz",
                name="alb",
                scope="REGIONAL",
                defaultAction={"allow": {}},
                visibilityConfig=metric("zz"),
            )
        ),
    ),
    "GP-WAF-019": example(
        "zz.capacity",
        also(
            _app(
                "aws:wafv2/ruleGroup:RuleGroup",
                "zz",
                name="zz",
                scope="REGIONAL",
                capacity=5001,
                visibilityConfig=metric("zz"),
            )
        ),
        also(
            _app(
                "aws:wafv2/ruleGroup:RuleGroup",
                "zz",
                name="zz",
                scope="REGIONAL",
                capacity=5000,
                visibilityConfig=metric("zz"),
            )
        ),
    ),
    "GP-ORG-001": example(
        "guardrail.content",
        put(
            "guardrail",
            "content",
            policy(
                {
                    "Effect": "Deny",
                    "Action": ["organizations:LeaveOrganization"] * 200,
                    "Resource": "*",
                }
            ),
        ),
    ),
    "GP-ORG-002": example(
        "guardrail.content",
        (put("guardrail", "type", "RESOURCE_CONTROL_POLICY")),
        (
            put("guardrail", "type", "RESOURCE_CONTROL_POLICY"),
            put(
                "guardrail",
                "content",
                policy({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}),
            ),
        ),
    ),
    "GP-ORG-003": example(
        "guardrail.type",
        put("organization", "enabledPolicyTypes", ["RESOURCE_CONTROL_POLICY"]),
        put(
            "organization",
            "enabledPolicyTypes",
            ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY"],
        ),
    ),
    "GP-ORG-004": example(
        "organization.enabledPolicyTypes[0]", put("organization", "enabledPolicyTypes", ["SCP"])
    ),
    "GP-ORG-005": example(
        "account-prod.email",
        put("account-prod", "email", "prod@example"),
        put("account-prod", "email", "a@b.io"),
    ),
    "GP-ORG-006": example(
        "account-prod.parentId",
        put("account-prod", "parentId", "workloads"),
        put("account-prod", "parentId", "r-abcd"),
    ),
    "GP-ORG-007": example(
        "zz.policyId",
        also(
            _org(
                "aws:organizations/policyAttachment:PolicyAttachment",
                "zz",
                policyId="p-examplepolicyid111",
                targetId="ou-abcd-11111111",
            )
        ),
        also(
            _org(
                "aws:organizations/policyAttachment:PolicyAttachment",
                "zz",
                policyId="p-examplepolicyid111",
                targetId="r-abcd",
            )
        ),
    ),
    "GP-ORG-008": example(
        "detector-admin.adminAccountId", put("detector-admin", "adminAccountId", "111111111111")
    ),
    "GP-ORG-009": example(
        "contact.accountId",
        put("contact", "accountId", "111111111111"),
        put("contact", "accountId", SECURITY),
    ),
    "GP-SSO-001": example(
        "read.sessionDuration",
        put("read", "sessionDuration", "PT13H"),
        put("read", "sessionDuration", "PT90M"),
    ),
    "GP-SSO-002": example(
        "read-inline.inlinePolicy",
        put(
            "read-inline",
            "inlinePolicy",
            policy(
                *[
                    {
                        "Effect": "Allow",
                        "Action": "s3:GetObject",
                        "Resource": f"arn:aws:s3:::{'x' * 60}/*",
                    }
                ]
                * 90
            ),
        ),
    ),
    "GP-SSO-003": example("read-prod.targetId", put("read-prod", "targetId", "prod")),
    "GP-SSO-004": example(
        "zz.managedPolicyArn",
        also(
            _org(
                "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
                "zz",
                instanceArn=INSTANCE,
                permissionSetArn=SET,
                managedPolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess",
            )
        ),
        also(
            _org(
                "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
                "zz",
                instanceArn=INSTANCE,
                permissionSetArn=SET,
                managedPolicyArn="arn:aws:iam::aws:policy/SecurityAudit",
            )
        ),
    ),
    "GP-BUDGET-001": example(
        "budget.name", put("budget", "name", "acme:prod"), put("budget", "limitAmount", "0.5")
    ),
    "GP-BUDGET-002": example(
        "budget.notifications[0].subscriberEmailAddresses[0]",
        put("budget", "notifications[0].subscriberEmailAddresses", ["ops"]),
        put("budget", "notifications[0].threshold", 120.5),
    ),
    "GP-COST-001": example("anomalies.monitorDimension", drop("anomalies", "monitorDimension")),
    "GP-COST-002": example(
        "anomalies-mail.subscribers[0].type",
        put("anomalies-mail", "frequency", "IMMEDIATE"),
        put("anomalies-mail", "frequency", "WEEKLY"),
    ),
    "GP-TRAIL-001": example(
        "trail.cloudWatchLogsGroupArn",
        put(
            "trail", "cloudWatchLogsGroupArn", "arn:aws:logs:eu-west-1:111111111111:log-group:trail"
        ),
        put("trail", "s3KeyPrefix", "trail"),
    ),
    "GP-TRAIL-002": example(
        "trail.s3BucketName",
        also(
            Row(
                "aws:s3/bucketPolicy:BucketPolicy",
                "zz",
                {
                    "bucket": LOG_BUCKET,
                    "policy": policy(
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "config.amazonaws.com"},
                            "Action": "s3:PutObject",
                            "Resource": f"arn:aws:s3:::{LOG_BUCKET}/*",
                        }
                    ),
                },
                stack=SEC,
            )
        ),
        also(
            Row(
                "aws:s3/bucketPolicy:BucketPolicy",
                "zz",
                {
                    "bucket": LOG_BUCKET,
                    "policy": policy(
                        {
                            "Effect": "Allow",
                            "Principal": {
                                "Service": ["cloudtrail.amazonaws.com", "config.amazonaws.com"]
                            },
                            "Action": ["s3:GetBucketAcl", "s3:PutObject"],
                            "Resource": [
                                f"arn:aws:s3:::{LOG_BUCKET}",
                                f"arn:aws:s3:::{LOG_BUCKET}/*",
                            ],
                        }
                    ),
                },
                stack=SEC,
            )
        ),
    ),
    "GP-CONFIG-001": example(
        "zz.name",
        also(
            Row(
                "aws:cfg/deliveryChannel:DeliveryChannel",
                "zz",
                {"name": "zz", "s3BucketName": LOG_BUCKET},
                stack=SEC,
            )
        ),
    ),
    "GP-CONFIG-002": example(
        "channel.snapshotDeliveryProperties.deliveryFrequency",
        put("channel", "snapshotDeliveryProperties.deliveryFrequency", "Daily"),
        put("channel", "snapshotDeliveryProperties.deliveryFrequency", "One_Hour"),
    ),
    "GP-GUARD-001": example(
        "zz.name",
        also(
            Row(
                _FEATURE,
                "zz",
                {"detectorId": _DETECTOR, "name": "S3_LOGS", "status": "ENABLED"},
                stack=SEC,
            )
        ),
        also(
            Row(
                _FEATURE,
                "zz",
                {"detectorId": _DETECTOR, "name": "RDS_LOGIN_EVENTS", "status": "ENABLED"},
                stack=SEC,
            )
        ),
    ),
    "GP-GUARD-002": example(
        "zz", also(Row("aws:guardduty/detector:Detector", "zz", {"enable": True}, stack=SEC))
    ),
    "GP-GUARD-003": example(
        "analyzer.configuration.unusedAccess",
        put("analyzer", "configuration", {"unusedAccess": {"unusedAccessAge": 90}}),
        (
            put("analyzer", "type", "ORGANIZATION_UNUSED_ACCESS"),
            put("analyzer", "configuration", {"unusedAccess": {"unusedAccessAge": 90}}),
        ),
    ),
}
