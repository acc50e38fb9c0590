"""Computed outputs of route53."""

from typing import Any

NOT_NAMED: frozenset[str] = frozenset({"aws:route53/record:Record", "aws:route53/zone:Zone"})

TYPES: dict[str, dict[str, Any]] = {
    "aws:route53/zone:Zone": {
        "id": "Z{upper21}",
        "zoneId": "{id}",
        "arn": "arn:aws:route53:::hostedzone/{id}",
        "nameServers": [
            "ns-1.awsdns-01.com",
            "ns-2.awsdns-02.net",
            "ns-3.awsdns-03.org",
            "ns-4.awsdns-04.co.uk",
        ],
        "primaryNameServer": "ns-1.awsdns-01.com",
    },
    "aws:route53/record:Record": {"id": "{zoneId}_{name}_{type}", "fqdn": "{name}"},
    "aws:route53/healthCheck:HealthCheck": {
        "id": "{uuid}",
        "arn": "arn:aws:route53:::healthcheck/{uuid}",
    },
}
