"""CloudFront: names of a distribution and the certificate for them."""

from collections.abc import Iterator

from groundplan.rules.cloudfront_parts import API, DISTRIBUTION
from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.grammar.address import arn, is_host
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_CERTIFICATE = "aws:acm/certificate:Certificate"


@rule(
    "GP-CDN-001",
    DISTRIBUTION,
    title="The certificate of a distribution lies in us-east-1.",
    error="InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in "
    "us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    source="pulumi-aws cloudfront.Distribution; CloudFront Developer Guide",
)
def certificate_region(node: Node, world: World) -> Iterator[Fault]:
    """acmCertificateArn is an ACM ARN of us-east-1, its key one CloudFront speaks."""
    value = node.get("viewerCertificate.acmCertificateArn")
    found = arn(value)
    planned = world.find(value, _CERTIFICATE)
    if planned is not None and planned.region != "us-east-1":
        yield Fault("viewerCertificate.acmCertificateArn", "a certificate in us-east-1")
    if planned is not None and planned.get("keyAlgorithm") in ("EC_secp384r1", "EC_secp521r1"):
        yield Fault("viewerCertificate.acmCertificateArn", "a key RSA_2048 or EC_prime256v1")
    if value and (found is None or found.service != "acm" or found.region != "us-east-1"):
        yield Fault("viewerCertificate.acmCertificateArn", "a certificate in us-east-1")


@rule(
    "GP-CDN-002",
    DISTRIBUTION,
    title="Names of one's own need a certificate and how it is shown.",
    error="InvalidViewerCertificate: To add an alternate domain name (CNAME) to a CloudFront "
    "distribution, you must attach a trusted certificate",
    source="API cloudfront ViewerCertificate",
)
def certificate_settings(node: Node, _: World) -> Iterator[Fault]:
    """One certificate; sni-only and a TLS minimum with it; nothing with the default one."""
    base = "viewerCertificate"
    default = node.truth(f"{base}.cloudfrontDefaultCertificate")
    own = [p for p in ("acmCertificateArn", "iamCertificateId") if node.has(f"{base}.{p}")]
    if len(own) + default != 1:
        yield Fault(
            base, "one of acmCertificateArn, iamCertificateId, cloudfrontDefaultCertificate"
        )
    if node.list("aliases[]") and not own:
        yield Fault("aliases", "nothing without a certificate of one's own")
    if own and node.get(f"{base}.sslSupportMethod") not in ("sni-only", "vip", "static-ip"):
        yield Fault(f"{base}.sslSupportMethod", "sni-only")
    minimum = node.get(f"{base}.minimumProtocolVersion")
    if own and minimum == "TLSv1" and node.get(f"{base}.sslSupportMethod") == "sni-only":
        return
    if own and minimum == "SSLv3" and node.get(f"{base}.sslSupportMethod") == "sni-only":
        yield Fault(f"{base}.minimumProtocolVersion", "TLSv1.2_2021")
    if default and minimum not in (None, "TLSv1"):
        yield Fault(f"{base}.minimumProtocolVersion", "nothing with the default certificate")


@rule(
    "GP-CDN-003",
    DISTRIBUTION,
    title="The certificate does not cover a name of the distribution.",
    error="InvalidViewerCertificate: The certificate that is attached to your distribution doesn't "
    "cover the alternate domain name (CNAME) that you're trying to add.",
    source="CloudFront Developer Guide: alternate domain names",
)
def certificate_covers(node: Node, world: World) -> Iterator[Fault]:
    """Every alias matches a name of the certificate."""
    certificate = world.find(node.get("viewerCertificate.acmCertificateArn"), _CERTIFICATE)
    if certificate is None:
        return
    names = [certificate.get("domainName"), *certificate.list("subjectAlternativeNames[]")]
    for place, alias in node.each("aliases[]"):
        if not any(_covers(str(name).lower(), str(alias).lower()) for name in names):
            yield Fault(place, f"a name out of {', '.join(map(str, names))}")


def _covers(name: str, host: str) -> bool:
    if name == host:
        return True
    return (
        name.startswith("*.")
        and host.partition(".")[2] == name[2:]
        and bool(host.partition(".")[0])
    )


@rule(
    "GP-CDN-004",
    DISTRIBUTION,
    title="A name of the distribution is no name, or is given twice.",
    error="InvalidArgument: The parameter CNAME contains one or more parameters that are not valid. "
    "/ CNAMEAlreadyExists",
    source=API,
)
def aliases(node: Node, world: World) -> Iterator[Fault]:
    """Host names, unique over all distributions."""
    others = {
        a
        for other in world.of(DISTRIBUTION)
        if other.resource.urn < node.resource.urn
        for a in other.list("aliases[]")
    }
    seen: set[str] = set()
    for place, alias in node.each("aliases[]"):
        text = str(alias)
        if not is_host(text.removeprefix("*.")) or text.endswith("."):
            yield Fault(place, "a host name")
        if text in others or text in seen:
            yield Fault(place, "a name no other distribution has")
        seen.add(text)
    if len(seen) > 100:
        yield Fault("aliases", "100 names")


LIMITS = (
    limit(
        "GP-CDN-107",
        DISTRIBUTION,
        "viewerCertificate.minimumProtocolVersion",
        OneOf(
            "TLSv1",
            "TLSv1_2016",
            "TLSv1.1_2016",
            "TLSv1.2_2018",
            "TLSv1.2_2019",
            "TLSv1.2_2025",
            "TLSv1.3_2025",
            "SSLv3",
            "TLSv1.2_2021",
        ),
        title="There is no such set of encryption methods.",
        error="InvalidViewerCertificate: MinimumProtocolVersion",
        source=API,
    ),
)
