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
    private = node.has("certificateAuthorityArn")
    if not imported and not private and node.get("keyAlgorithm", "RSA_2048") not in _PUBLIC_KEYS:
        yield Fault("keyAlgorithm", ", ".join(_PUBLIC_KEYS))
    for place, option in node.each("validationOptions[]"):
        name, parent = str(option.get("domainName", "")), str(option.get("validationDomain", ""))
        if name != parent and not name.endswith(f".{parent}"):
            yield Fault(f"{place}.validationDomain", f"{name} or a domain above it")


_PUBLIC_KEYS = ("RSA_2048", "EC_prime256v1", "EC_secp384r1")


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


@rule(
    "GP-ACM-004",
    _VALIDATION,
    title="A record that is to prove the certificate is not there.",
    error="waiting for ACM Certificate to be issued: timeout / missing DNS validation record",
    source="pulumi-aws acm.CertificateValidation",
)
def validation_records(node: Node, world: World) -> Iterator[Fault]:
    """Each name told is one of a record of the estate, where it has such records."""
    there = {str(r.get("name")).rstrip(".").lower() for r in world.of("aws:route53/record:Record")}
    for place, value in node.each("validationRecordFqdns[]"):
        if any(name.startswith("_") for name in there):
            if str(value).rstrip(".").lower() not in there:
                yield Fault(place, "the name of a record of the estate")
    certificate = world.find(node.get("certificateArn"), _CERTIFICATE)
    options = certificate.resource.outputs.get("domainValidationOptions") if certificate else None
    given = node.list("validationRecordFqdns[]")
    if given and certificate is not None and certificate.get("validationMethod") == "EMAIL":
        yield Fault("validationRecordFqdns", "nothing for a certificate proved by mail")
        return
    # In AWS one record proves a name for every region; offline each certificate has its own.
    proved = {str(v).rstrip(".").lower().partition(".")[2] for v in given}
    for option in options if given and isinstance(options, list) else ():
        name = str(option.get("domainName")).removeprefix("*.").lower()
        if name not in proved:
            yield Fault("validationRecordFqdns", f"the record that proves {name} too")
