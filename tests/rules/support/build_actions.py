"""Makes `groundplan/rules/tables/actions.json` from the IAM definition parliament ships.

Run ``python -m tests.rules.support.build_actions`` after parliament moved.
"""

import importlib.util
import json
from pathlib import Path

FILE = Path(__file__).resolve().parents[3] / "generator/groundplan/rules/tables/actions.json"
SERVICES = ("s3", "sns", "sqs", "kms", "secretsmanager", "ecr", "backup", "events", "logs", "sts")


def build() -> str:
    """Text of the table: service to action to the resource types it applies to."""
    found = importlib.util.find_spec("parliament")
    # Only its file is wanted: importing parliament reads everything and leaves files open.
    assert found is not None
    assert found.origin is not None
    home = Path(found.origin).parent
    definition = json.loads((home / "iam_definition.json").read_text())
    table = {
        service["prefix"]: {
            privilege["privilege"]: sorted(
                {r["resource_type"].rstrip("*") for r in privilege["resource_types"]} - {""}
            )
            for privilege in service["privileges"]
        }
        for service in definition
        if service["prefix"] in SERVICES
    }
    return json.dumps(table, sort_keys=True, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    FILE.write_text(build())
