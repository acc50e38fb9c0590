"""Recovery objectives and findings of an estate, together and as JSON values."""

from dataclasses import dataclass
from typing import Any

from groundplan.engine.plan import Estate
from groundplan.recovery.assumptions import ASSUMPTIONS
from groundplan.recovery.findings import find_problems
from groundplan.recovery.model import Finding, Objective, Scenario, Vault
from groundplan.recovery.objectives import find_objectives
from groundplan.recovery.stores import ENVIRONMENTS
from groundplan.recovery.world import read_world


@dataclass(frozen=True, kw_only=True, slots=True)
class RecoveryReport:
    """What an estate can promise, and what it cannot.

    Attributes:
        objectives: For each store and scenario.
        findings: Promises it cannot keep.
        irrevocable: Vaults whose lock nobody can remove once its days have passed.
    """

    objectives: tuple[Objective, ...]
    findings: tuple[Finding, ...]
    irrevocable: tuple[Vault, ...]

    @property
    def environments(self) -> tuple[str, ...]:
        """Environments with a store, in order of development."""
        present = {o.store.environment for o in self.objectives}
        return tuple(e for e in ENVIRONMENTS if e in present)

    def of(self, environment: str) -> dict[str, dict[Scenario, Objective]]:
        """Objectives of one environment by store and scenario.

        A store goes by its name, with its kind before it where the name does not begin so.
        """
        table: dict[str, dict[Scenario, Objective]] = {}
        for objective in self.objectives:
            store = objective.store
            if store.environment == environment:
                named = store.name.partition("-")[0] == store.kind
                label = store.name if named else f"{store.kind} {store.name}"
                table.setdefault(label, {})[objective.scenario] = objective
        return table

    def assumptions(self) -> dict[str, str]:
        """Text of every assumption some objective rests on."""
        used = {name for o in self.objectives for name in o.assumptions}
        return {name: text for name, text in ASSUMPTIONS.items() if name in used}


def assess(estate: Estate) -> RecoveryReport:
    """Objectives and findings of an estate."""
    return RecoveryReport(
        objectives=find_objectives(estate),
        findings=find_problems(estate),
        irrevocable=tuple(
            vault
            for _, vault in sorted(read_world(estate).vaults.items())
            if vault.changeable_for_days is not None
        ),
    )


def to_json(report: RecoveryReport) -> dict[str, Any]:
    """The report as JSON values, sorted, the same bytes from run to run."""
    return {
        "stores": [
            {
                "environment": o.store.environment,
                "stack": o.store.stack,
                "kind": str(o.store.kind),
                "name": o.store.name,
                "scenario": o.scenario.name,
                "loss_minutes": o.loss_minutes,
                "restore_minutes": list(o.restore_minutes) if o.restore_minutes else None,
                "kept_days": o.kept_days,
                "how": o.how,
                "assumptions": list(o.assumptions),
            }
            for o in report.objectives
        ],
        "findings": [
            {
                "code": f.code,
                "stack": f.stack,
                "resource": f.resource,
                "what": f.what,
                "fix": f.fix,
            }
            for f in report.findings
        ],
        "assumptions": report.assumptions(),
        "irrevocable_vaults": [
            {"arn": v.arn, "changeable_for_days": v.changeable_for_days} for v in report.irrevocable
        ],
    }
