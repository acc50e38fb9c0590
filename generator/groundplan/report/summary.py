"""What a founder reads after a demo: what they have, what protects it, what comes next."""

from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from groundplan.engine.plan import Estate, Plan, Resource
from groundplan.traits import exposure, holds_data

_ALARMS = ("aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm")


def print_summary(estate: Estate, folder: Path, console: Console, *, command: str) -> None:
    """Print the summary of an estate that was written to ``folder``.

    Args:
        estate: All stacks.
        folder: The repository.
        console: Where to print.
        command: How this person starts Groundplan.
    """
    console.print("\n[bold]What you have[/bold]")
    environments = [e for e in ("dev", "staging", "prod") if estate.environment(e)]
    table = Table("", *environments, box=None, pad_edge=False)
    for label, cell in (
        ("AWS account", lambda plans: _account(plans, estate.placeholder_accounts)),
        ("resources", lambda plans: str(sum(1 for p in plans for _ in p.aws()))),
        ("reachable from the internet", _exposed),
        ("database", _database),
        ("things that hold data", _stateful),
        ("backups", _backups),
        ("alarms", lambda plans: str(sum(len(p.of_type(*_ALARMS)) for p in plans))),
    ):
        table.add_row(label, *(cell(estate.environment(e)) for e in environments))
    console.print(table)
    console.print("\n[bold]What to do next[/bold]")
    for number, step in enumerate(
        (
            f"Read {folder}/README.md: the steps to a running environment, in order",
            f"See every resource: {command} -C {folder} preview",
            f"Answer for your own application: {command} new my-infra",
        ),
        start=1,
    ):
        console.print(f" {number}. {step}", soft_wrap=True)


def _account(plans: tuple[Plan, ...], placeholders: tuple[str, ...]) -> str:
    return "to be made" if plans[0].environment in placeholders else plans[0].account


def _exposed(plans: tuple[Plan, ...]) -> str:
    kinds = Counter(r.type.rpartition(":")[2] for p in plans for r in p.aws() if exposure(r))
    names = {"Distribution": "CDN", "LoadBalancer": "load balancer", "Service": "service"}
    return (
        ", ".join(f"{n} {names.get(kind, kind)}" for kind, n in sorted(kinds.items())) or "nothing"
    )


def _database(plans: tuple[Plan, ...]) -> str:
    for plan in plans:
        for instance in plan.of_type("aws:rds/instance:Instance"):
            inputs = instance.inputs
            zones = "2 zones" if inputs.get("multiAz") else "1 zone"
            return f"{inputs['instanceClass']}, {zones}, {_days_back(instance)}"
        for cluster in plan.of_type("aws:rds/cluster:Cluster"):
            members = plan.of_type("aws:rds/clusterInstance:ClusterInstance")
            sizes = sorted({str(m.inputs["instanceClass"]) for m in members})
            return f"Aurora, {len(members)} x {', '.join(sizes)}, {_days_back(cluster)}"
    return "none"


def _days_back(database: Resource) -> str:
    return f"{database.inputs['backupRetentionPeriod']} days back"


def _stateful(plans: tuple[Plan, ...]) -> str:
    found = [r for p in plans for r in p.aws() if holds_data(r)]
    protected = sum(1 for r in found if r.options.protect)
    return f"{len(found)}, {protected} protected" if protected else str(len(found))


def _backups(plans: tuple[Plan, ...]) -> str:
    rules = [
        rule
        for p in plans
        for plan in p.of_type("aws:backup/plan:Plan")
        for rule in plan.inputs.get("rules", ())
    ]
    if not rules:
        return "none"
    home = plans[0].region
    places = {
        copy["destinationVaultArn"].split(":")[3:5][0]
        for rule in rules
        for copy in rule.get("copyActions", ())
    }
    elsewhere = sorted(places - {home})
    days = max(int((rule.get("lifecycle") or {}).get("deleteAfter", 0)) for rule in rules)
    return f"up to {days} days" + (f", copied to {', '.join(elsewhere)}" if elsewhere else "")
