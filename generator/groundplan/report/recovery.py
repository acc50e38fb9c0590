"""Recovery objectives as text and as Markdown."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from groundplan.recovery.model import Objective, Scenario
from groundplan.recovery.report import RecoveryReport

_HOUR = 60.0
_DAY = 24 * _HOUR


def print_recovery(report: RecoveryReport, console: Console | None = None) -> None:
    """Print a table for each environment, then what the numbers rest on, then findings."""
    out = console or Console()
    for environment in report.environments:
        table = Table(title=f"{environment}: lost at worst / working again after", expand=True)
        table.add_column("store")
        for scenario in Scenario:
            table.add_column(scenario.value)
        for label, row in report.of(environment).items():
            table.add_row(label, *(cell(row[scenario]) for scenario in Scenario))
        out.print(table)
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
            for label, row in report.of(environment).items()
        ]
        lines += ["", "The way back:", ""]
        lines += [*_ways_back(report.of(environment)), ""]
    lines += ["## What the numbers rest on", ""]
    lines += [f"- **{name}**: {text}" for name, text in report.assumptions().items()]
    lines += ["", "## Findings", ""]
    lines += [f"- {line}" for line in _notices(report)]
    return "\n".join(lines) + "\n"


def cell(objective: Objective) -> str:
    """Loss and time of one objective in a few characters."""
    loss, restore = objective.loss_minutes, objective.restore_minutes
    if loss is None or restore is None:
        return "all of it / never"
    if loss == 0 and restore == (0, 0):
        return "nothing / no break"
    return f"{duration(loss) if loss else 'nothing'} / {_span(restore)}"


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


def _ways_back(stores: dict[str, dict[Scenario, Objective]]) -> Iterator[str]:
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
