"""Recovery objectives as text and as Markdown."""

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from groundplan.recovery.model import Objective, Scenario
from groundplan.recovery.report import RecoveryReport

_HOUR = 60.0
_DAY = 24 * _HOUR
_TABLE_WIDTH = 120
"""Columns from which a column for each scenario can be read."""
_Row = Mapping[Scenario, Objective]


def print_recovery(report: RecoveryReport, console: Console | None = None) -> None:
    """Print what each store loses in each environment, what that rests on, then findings.

    Stores of one kind that fare alike stand together. A wide terminal gets a column for
    each scenario, a narrow one a line.
    """
    out = console or Console()
    for environment in report.environments:
        rows = _alike(report.of(environment))
        wide = out.width >= _TABLE_WIDTH
        out.print(_by_column(environment, rows) if wide else _by_line(environment, rows))
    for name, text in report.assumptions().items():
        out.print(f"  {name}: {text}", highlight=False, markup=False)
    for line in _notices(report):
        out.print(line, highlight=False, markup=False)


def markdown(report: RecoveryReport) -> str:
    """The report as a Markdown document."""
    lines = ["# Recovery objectives", ""]
    for environment in report.environments:
        lines += [
            f"## {environment}",
            "",
            "| store | " + " | ".join(s.value for s in Scenario) + " |",
            "|---" * (len(Scenario) + 1) + "|",
        ]
        lines += [
            f"| {label} | " + " | ".join(cell(row[s]) for s in Scenario) + " |"
            for label, row in _alike(report.of(environment)).items()
        ]
        lines += ["", "The way back:", ""]
        lines += [*_ways_back(_alike(report.of(environment))), ""]
    lines += ["## What the numbers rest on", ""]
    lines += [f"- **{name}**: {text}" for name, text in report.assumptions().items()]
    lines += ["", "## Findings", ""]
    lines += [f"- {line}" for line in _notices(report)]
    return "\n".join(lines) + "\n"


def cell(objective: Objective) -> str:
    """Loss and time of one objective in a few characters."""
    return " / ".join(_parts(objective))


def _parts(objective: Objective) -> tuple[str, str]:
    loss, restore = objective.loss_minutes, objective.restore_minutes
    if restore is None:
        return "all of it", "never"
    if loss is None:
        return "all of it", _span(restore)
    if loss == 0 and restore == (0, 0):
        return "nothing", "no break"
    return (duration(loss) if loss else "nothing"), _span(restore)


def _alike(stores: Mapping[str, _Row]) -> dict[str, _Row]:
    """Stores of one kind with the same answers in every scenario under one label."""
    groups: dict[tuple[object, ...], list[str]] = {}
    for label, row in stores.items():
        kind = next(iter(row.values())).store.kind
        answers = ((cell(row[s]), row[s].how, row[s].kept_days) for s in Scenario)
        groups.setdefault((kind, *answers), []).append(label)
    return {", ".join(labels): stores[labels[0]] for labels in groups.values()}


def _by_column(environment: str, rows: Mapping[str, _Row]) -> Table:
    table = Table(title=f"{environment}: lost at worst / working again after", expand=True)
    table.add_column("store", overflow="fold")
    for scenario in Scenario:
        table.add_column(scenario.value)
    for label, row in rows.items():
        table.add_row(escape(label), *(cell(row[scenario]) for scenario in Scenario))
    return table


def _by_line(environment: str, rows: Mapping[str, _Row]) -> Table:
    table = Table(box=None, pad_edge=False, expand=True)
    table.add_column(environment, ratio=1, overflow="fold", header_style="bold")
    table.add_column("lost at worst", no_wrap=True)
    table.add_column("works again after", no_wrap=True)
    for label, row in rows.items():
        table.add_row(f"[bold]{escape(label)}[/bold]")
        for scenario in Scenario:
            table.add_row(f"  {scenario.value}", *_parts(row[scenario]))
    return table


def duration(minutes: float) -> str:
    """Minutes in the unit a person would say."""
    if minutes < _HOUR:
        return f"{minutes:g} min"
    if minutes < 2 * _DAY:
        return f"{_number(minutes / _HOUR)} h"
    return f"{_number(minutes / _DAY)} d"


def _span(span: tuple[float, float]) -> str:
    low, high = span
    if low == high:
        return "at once" if not high else duration(high)
    first, second = duration(low), duration(high)
    if first.split()[1] == second.split()[1]:
        first = first.split()[0]
    return f"{first} to {second}"


def _number(value: float) -> str:
    return f"{round(value, 1):g}"


def _ways_back(stores: Mapping[str, _Row]) -> Iterator[str]:
    """One line for each way back, however many scenarios it serves."""
    for label, row in stores.items():
        scenarios: dict[str, list[str]] = {}
        for objective in row.values():
            way = f"{objective.how}{_reach(objective)}"
            scenarios.setdefault(way, []).append(objective.scenario.value)
        for way, served in scenarios.items():
            yield f"- {label}, {' or '.join(served)}: {way}."


def _reach(objective: Objective) -> str:
    return f" ({objective.kept_days} days back at most)" if objective.kept_days else ""


def _notices(report: RecoveryReport) -> Iterator[str]:
    for vault in report.irrevocable:
        yield (
            f"vault {vault.arn}: nobody can remove its lock {vault.changeable_for_days} days "
            f"after the first deployment, {vault.irrevocable_from or 'a day nobody has typed'} "
            "at the earliest"
        )
    for finding in report.findings:
        yield f"{finding.stack}: {finding.resource}: {finding.what} [{finding.code}]"
        yield f"fix: {finding.fix}"
    if not report.findings:
        yield "every store is backed up, copied where it must be, and every copy can work"
