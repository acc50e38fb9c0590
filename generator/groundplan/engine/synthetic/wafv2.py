"""Computed outputs of wafv2."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:wafv2/webAcl:WebAcl": {
        "id": "{uuid}",
        "arn": "arn:aws:wafv2:{region}:{account}:global/webacl/{physical}/{uuid}",
        "capacity": 1500,
    },
    "aws:wafv2/ipSet:IpSet": {
        "id": "{uuid}",
        "arn": "arn:aws:wafv2:{region}:{account}:global/ipset/{physical}/{uuid}",
    },
}
