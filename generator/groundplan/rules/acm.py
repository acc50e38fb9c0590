"""ACM: certificates and their validation."""

import re
from collections.abc import Iterator

from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_CERTIFICATE = "aws:acm/certificate:Certificate"
_VALIDATION = "aws:acm/certificateValidation:CertificateValidation"
_HOST = re.compile(
    r"(\*\.)?([a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?\.)+[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])"
)


@rule(
    "GP-ACM-001",
    _CERTIFICATE,
    title="A name on the certificate is not the name of a host.",
    error="ValidationException: Value at 'domainName' failed to satisfy constraint / Domain name "
    "must be 64 characters or less",
    source="API acm RequestCertificate",
)
def names(node: Node, _: World) -> Iterator[Fault]:
    """Host names, a wildcard on the left at most; the first to 64 signs; ten names."""
    places = [*node.each("domainName"), *node.each("subjectAlternativeNames[]")]
    for place, value in places:
        if not _HOST.fullmatch(str(value)) or len(str(value)) > 253:
            yield Fault(place, "a host name; a star only as the leftmost part")
    if isinstance(first := node.get("domainName"), str) and len(first) > 64:
        yield Fault("domainName", "64 characters")
    if len({str(v) for _, v in places}) > 10:
        yield Fault("subjectAlternativeNames", "ten names, unless the quota L-FB94F0B0 was raised")


@rule(
    "GP-ACM-002",
    _CERTIFICATE,
    title="How the certificate is proved is missing or does not exist.",
    error="ValidationException: ValidationMethod",
    source="API acm RequestCertificate",
)
def method(node: Node, _: World) -> Iterator[Fault]:
    """DNS or EMAIL for a requested certificate; none for an imported one."""
    imported = node.has("privateKey") or node.has("certificateBody")
    if not imported and not node.has("certificateAuthorityArn"):
        if not node.has("domainName"):
            yield Fault("domainName", "a host name")
        if node.get("validationMethod") not in ("DNS", "EMAIL", "HTTP"):
            yield Fault("validationMethod", "DNS or EMAIL")
    if imported and node.has("domainName"):
        yield Fault("domainName", "nothing for an imported certificate")
    if node.get("keyAlgorithm") == "RSA_1024":
        yield Fault("keyAlgorithm", "RSA_2048 or an EC one")


@rule(
    "GP-ACM-003",
    _VALIDATION,
    title="Waiting for the certificate looks in the wrong region.",
    error="ResourceNotFoundException: Could not find certificate",
    source="API acm DescribeCertificate: regional",
)
def validation_region(node: Node, _: World) -> Iterator[Fault]:
    """The validation is in the certificate's region."""
    found = arn(node.get("certificateArn"))
    if node.get("certificateArn") and (found is None or found.service != "acm"):
        yield Fault("certificateArn", "the ARN of a certificate")
    elif found and found.region != node.region:
        yield Fault("region", found.region)
