"""Plain data: what a stack registers (`Plan`) and all stacks together (`Estate`).

Everything behind this module (checks, cost, diff, report, emulation) reads these
classes and nothing else, so they hold JSON values only and never change once made.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

SECRET = "[secret]"
"""What stands in a plan where a program marked a value as secret."""

STACK_TYPE = "pulumi:pulumi:Stack"
PROVIDER_PREFIX = "pulumi:providers:"


@dataclass(frozen=True, kw_only=True, slots=True)
class ResourceOptions:
    """Options of a resource that change what Pulumi does with it.

    Attributes:
        protect: Pulumi refuses to delete or replace it.
        retain_on_delete: Pulumi forgets it instead of deleting it.
        delete_before_replace: The old one goes first.
        ignore_changes: Input paths (camelCase) whose change is not an update.
        replace_on_changes: Input paths whose change is a replacement.
        replacement_trigger: Value, as JSON, whose change is a replacement too; empty for none.
        import_id: Id of an existing resource that is adopted; empty when none is.
        custom_timeouts: ``create``, ``update``, ``delete`` as Pulumi writes them.
        aliases: URNs it had before, its parents' aliases counted, as `aliases.canonical` writes
            them.
    """

    protect: bool = False
    retain_on_delete: bool = False
    delete_before_replace: bool = False
    ignore_changes: tuple[str, ...] = ()
    replace_on_changes: tuple[str, ...] = ()
    replacement_trigger: str = ""
    import_id: str = ""
    custom_timeouts: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """One registered resource: a custom resource, a component or a provider.

    Attributes:
        urn: Pulumi's URN, unique in the estate.
        type: Pulumi type token, for example ``aws:rds/instance:Instance``.
        name: Logical name.
        parent: URN of the parent; empty below the stack itself.
        account: Twelve digits, from the provider; empty for components.
        region: Region the resource lives in; empty for components and for
            resources whose AWS service has no region.
        inputs: As registered, camelCase, secrets masked.
        depends_on: URNs it waits for, explicit and by value, sorted.
        property_dependencies: Top-level input to the URNs its value came from, sorted.
        options: What Pulumi does with it.
        custom: False for components.
        id: Physical id the run was told.
        outputs: State the run was told, secrets masked. Not part of the JSON.
    """

    urn: str
    type: str
    name: str
    parent: str
    account: str
    region: str
    inputs: Mapping[str, Any]
    depends_on: tuple[str, ...]
    property_dependencies: Mapping[str, tuple[str, ...]]
    options: ResourceOptions
    custom: bool
    id: str
    outputs: Mapping[str, Any]

    @property
    def is_aws(self) -> bool:
        """True for what exists in AWS: not a component, not a provider, not a reference."""
        return self.custom and self.type.startswith("aws:")


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """The resource graph of one stack, made offline.

    Attributes:
        stack: ``<layer>/<environment>``, for example ``foundation/prod``.
        layer: Pulumi project.
        environment: ``dev``, ``staging``, ``prod`` or, for shared layers, ``main``.
        account: Account the stack deploys into.
        region: Home region of the stack.
        resources: Sorted by URN.
        outputs: Stack outputs, secrets masked.
        config: Values the stack was run with, by full key, secrets masked.
    """

    stack: str
    layer: str
    environment: str
    account: str
    region: str
    resources: tuple[Resource, ...]
    outputs: Mapping[str, Any]
    config: Mapping[str, Any]

    def __getitem__(self, name: str) -> Resource:
        """The one AWS resource of that logical name.

        Raises:
            KeyError: No resource, or more than one, has the name.
        """
        found = [r for r in self.resources if r.name == name and r.custom]
        if len(found) != 1:
            near = sorted({r.name for r in self.resources if name in r.name or r.name in name})
            raise KeyError(f"{len(found)} resources named {name!r} in {self.stack}; near: {near}")
        return found[0]

    def of_type(self, *types: str) -> tuple[Resource, ...]:
        """Resources of any of the type tokens, sorted by URN."""
        return tuple(r for r in self.resources if r.type in types)

    def aws(self) -> Iterator[Resource]:
        """Resources that exist in AWS."""
        return (r for r in self.resources if r.is_aws)

    def by_urn(self) -> dict[str, Resource]:
        """Resources by URN."""
        return {r.urn: r for r in self.resources}


@dataclass(frozen=True, kw_only=True, slots=True)
class Estate:
    """All plans of an infra repository.

    Attributes:
        plans: Sorted by stack name.
        placeholder_accounts: Environments whose account id is not known yet and was
            replaced by a made-up one so that the programs could run.
        neighbours: Plans that ran only because one of ``plans`` reads their outputs:
            what points into them exists, but nothing is said about them.
    """

    plans: tuple[Plan, ...]
    placeholder_accounts: tuple[str, ...] = ()
    neighbours: tuple[Plan, ...] = ()

    def __getitem__(self, stack: str) -> Plan:
        """Plan of the stack ``<layer>/<environment>``."""
        for plan in self.plans:
            if plan.stack == stack:
                return plan
        raise KeyError(f"no stack {stack!r}; there are {[p.stack for p in self.plans]}")

    def environment(self, environment: str) -> tuple[Plan, ...]:
        """Plans of one environment."""
        return tuple(p for p in self.plans if p.environment == environment)


def labels(plan: Plan) -> dict[str, str]:
    """Short, unique address of each resource: its name, or its URN where a name is shared."""
    count: dict[str, int] = {}
    for resource in plan.resources:
        count[resource.name] = count.get(resource.name, 0) + 1
    return {r.urn: r.name if count[r.name] == 1 else r.urn for r in plan.resources}


def to_json(estate: Estate) -> dict[str, Any]:
    """The estate as JSON values, sorted, the same bytes from run to run."""
    return {
        "placeholder_accounts": list(estate.placeholder_accounts),
        "stacks": [_plan_json(plan) for plan in estate.plans],
    }


def _plan_json(plan: Plan) -> dict[str, Any]:
    label = labels(plan)
    return {
        "name": plan.stack,
        "account": plan.account,
        "region": plan.region,
        "resources": [
            {
                "type": r.type,
                "name": r.name,
                "urn": r.urn,
                "parent": label.get(r.parent, ""),
                "account": r.account,
                "region": r.region,
                "inputs": dict(r.inputs),
                "depends_on": [label.get(urn, urn) for urn in r.depends_on],
                "protect": r.options.protect,
            }
            for r in plan.resources
        ],
        "outputs": dict(plan.outputs),
    }


def to_record(plan: Plan) -> dict[str, Any]:
    """The whole plan as JSON values, for `from_record`; nothing is left out."""
    record = {name: getattr(plan, name) for name in Plan.__slots__ if name != "resources"}
    return record | {"resources": [_resource_record(r) for r in plan.resources]}


def from_record(record: Mapping[str, Any]) -> Plan:
    """The plan that `to_record` took apart."""
    resources = tuple(_resource(r) for r in record["resources"])
    return Plan(**{**record, "resources": resources})


def _resource_record(resource: Resource) -> dict[str, Any]:
    record = {name: getattr(resource, name) for name in Resource.__slots__}
    options = {name: getattr(resource.options, name) for name in ResourceOptions.__slots__}
    return record | {"options": options}


def _resource(record: Mapping[str, Any]) -> Resource:
    options: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in record["options"].items()
    }
    return Resource(
        **{
            **record,
            "depends_on": tuple(record["depends_on"]),
            "property_dependencies": {
                key: tuple(urns) for key, urns in record["property_dependencies"].items()
            },
            "options": ResourceOptions(**options),
        }
    )
