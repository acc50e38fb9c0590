"""Computed outputs of securityhub."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:securityhub/configurationPolicy:ConfigurationPolicy": {
        "id": "{uuid}",
        "arn": "arn:aws:securityhub:{region}:{account}:configuration-policy/{uuid}",
    },
    "aws:securityhub/findingAggregator:FindingAggregator": {
        "id": "arn:aws:securityhub:{region}:{account}:finding-aggregator/{uuid}",
        "arn": "{id}",
    },
}
