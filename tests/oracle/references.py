"""The estate for an apply: ids that one resource tells another become Terraform references."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from groundplan.verify.convert import UNANSWERED, Converted, text
from groundplan.verify.names import property_name
from groundplan.verify.schema import ProviderSchema

_SHORTEST = 6


def with_references(resources: Iterable[Converted], schema: ProviderSchema) -> Iterator[Converted]:
    """The resources, each waiting for what it depends on and reading its ids from there."""
    known = {each.resource.urn: each for each in resources}
    for each in known.values():
        origins = {path[0]: origin for path, origin in each.origins.items() if len(path) == 1}
        body: dict[str, Any] = {}
        for name, value in each.body.items():
            top = re.split(r"[.\[]", origins.get(name, ""))[0]
            urns = each.resource.property_dependencies.get(top, ())
            body[name] = referring(value, told([known[u] for u in urns if u in known], schema))
        waits = [known[urn].address for urn in each.resource.depends_on if urn in known]
        yield replace(each, body={**body, **({"depends_on": sorted(waits)} if waits else {})})


def told(resources: Iterable[Converted], schema: ProviderSchema) -> dict[str, str]:
    """What resources told the program, and the reference that stands for it; longest first."""
    found: dict[str, str] = {}
    for each in resources:
        block = schema[each.type]
        words = {"id": each.resource.id, **each.resource.outputs}
        for key, value in words.items():
            name = "id" if key == "id" else property_name(key, block, {})
            if name is None or name not in block.attributes:
                continue
            plain = isinstance(value, str) and len(value) >= _SHORTEST and UNANSWERED not in value
            if plain and (name == "id" or block.attributes[name].computed) and value not in found:
                found[value] = f"${{{each.address}.{name}}}"
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def referring(value: Any, references: Mapping[str, str]) -> Any:
    """A value with everything that a resource told in it read from that resource."""
    if isinstance(value, Mapping):
        return {key: referring(item, references) for key, item in value.items()}
    if isinstance(value, list):
        return [referring(item, references) for item in value]
    if not isinstance(value, str) or not references:
        return value
    literal = {str(text(word)): reference for word, reference in references.items()}
    pattern = "|".join(rf"(?<![\w-]){re.escape(word)}(?![\w-])" for word in literal)
    return re.sub(pattern, lambda match: literal[match[0]], value)
