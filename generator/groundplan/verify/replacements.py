"""Which properties force a replacement: asked of the provider's own plans, one change each.

The estate's configuration stays as it is, and valid. Beside it stands a made-up state in
which one property has another value, once for every property of every emitted type; one plan
tells which of the differences it would replace the resource for.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from groundplan.engine.plan import Estate
from groundplan.verify.convert import Converted, convert, with_older_values
from groundplan.verify.diagnostics import place, streamed
from groundplan.verify.probes import Probe, changed, probes, representatives, unprobed
from groundplan.verify.schema import ProviderSchema
from groundplan.verify.terraform import Terraform, provider_schema
from groundplan.verify.tools import Tools
from groundplan.verify.workspace import PROVIDER, Workspace

_PLAN_SECONDS = 1200


@dataclass(slots=True)
class Derived:
    """What the plans told.

    Attributes:
        types: Pulumi token to the inputs that force a replacement.
        unasked: Pulumi token to the inputs the provider would not plan a change of.
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
        with_older_values(each)
        for each in representatives(convert(estate, schema).resources)
        if not wanted or each.resource.type in wanted
    ]
    with TemporaryDirectory(prefix="groundplan-verify-") as name:
        terraform = Terraform(tools, Path(name))
        first = _planned(terraform, resources, {}, schema)
        asked = list(probes([each for each in resources if each.label in first], schema))
        copies = {
            f"probe-{number}": probe.resource(f"probe-{number}")
            for number, probe in enumerate(asked)
        }
        states = {
            label: changed(first[probe.base.label], probe, schema[probe.base.type])
            for (label, _), probe in zip(copies.items(), asked, strict=True)
        }
        second = _planned(terraform, list(copies.values()), states, schema)
    derived = _read(dict(zip(copies, asked, strict=True)), second)
    for each in resources:
        open_ = derived.unasked.get(each.resource.type, [])
        if missing := unprobed(each, schema[each.type]) - set(open_):
            derived.unasked[each.resource.type] = [*open_, *sorted(missing)]
    return derived


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
