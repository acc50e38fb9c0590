"""Which properties force a replacement: asked of the provider's own plans, one change each.

The estate's configuration stays as it is, and valid. Beside it stands a made-up state in
which one property has another value, once for every property of every emitted type; one plan
tells which of the differences it would replace the resource for.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from groundplan.engine.plan import Estate
from groundplan.engine.schema import output_names
from groundplan.verify.convert import Converted, convert
from groundplan.verify.diagnostics import place, streamed
from groundplan.verify.names import property_name, tables
from groundplan.verify.schema import Attribute, Block, ProviderSchema
from groundplan.verify.terraform import Terraform, provider_schema
from groundplan.verify.tools import Tools
from groundplan.verify.workspace import PROVIDER, Workspace

Path_ = tuple[str | int, ...]
_PLAN_SECONDS = 1200
_IGNORED = frozenset({"id", "tags", "tags_all", "timeouts"})


@dataclass(frozen=True, slots=True)
class Probe:
    """A copy of a resource whose made-up state differs from its configuration in one place.

    Attributes:
        base: The resource as converted.
        path: Place in its arguments; empty for the copy that differs in nothing.
        name: The Pulumi input there, without indices.
        whole: True where the program sets nothing there, and the state has a value.
        guess: What the configuration says there instead, where the provider would otherwise
            keep what the state has.
    """

    base: Converted
    path: Path_ = ()
    name: str = ""
    whole: bool = False
    guess: Any = None

    def resource(self, label: str) -> Converted:
        """The copy, under a name of its own."""
        body = dict(self.base.body)
        if self.guess is not None:
            body[str(self.path[0])] = self.guess
        return replace(self.base, label=label, body=body)


@dataclass(slots=True)
class Derived:
    """What the plans told.

    Attributes:
        types: Pulumi token to the inputs that force a replacement.
        unasked: Pulumi token to what the provider would not plan, with its words.
    """

    types: dict[str, list[str]] = field(default_factory=dict)
    unasked: dict[str, list[str]] = field(default_factory=dict)


def derive(estate: Estate, tools: Tools, tokens: Iterable[str] = ()) -> Derived:
    """Properties that force a replacement, for the types of an estate.

    Args:
        estate: Where the configurations come from.
        tools: Program and provider.
        tokens: Only these types; none means all.
    """
    schema = provider_schema(tools)
    wanted = set(tokens)
    resources = [
        _with_known_values(each)
        for each in _representatives(convert(estate, schema).resources)
        if not wanted or each.resource.type in wanted
    ]
    with TemporaryDirectory(prefix="groundplan-verify-") as name:
        terraform = Terraform(tools, Path(name))
        first = _planned(terraform, resources, {}, schema)
        probes = list(_probes([each for each in resources if each.label in first], schema))
        copies = {
            f"probe-{number}": probe.resource(f"probe-{number}")
            for number, probe in enumerate(probes)
        }
        states = {
            label: _changed(first[probe.base.label], probe, schema[probe.base.type])
            for (label, _), probe in zip(copies.items(), probes, strict=True)
        }
        second = _planned(terraform, list(copies.values()), states, schema)
    return _read(dict(zip(copies, probes, strict=True)), second)


def _representatives(resources: Iterable[Converted]) -> Iterator[Converted]:
    """Resources that set something no earlier one of their type sets."""
    seen: set[tuple[str, str]] = set()
    for resource in resources:
        names = {(resource.type, _name(resource, path)) for path in _leaves(resource.body, ())}
        if names - seen:
            seen |= names
            yield resource


def _read(probes: Mapping[str, Probe], changes: Mapping[str, Mapping[str, Any]]) -> Derived:
    derived = Derived()
    # What is replaced although nothing differs: the made-up state could not please the provider.
    restless = {
        probe.base.resource.type: _replaced(changes[label])
        for label, probe in probes.items()
        if not probe.path and label in changes
    }
    leaves: dict[str, dict[str, bool]] = {}
    for label, probe in probes.items():
        token = probe.base.resource.type
        derived.types.setdefault(token, [])
        if not probe.path:
            continue
        if label not in changes or token not in restless or probe.path[0] in restless[token]:
            derived.unasked.setdefault(token, []).append(probe.name)
            continue
        leaves.setdefault(token, {})[probe.name] = bool(_replaced(changes[label]) - restless[token])
    for token, found in leaves.items():
        derived.types[token] = sorted(_folded(found))
    return derived


def _replaced(change: Mapping[str, Any]) -> frozenset[str]:
    """Arguments for which the plan would replace the resource."""
    return frozenset(str(path[0]) for path in change.get("replace_paths", ()) if path)


def _folded(leaves: Mapping[str, bool]) -> Iterator[str]:
    """Top-level names where every part of the value forces a replacement, else the parts."""
    groups: dict[str, dict[str, bool]] = {}
    for name, forces in leaves.items():
        groups.setdefault(name.split(".")[0], {})[name] = forces
    for top, members in groups.items():
        if all(members.values()):
            yield top
        else:
            yield from (name for name, forces in members.items() if forces)


def _with_known_values(resource: Converted) -> Converted:
    """The resource with values an older provider takes in place of newer ones."""
    newer = tables()["newer_values"].get(resource.resource.type)
    if not newer:
        return resource
    body = json.dumps(resource.body)
    for value, entry in newer.items():
        body = body.replace(json.dumps(value), json.dumps(entry["before"]))
    return replace(resource, body=json.loads(body))


def _probes(resources: Sequence[Converted], schema: ProviderSchema) -> Iterator[Probe]:
    by_type: dict[str, list[Converted]] = {}
    for resource in resources:
        by_type.setdefault(resource.resource.type, []).append(resource)
    for token, members in sorted(by_type.items()):
        yield Probe(members[0])
        seen: set[str] = set()
        for member in members:
            for path in _leaves(member.body, ()):
                name = _name(member, path)
                if name and name not in seen and path[0] not in _IGNORED:
                    seen.add(name)
                    yield Probe(member, path, name)
        block = schema[members[0].type]
        tops = {name.split(".")[0] for name in seen}
        for name in sorted(output_names(token) - tops):
            argument = property_name(name, block, tables()["properties"].get(token, {}).get("", {}))
            if argument is None or argument in _IGNORED or argument == "region":
                continue
            known = block.attributes.get(argument)
            if known is None or (known.settable and not known.computed):
                yield Probe(members[0], (argument,), name, whole=True)
            elif known.settable:
                guess = _dummy(known, "after", 2, answer=False)
                if guess is not None:
                    yield Probe(members[0], (argument,), name, whole=True, guess=guess)


def _name(resource: Converted, path: Path_) -> str:
    """The Pulumi input at a place of the body, without indices."""
    while path and path not in resource.origins:
        path = path[:-1]
    return re.sub(r"\[\d+\]", "", resource.origins.get(path, ""))


def _leaves(value: Any, path: Path_) -> Iterator[Path_]:
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, index))
    elif path and value is not None and value not in ({}, []):
        yield path


def _changed(change: Mapping[str, Any], probe: Probe, block: Block) -> dict[str, Any]:
    """State of a resource that is as planned, but for the one place."""
    after: dict[str, Any] = json.loads(json.dumps(change.get("after") or {}))
    state: dict[str, Any] = _complete(after, block)
    state["id"] = state.get("id") or "made-up"
    if probe.whole:
        name = str(probe.path[0])
        state[name] = (
            _dummy_blocks(block.blocks[name])
            if name in block.blocks
            else _dummy(block.attributes[name])
        )
    elif probe.path:
        _alter(state, probe.path)
    return state


def _alter(value: Any, path: Path_) -> None:
    """Change the value at the path, as near to it as the planned state goes."""
    *way, last = path
    for step in way:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return
        if isinstance(value, list) and value and isinstance(value[0], str):
            value.append("before")
            return
    if isinstance(value, dict):
        value[last] = _other(value.get(last))
    elif isinstance(value, list) and isinstance(last, int) and last < len(value):
        value[last] = _other(value[last])


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, list):
        return [*value, "before"] if not value or isinstance(value[0], str) else []
    if isinstance(value, Mapping):
        return {**value, "before": "before"}
    return f"{value or ''}before"


def _complete(value: Mapping[str, Any], block: Block) -> dict[str, Any]:
    """A value with every attribute its type has, nothing where the plan knows nothing."""
    made: dict[str, Any] = {}
    for name, attribute in block.attributes.items():
        item = value.get(name)
        if item is None and attribute.computed:
            item = _dummy(attribute) if attribute.type == "string" else None
        made[name] = item
    for name, inner in block.blocks.items():
        item = value.get(name)
        if isinstance(item, list):
            made[name] = [_complete(each, inner) for each in item]
        elif isinstance(item, Mapping) and inner.nesting == "single":
            made[name] = _complete(item, inner)
        else:
            made[name] = None if inner.nesting == "single" else item or []
    return made


def _dummy_blocks(block: Block) -> Any:
    made = {
        name: _dummy(attribute) if attribute.required else None
        for name, attribute in block.attributes.items()
    }
    made |= {
        name: None if inner.nesting == "single" else [] for name, inner in block.blocks.items()
    }
    return made if block.nesting == "single" else [made]


def _dummy(
    attribute: Attribute, text: str = "before", number: int = 1, *, answer: bool = True
) -> Any:
    """Some value of the attribute's type; None for types made of named parts."""
    plain = {"string": text, "number": number, "bool": answer}
    if isinstance(attribute.type, str):
        return plain.get(attribute.type)
    if attribute.type is None or not isinstance(attribute.type[1], str):
        return None
    kind, inner = attribute.type
    item = plain.get(inner)
    return {text: item} if kind == "map" else [item]


def _planned(
    terraform: Terraform,
    resources: Sequence[Converted],
    states: Mapping[str, Mapping[str, Any]],
    schema: ProviderSchema,
) -> dict[str, Mapping[str, Any]]:
    """The change planned for each label; what the provider will not plan is left out."""
    for old in terraform.folder.glob("*.tf.json"):
        old.unlink()
    workspace = Workspace.write(terraform.folder, resources, terraform.tools)
    if not (terraform.folder / ".terraform").is_dir():
        terraform.prepare()
    left = {resource.label: resource for resource in resources}
    for _ in range(6):
        state = terraform.folder / "terraform.tfstate"
        state.write_text(json.dumps(_state(left, states, schema, terraform.tools)))
        code, out, _ = terraform.run(
            "plan",
            "-json",
            "-out=plan",
            "-input=false",
            "-refresh=false",
            "-lock=false",
            seconds=_PLAN_SECONDS,
        )
        if not code:
            break
        refused = {each.label for each in _refused(workspace, out)}
        if not refused:
            raise RuntimeError(f"the plan failed without saying where: {out[-1500:]}")
        for label in refused:
            left.pop(label, None)
    else:
        raise RuntimeError("the plan fails again and again")
    shown = json.loads(terraform.run("show", "-json", "plan")[1])
    return {
        each["name"]: {**each["change"], "replace_paths": each["change"].get("replace_paths", [])}
        for each in shown["resource_changes"]
        if each["name"] in left
    }


def _refused(workspace: Workspace, out: str) -> Iterator[Converted]:
    """Resources that the plan has an error for; they are taken out of the workspace."""
    urns = set()
    for each in streamed(out):
        resource, _ = place(workspace, each)
        if each.get("severity") == "error" and resource is not None:
            yield resource
            urns.add(resource.label)
    workspace.remove(urns)


def _state(
    resources: Mapping[str, Converted],
    states: Mapping[str, Mapping[str, Any]],
    schema: ProviderSchema,
    tools: Tools,
) -> dict[str, Any]:
    return {
        "version": 4,
        "terraform_version": "1.5.0",
        "serial": 1,
        "lineage": "groundplan",
        "outputs": {},
        "resources": [
            {
                "mode": "managed",
                "type": resource.type,
                "name": label,
                "provider": f'provider["{tools.source}"].{PROVIDER}',
                "instances": [
                    {
                        "schema_version": schema[resource.type].version,
                        "attributes": states[label],
                        "sensitive_attributes": [],
                    }
                ],
            }
            for label, resource in resources.items()
            if label in states
        ],
    }
