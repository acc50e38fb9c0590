"""WAF: what a firewall protects, and where its log goes."""

import re
from collections.abc import Iterator

from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node, listed
from groundplan.rules.rule import Fault, rule
from groundplan.rules.waf_parts import LOGGING
from groundplan.rules.world import World

_ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"


@rule(
    "GP-WAF-021",
    "aws:wafv2/webAcl:WebAcl",
    title="Tokens cannot be shared by everybody below a public domain.",
    error="WAFInvalidParameterException: Error reason: The token domain is not valid. Public "
    "suffixes aren't allowed.",
    source="API wafv2 CreateWebACL: TokenDomains",
)
def token_domains(node: Node, _: World) -> Iterator[Fault]:
    """Names of hosts below a public suffix."""
    for place, value in node.each("tokenDomains[]"):
        if not re.fullmatch(r"[\w-]+(\.[\w-]+)+", str(value)) or value in _PUBLIC:
            yield Fault(place, "a domain of one's own, such as example.com")


_PUBLIC = frozenset("co.uk org.uk ac.uk gov.uk com.au gov.au co.jp co.nz com.br co.in".split())


@rule(
    "GP-WAF-012",
    LOGGING,
    title="The firewall's log goes to a place whose name starts with aws-waf-logs-.",
    error="WAFInvalidParameterException: Error reason: The ARN isn't valid. ... field: "
    "LOG_DESTINATION, parameter",
    source="WAF Developer Guide: logging destinations",
)
def log_destination(node: Node, world: World) -> Iterator[Fault]:
    """One destination of logs, firehose or s3 named aws-waf-logs-, in the region."""
    targets = list(node.each("logDestinationConfigs[]"))
    if len(targets) != 1:
        yield Fault("logDestinationConfigs", "one destination")
    for place, value in targets:
        found = arn(value)
        name = (
            found.resource.removeprefix("log-group:").removeprefix("deliverystream/")
            if found
            else ""
        )
        group = world.find(value, "aws:cloudwatch/logGroup:LogGroup")
        if group is not None:
            name = str(group.output("name"))
        if found is None or found.service not in ("logs", "firehose", "s3"):
            yield Fault(place, "the ARN of a log group, a delivery stream or a bucket")
        elif not name.startswith("aws-waf-logs-"):
            yield Fault(place, "a name that starts with aws-waf-logs-")
        elif found.region and found.region != node.region:
            yield Fault(place, f"a destination in {node.region}")
    for place, field in node.each("redactedFields[]"):
        given = [k for k, v in field.items() if v is not None]
        if len(given) != 1 or given[0] not in ("method", "queryString", "singleHeader", "uriPath"):
            yield Fault(place, "one of method, queryString, singleHeader, uriPath")
        elif given == ["singleHeader"] and not re.fullmatch(
            r"[0-9a-z_-]{1,40}", str(field["singleHeader"].get("name"))
        ):
            yield Fault(f"{place}.singleHeader.name", "40 of a-z, 0-9, _ -")
    for place, item in node.each("loggingFilter.filters[]"):
        for index, condition in enumerate(listed(item.get("conditions"))):
            if sum(bool(v) for v in condition.values()) != 1:
                yield Fault(
                    f"{place}.conditions[{index}]", "one of actionCondition and labelNameCondition"
                )
        if item.get("behavior") not in ("KEEP", "DROP") or item.get("requirement") not in (
            "MEETS_ALL",
            "MEETS_ANY",
        ):
            yield Fault(place, "behavior KEEP or DROP, requirement MEETS_ALL or MEETS_ANY")
    if node.has("loggingFilter") and node.get("loggingFilter.defaultBehavior") not in (
        "KEEP",
        "DROP",
    ):
        yield Fault("loggingFilter.defaultBehavior", "KEEP or DROP")


@rule(
    "GP-WAF-013",
    _ASSOCIATION,
    title="That resource cannot have this firewall.",
    error="WAFInvalidParameterException: The ARN isn't valid / CLOUDFRONT web ACLs are set on the "
    "distribution",
    source="API wafv2 AssociateWebACL",
)
def association(node: Node, world: World) -> Iterator[Fault]:
    """Regional ACLs on load balancers, APIs and their like of the region; one each."""
    acl, target = arn(node.get("webAclArn")), arn(node.get("resourceArn"))
    if acl and not acl.resource.startswith("regional/webacl/"):
        yield Fault("webAclArn", "a web ACL with scope REGIONAL")
    services = (
        "elasticloadbalancing",
        "apigateway",
        "appsync",
        "cognito-idp",
        "apprunner",
        "ec2",
        "amplify",
    )
    if node.get("resourceArn") and (target is None or target.service not in services):
        yield Fault("resourceArn", "a load balancer, an API, ... (CloudFront takes webAclId)")
    elif (
        target and target.service == "elasticloadbalancing" and "/app/" not in f"/{target.resource}"
    ):
        yield Fault("resourceArn", "an application load balancer")
    elif target and acl and target.region and target.region != acl.region:
        yield Fault("resourceArn", f"a resource in {acl.region}")
    for other in world.twins(node, "resourceArn"):
        yield Fault("resourceArn", f"a resource without {other.name}")
