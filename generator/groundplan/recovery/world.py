"""Reads vaults, rules, selections and keys out of an estate, across its accounts."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from groundplan.engine.plan import Estate, Plan, Resource
from groundplan.recovery.model import Copy, Rule, Store, Vault
from groundplan.recovery.schedule import interval_hours
from groundplan.recovery.stores import tags


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """Which resources a plan's rules apply to.

    Attributes:
        resource: The selection.
        rules: Rules of its plan.
    """

    resource: Resource
    rules: tuple[Rule, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """Everything about backups that the stacks say together.

    Attributes:
        vaults: Vaults by ARN.
        selections: Selections of every plan.
        keys: Key resources by ARN.
        opted_in: Resource types turned on, by account and region.
        roles: Managed policies by role ARN.
    """

    vaults: Mapping[str, Vault]
    selections: tuple[Selection, ...]
    keys: Mapping[str, Resource]
    opted_in: Mapping[tuple[str, str], frozenset[str]]
    roles: Mapping[str, frozenset[str]]

    def rules(self, store: Store) -> tuple[Rule, ...]:
        """Rules that back the store up."""
        return tuple(
            rule for s in self.selections if selects(s.resource, store) for rule in s.rules
        )

    def opted(self, store: Store) -> bool:
        """True where AWS Backup is turned on for the store's type in its region."""
        place = (store.resource.account, store.resource.region)
        return store.backup_type in self.opted_in.get(place, frozenset())


def read_world(estate: Estate) -> World:
    """Collect what the stacks say about backups."""
    vaults = {v.arn: v for plan in estate.plans for v in _vaults(plan)}
    return World(
        vaults=vaults,
        selections=tuple(s for plan in estate.plans for s in _selections(plan, vaults)),
        keys={
            str(r.outputs.get("arn")): r
            for plan in estate.plans
            for r in plan.of_type("aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey")
        },
        opted_in={
            (r.account, r.region): frozenset(
                t for t, on in (r.inputs.get("resourceTypeOptInPreference") or {}).items() if on
            )
            for plan in estate.plans
            for r in plan.of_type("aws:backup/regionSettings:RegionSettings")
        },
        roles=_roles(estate),
    )


def selects(selection: Resource, store: Store) -> bool:
    """True where a selection takes the store in: same account and region, tag or ARN."""
    resource, inputs = store.resource, selection.inputs
    if (selection.account, selection.region) != (resource.account, resource.region):
        return False
    arn, carried = str(resource.outputs.get("arn", "")), tags(resource)
    if any(fnmatchcase(arn, str(p)) for p in inputs.get("notResources") or ()):
        return False
    by_tag = any(
        t.get("type") == "STRINGEQUALS" and carried.get(str(t.get("key"))) == t.get("value")
        for t in inputs.get("selectionTags") or ()
    )
    named = any(fnmatchcase(arn, str(p)) for p in inputs.get("resources") or ())
    return by_tag or (named and _conditions_hold(inputs.get("conditions") or (), carried))


def by_tag_only(selection: Resource) -> bool:
    """True where AWS Backup asks the region's opt-in before it takes a resource."""
    return not selection.inputs.get("resources")


def _conditions_hold(conditions: Any, carried: Mapping[str, str]) -> bool:
    blocks = conditions if isinstance(conditions, list | tuple) else [conditions]
    return all(
        carried.get(str(pair.get("key", "")).removeprefix("aws:ResourceTag/")) == pair.get("value")
        for block in blocks
        for pair in block.get("stringEquals") or ()
    )


def _vaults(plan: Plan) -> Iterator[Vault]:
    for resource in plan.of_type("aws:backup/vault:Vault"):
        name = resource.outputs.get("name")

        def beside(token: str, name: Any = name, vault: Resource = resource) -> list[Resource]:
            return [
                r
                for r in plan.of_type(token)
                if r.inputs.get("backupVaultName") == name
                and (r.account, r.region) == (vault.account, vault.region)
            ]

        locks = beside("aws:backup/vaultLockConfiguration:VaultLockConfiguration")
        lock = locks[0].inputs if locks else {}
        changeable = lock.get("changeableForDays")
        yield Vault(
            arn=str(resource.outputs.get("arn", "")),
            resource=resource,
            key_arn=str(resource.inputs.get("kmsKeyArn") or ""),
            policies=tuple(
                str(r.inputs.get("policy", ""))
                for r in beside("aws:backup/vaultPolicy:VaultPolicy")
            ),
            min_days=int(lock.get("minRetentionDays") or 0),
            max_days=int(lock.get("maxRetentionDays") or 0),
            locked=bool(locks),
            changeable_for_days=int(changeable) if changeable else None,
            irrevocable_from=_typed_day(plan) if changeable else "",
        )


def _typed_day(plan: Plan) -> str:
    confirmed = plan.config.get("groundplan:compliance_lock") or "{}"
    try:
        return str(json.loads(str(confirmed)).get("irrevocable_from", ""))
    except (AttributeError, json.JSONDecodeError):
        return ""


def _selections(plan: Plan, vaults: Mapping[str, Vault]) -> Iterator[Selection]:
    plans = {r.id: r for r in plan.of_type("aws:backup/plan:Plan")}
    for selection in plan.of_type("aws:backup/selection:Selection"):
        backup_plan = plans.get(str(selection.inputs.get("planId")))
        if backup_plan is not None:
            yield Selection(
                resource=selection,
                rules=tuple(
                    _rule(plan, backup_plan, selection, rule, vaults)
                    for rule in backup_plan.inputs.get("rules") or ()
                ),
            )


def _rule(
    plan: Plan,
    backup_plan: Resource,
    selection: Resource,
    rule: Mapping[str, Any],
    vaults: Mapping[str, Vault],
) -> Rule:
    place = f"{backup_plan.region}:{backup_plan.account}"
    vault_arn = f"arn:aws:backup:{place}:backup-vault:{rule.get('targetVaultName')}"
    days, cold = _lifecycle(rule)
    return Rule(
        stack=plan.stack,
        plan=backup_plan.name,
        name=str(rule.get("ruleName", "")),
        interval_hours=interval_hours(str(rule.get("schedule", ""))),
        start_minutes=float(rule.get("startWindow") or 480),
        days=days,
        cold_after_days=cold,
        continuous=bool(rule.get("enableContinuousBackup")),
        vault_arn=vault_arn if vault_arn in vaults else "",
        copies=tuple(_copy(copy) for copy in rule.get("copyActions") or ()),
        role_arn=str(selection.inputs.get("iamRoleArn", "")),
    )


def _copy(copy: Mapping[str, Any]) -> Copy:
    arn = str(copy.get("destinationVaultArn", ""))
    parts = [*arn.split(":"), *[""] * 7]
    days, cold = _lifecycle(copy)
    return Copy(vault_arn=arn, region=parts[3], account=parts[4], days=days, cold_after_days=cold)


def _lifecycle(holder: Mapping[str, Any]) -> tuple[int, int]:
    lifecycle = holder.get("lifecycle") or {}
    return int(lifecycle.get("deleteAfter") or 0), int(lifecycle.get("coldStorageAfter") or 0)


def _roles(estate: Estate) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for plan in estate.plans:
        attached = plan.of_type("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        for role in plan.of_type("aws:iam/role:Role"):
            name = role.outputs.get("name")
            found[str(role.outputs.get("arn"))] = frozenset(
                str(a.inputs.get("policyArn"))
                for a in attached
                if a.inputs.get("role") == name and a.account == role.account
            )
    return found
