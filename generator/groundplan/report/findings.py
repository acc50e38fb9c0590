"""What AWS would refuse, told to a person: their words first, AWS's error second."""

from collections.abc import Sequence

from rich.console import Console

from groundplan.report.terminal import count
from groundplan.rules import Finding, Severity


def print_findings(findings: Sequence[Finding], resources: int, console: Console) -> None:
    """Print every finding, and the count."""
    for finding in findings:
        console.print(text(finding), markup=False, soft_wrap=True)
    errors = sum(finding.severity is Severity.error for finding in findings)
    console.print(
        f"{count(resources, 'resource')} read: {count(errors, 'error')}, "
        f"{count(len(findings) - errors, 'warning')}",
        markup=False,
    )


def refused(findings: Sequence[Finding]) -> bool:
    """True where AWS would refuse something."""
    return any(finding.severity is Severity.error for finding in findings)


def text(finding: Finding) -> str:
    """One finding over a few lines."""
    place = f"{finding.resource}.{finding.path}" if finding.path else finding.resource
    lines = [f"{finding.severity}: {finding.stack}: {place}: {finding.title}"]
    facts = (
        ("component", finding.component),
        ("config key", finding.config_key),
        ("got", finding.value),
        ("allowed", finding.allowed),
        ("fix", finding.fix),
        ("AWS says", finding.error),
        ("rule", f"{finding.rule} ({finding.source})"),
    )
    lines.extend(f"  {label}: {value}" for label, value in facts if value)
    return "\n".join(lines)
