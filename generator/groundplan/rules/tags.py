"""Tags: what AWS takes as key and value."""

import re
from collections.abc import Iterator

from groundplan.rules.node import Node, known
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World


@rule(
    "GP-TAG-001",
    "*",
    title="A tag is not one AWS takes.",
    error="InvalidParameterValue / ValidationException: Tag keys starting with 'aws:' are reserved; "
    "tag value contains invalid characters",
    source="EC2 and IAM User Guides: tag restrictions",
)
def tags(node: Node, _: World) -> Iterator[Fault]:
    """50 tags; keys to 128, values to 256, letters, digits, space and _.:/=+-@; not aws:."""
    given = node.get("tags")
    for place, extra in node.each("rules[].recoveryPointTags"):
        if isinstance(extra, dict) and any(str(k).lower().startswith("aws:") for k in extra):
            yield Fault(place, "keys without aws:")
    if not isinstance(given, dict):
        return
    if len(given) > 50:
        yield Fault("tags", "50 tags")
    for key, value in given.items():
        good_key = re.fullmatch(r"[\w\s.:/=+@-]{1,128}", str(key)) and not str(
            key
        ).lower().startswith("aws:")
        if not good_key:
            yield Fault(
                "tags", f"keys of 128 letters, digits, space and _.:/=+-@ without aws:, got {key}"
            )
        if known(value) and not re.fullmatch(r"[\w\s.:/=+@-]{0,256}", str(value)):
            yield Fault(f"tags.{key}", "256 letters, digits, space and _.:/=+-@")
    if node.type.startswith("aws:iam/") and len({str(k).lower() for k in given}) != len(given):
        yield Fault("tags", "keys that differ by more than the letter case")
