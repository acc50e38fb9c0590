"""Computed outputs of guardduty."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "aws:guardduty/malwareProtectionPlan:MalwareProtectionPlan": {
        "id": "{hex16}",
        "arn": "arn:aws:guardduty:{region}:{account}:malware-protection-plan/{id}",
        "status": "ACTIVE",
    },
}
