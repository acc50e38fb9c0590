"""Whether the world asks our name servers, and certificates could be issued."""

from collections.abc import Iterator, Sequence

from botocore.exceptions import ClientError

from groundplan.bootstrap.caller import Caller, code
from groundplan.doctor.check import ENVIRONMENTS, Check, Found, Place, by_hand, missing, ok

KEY_TYPES = (
    "RSA_1024",
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "EC_prime256v1",
    "EC_secp384r1",
    "EC_secp521r1",
)
"""AWS lists certificates with RSA keys of up to 2048 bits unless told."""


def delegation(place: Place) -> Iterator[Found]:
    """Whether a zone's parent names its name servers."""
    for planned in place.planned("aws:route53/zone:Zone"):
        name = planned.inputs["name"]
        zone = _zone(place.aws, name)
        if not zone:
            yield missing(f"there is no zone {name}", "pulumi up in foundation/")
            continue
        servers = sorted(
            place.aws.look("route53", "get_hosted_zone", Id=zone)["DelegationSet"]["NameServers"]
        )
        if place.role == "prod":
            yield _at_registrar(place, name, servers)
        else:
            yield _in_parent(place, name, servers)


def _zone(aws: Caller, name: str) -> str:
    """Id of a public zone; empty for none."""
    for zone in aws.pages("route53", "list_hosted_zones", "HostedZones"):
        if zone["Name"].rstrip(".") == name and not zone["Config"].get("PrivateZone"):
            return str(zone["Id"])
    return ""


def _at_registrar(place: Place, name: str, servers: Sequence[str]) -> Found:
    for role in ("prod", "management"):
        if role not in place.everywhere:
            continue
        try:
            detail = place.everywhere[role].aws.look(
                "route53domains", "get_domain_detail", DomainName=name
            )
        except ClientError as error:
            if code(error) != "InvalidInput":
                raise
            continue  # The domain is not registered in this account.
        there = sorted(str(row["Name"]).lower().rstrip(".") for row in detail["Nameservers"])
        if there == list(servers):
            return ok(f"the registrar names the four servers of {name}")
        words = " ".join(f"Name={server}" for server in servers)
        return missing(
            f"the registrar names {', '.join(there) or 'no server'} for {name}",
            "aws route53domains update-domain-nameservers --region us-east-1 --domain-name"
            f" {name} --nameservers {words}",
        )
    return by_hand(
        f"{name} is registered elsewhere",
        f"dig +short NS {name}; it must answer {', '.join(servers)}",
    )


def _in_parent(place: Place, name: str, servers: Sequence[str]) -> Found:
    prod = place.everywhere.get("prod")
    label, _, parent = name.partition(".")
    zone = _zone(prod.aws, parent) if prod else ""
    if prod is None or not zone:
        return missing(
            f"prod has no zone {parent} to delegate {name} from", "pulumi up in foundation/ of prod"
        )
    found = [
        sorted(row["Value"].rstrip(".") for row in record["ResourceRecords"])
        for record in prod.aws.pages(
            "route53", "list_resource_record_sets", "ResourceRecordSets", HostedZoneId=zone
        )
        if record["Type"] == "NS" and record["Name"].rstrip(".") == name
    ]
    if found == [list(servers)]:
        return ok(f"{parent} names the four servers of {name}")
    return missing(
        f"{parent} names {', '.join(found[0]) if found else 'no server'} for {name}",
        f"write `{label}: [{', '.join(servers)}]` under groundplan:dns_delegations in"
        " foundation/Pulumi.prod.yaml, then pulumi up there",
    )


def certificates(place: Place) -> Iterator[Found]:
    """Whether every certificate is issued."""
    issued = []
    for planned in place.planned("aws:acm/certificate:Certificate"):
        domain, region = planned.inputs["domainName"], planned.region
        found = {
            row["Status"]
            for row in place.aws.at(region).pages(
                "acm",
                "list_certificates",
                "CertificateSummaryList",
                Includes={"keyTypes": list(KEY_TYPES)},
            )
            if row["DomainName"] == domain
        }
        if "ISSUED" in found:
            issued.append(f"{domain} in {region}")
        elif found:
            yield missing(
                f"{domain} in {region} is {min(found).lower().replace('_', ' ')}",
                "AWS issues it minutes after the domain is delegated: see domain",
            )
        else:
            yield missing(f"{domain} has no certificate in {region}", "pulumi up in application/")
    if issued:
        yield ok(f"issued: {', '.join(issued)}")


CHECKS = (
    Check(
        id="domain",
        step=10,
        why="Nobody finds the application, and no certificate is issued, before.",
        roles=ENVIRONMENTS,
        look=delegation,
    ),
    Check(
        id="certificates",
        step=10,
        why="Load balancer and CDN refuse a certificate that is not issued.",
        roles=ENVIRONMENTS,
        look=certificates,
    ),
)
