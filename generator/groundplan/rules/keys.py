"""Keys of other regions, whatever the type."""

from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.grammar.address import arn
from groundplan.rules.kms import KEYED
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World


@rule(
    "GP-REF-906",
    "*",
    title="The key is in another region than what it is to encrypt.",
    error="KMSKeyNotAccessibleFault / InvalidParameter: key region / KMS key not found",
    source="KMS Developer Guide: keys are regional",
)
def key_region(node: Node, _: World) -> Iterator[Fault]:
    """Keys belong to the region of the resource; replicas elsewhere name a key of theirs."""
    if not node.region or node.type in KEYED:  # those have a rule in the words of KMS
        return
    for place, value in _keys(node.inputs, ""):
        found = arn(value)
        if found and found.service == "kms" and found.region != node.region:
            yield Fault(place, f"a key in {node.region}")


def _keys(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            low = key.lower()
            if "replica" in low or "destination" in low or key == "tags":
                continue
            here = f"{path}.{key}" if path else key
            if "kms" in low and isinstance(item, str):
                yield here, item
            elif isinstance(item, Mapping | list | tuple):
                yield from _keys(item, here)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _keys(item, f"{path}[{index}]")
