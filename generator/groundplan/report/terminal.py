"""What the terminal shows."""

from collections import Counter

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from groundplan.engine.plan import Estate, Plan, Resource
from groundplan.repository import account_role
from groundplan.traits import exposure, holds_data, top_components


def print_estate(estate: Estate, console: Console | None = None) -> None:
    """A tree by stack: counts by component, what is exposed, what holds data."""
    out = console or Console(highlight=False)
    for plan in estate.plans:
        out.print(
            _tree(
                plan,
                placeholder=account_role(plan.layer, plan.environment)
                in estate.placeholder_accounts,
            )
        )
    out.print(_summary(estate))


def print_counts(estate: Estate, console: Console) -> None:
    """One line per stack, and the sum."""
    for plan in estate.plans:
        console.print(f"   {plan.stack:22} {count(sum(1 for _ in plan.aws()), 'resource')}")
    console.print(_summary(estate))


def _tree(plan: Plan, *, placeholder: bool) -> Tree:
    resources = list(plan.aws())
    head = Text(plan.stack, style="bold")
    account = f"account {plan.account}" + (" (made up until it exists)" if placeholder else "")
    head.append(f"  {account}, {plan.region}, {count(len(resources), 'resource')}", style="dim")
    tree = Tree(head, guide_style="dim")
    for name, members in top_components(plan).items():
        branch = tree.add(_component_line(name or "(no component)", members))
        for resource in members:
            for label, style, what in (
                ("exposed to the internet", "yellow", exposure(resource)),
                ("holds data", "cyan", holds_data(resource)),
            ):
                if what:
                    line = Text(f"{label}: ", style=style)
                    line.append(f"{resource.name}, {what}", style="default")
                    if resource.options.protect:
                        line.append(", protected", style="green")
                    branch.add(line)
    return tree


def _component_line(name: str, members: list[Resource]) -> Text:
    kinds = Counter(r.type.rpartition(":")[2] for r in members)
    most = ", ".join(f"{n} {kind}" if n > 1 else kind for kind, n in sorted(kinds.items())[:6])
    more = f", and {count(len(kinds) - 6, 'more type')}" if len(kinds) > 6 else ""
    line = Text(name)
    line.append(f"  {len(members)}  {most}{more}", style="dim")
    return line


def _summary(estate: Estate) -> Text:
    resources = [r for plan in estate.plans for r in plan.aws()]
    exposed = sum(1 for r in resources if exposure(r))
    stateful = sum(1 for r in resources if holds_data(r))
    protected = sum(1 for r in resources if r.options.protect)
    text = Text(
        f"{count(len(estate.plans), 'stack')}, {count(len(resources), 'resource')}: "
        f"{exposed} exposed to the internet, {stateful} hold data, "
        f"{protected} protected from deletion"
    )
    if estate.placeholder_accounts:
        roles = ", ".join(estate.placeholder_accounts)
        text.append(f"\nAccount ids made up until the accounts exist: {roles}", style="dim")
    return text


def count(number: int, noun: str) -> str:
    """``1 stack``, ``2 stacks``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
