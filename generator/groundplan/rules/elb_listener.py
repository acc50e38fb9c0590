"""Listeners: certificates, TLS policies, ports."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import Range, limit
from groundplan.rules.elb_balancer import ALB_PROTOCOLS, NLB_PROTOCOLS, balancer_kind
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_LB = "aws:lb/loadBalancer:LoadBalancer"
_LISTENER = "aws:lb/listener:Listener"


@rule(
    "GP-ELB-008",
    _LISTENER,
    title="A listener for encrypted connections needs a certificate; another has none.",
    error="ValidationError: A certificate must be specified for HTTPS listeners / "
    "certificates and policies are only for secure listeners",
    source="API elbv2 CreateListener",
)
def listener_certificate(node: Node, world: World) -> Iterator[Fault]:
    """HTTPS and TLS: certificate of the region; others: neither certificate nor policy."""
    secure = node.get("protocol") in ("HTTPS", "TLS")
    if secure and not node.has("certificateArn"):
        yield Fault("certificateArn", "a certificate with this protocol")
    for path in ("certificateArn", "sslPolicy"):
        if not secure and node.has(path):
            yield Fault(path, "nothing unless protocol is HTTPS or TLS")
    found = arn(node.get("certificateArn"))
    if node.get("certificateArn") and (found is None or found.service not in ("acm", "iam")):
        yield Fault("certificateArn", "the ARN of a certificate")
    elif found and found.service == "acm" and found.region != node.region:
        yield Fault("certificateArn", f"a certificate in {node.region}")
    balancer = world.find(node.get("loadBalancerArn"), _LB)
    kind = balancer_kind(balancer) if balancer else "application"
    allowed = ALB_PROTOCOLS if kind == "application" else NLB_PROTOCOLS
    if node.has("protocol") and node.get("protocol") not in allowed and kind != "gateway":
        yield Fault("protocol", ", ".join(allowed))
    if not node.has("port") and kind != "gateway":
        yield Fault("port", "1 to 65535")
    if not node.has("protocol") and kind != "gateway":
        yield Fault("protocol", ", ".join(allowed))


_POLICIES = re.compile(
    r"ELBSecurityPolicy-(2016-08|TLS-1-0-2015-04|TLS-1-1-2017-01|TLS-1-2-2017-01|"
    r"TLS-1-2-Ext-2018-06|FS-2018-06|FS-1-1-2019-08|FS-1-2-2019-08|FS-1-2-Res-2019-08|"
    r"FS-1-2-Res-2020-10|2015-05|TLS13-1-[0123](-Ext[012]|-Res|-Ext)?(-FIPS)?-20\d\d-\d\d|"
    r"TLS13-1-[0123](-Ext[012]|-Res)?(-FIPS)?(-PQ)-20\d\d-\d\d)"
)
_TLS13 = frozenset(
    ("1-0-2021-06", "1-1-2021-06", "1-2-2021-06", "1-2-Ext1-2021-06", "1-2-Ext2-2021-06",
     "1-2-Res-2021-06", "1-3-2021-06", "1-3-FIPS-2023-04", "1-2-FIPS-2023-04",
     "1-2-Res-FIPS-2023-04", "1-2-Ext0-FIPS-2023-04", "1-2-Ext1-FIPS-2023-04",
     "1-2-Ext2-FIPS-2023-04", "1-1-FIPS-2023-04", "1-0-FIPS-2023-04")
)  # fmt: skip


@rule(
    "GP-ELB-009",
    _LISTENER,
    title="There is no such set of encryption methods.",
    error="SSLPolicyNotFound: The specified SSL policy does not exist",
    source="ALB guide: security policies",
)
def ssl_policy(node: Node, _: World) -> Iterator[Fault]:
    """Policies by name; post-quantum ones by form."""
    text = node.get("sslPolicy")
    if not isinstance(text, str):
        return
    rest = text.removeprefix("ELBSecurityPolicy-TLS13-")
    good = _POLICIES.fullmatch(text) is not None
    if good and text.startswith("ELBSecurityPolicy-TLS13-") and "-PQ-" not in text:
        good = rest in _TLS13
    if not good:
        yield Fault("sslPolicy", "ELBSecurityPolicy-TLS13-1-2-2021-06 or another by name")


@rule(
    "GP-ELB-010",
    _LISTENER,
    title="Two listeners of a load balancer have one port.",
    error="DuplicateListener: A listener already exists on this port for this load balancer",
    source="API elbv2 CreateListener",
)
def port_once(node: Node, world: World) -> Iterator[Fault]:
    """One listener per port."""
    for other in world.twins(node, "loadBalancerArn", "port"):
        yield Fault("port", f"a port {other.name} does not serve")


@rule(
    "GP-ELB-017",
    _LISTENER,
    title="The listener has a setting of another protocol, or half of one.",
    error="ValidationError: ALPN policy is only for TLS listeners / A trust store is required for "
    "mutual authentication mode verify / attribute not supported",
    source="API elbv2 CreateListener",
)
def listener_settings(node: Node, _: World) -> Iterator[Fault]:
    """alpnPolicy with TLS; a trust store with verify; idle times with TCP and GENEVE."""
    protocol = node.get("protocol")
    if node.has("alpnPolicy"):
        names = ("HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None")
        if protocol != "TLS":
            yield Fault("alpnPolicy", "nothing unless protocol is TLS")
        elif node.get("alpnPolicy") not in names:
            yield Fault("alpnPolicy", ", ".join(names))
    mode = node.get("mutualAuthentication.mode")
    base = "mutualAuthentication"
    if mode is not None and mode not in ("off", "passthrough", "verify"):
        yield Fault(f"{base}.mode", "off, passthrough or verify")
    elif mode is not None and (mode == "verify") != node.has(f"{base}.trustStoreArn"):
        yield Fault(f"{base}.trustStoreArn", "the ARN of a trust store with mode verify only")
    elif mode not in (None, "off") and protocol != "HTTPS":
        yield Fault(f"{base}.mode", "off unless protocol is HTTPS")
    seconds = node.number("tcpIdleTimeoutSeconds")
    if seconds is not None and protocol in ("HTTP", "HTTPS"):
        yield Fault("tcpIdleTimeoutSeconds", "nothing for an application load balancer")
    elif seconds is not None and not 60 <= seconds <= 6000:
        yield Fault("tcpIdleTimeoutSeconds", "60 to 6000")


LIMITS = (
    limit(
        "GP-ELB-113",
        _LISTENER,
        "port",
        Range(1, 65535),
        title="Ports are 1 to 65535.",
        error="ValidationError: port",
        source="API elbv2 CreateListener",
    ),
)
