"""Findings as SARIF 2.1.0, which code hosts show beside the lines of a pull request."""

from collections.abc import Sequence
from typing import Any

from groundplan import __version__
from groundplan.rules.rule import Finding, Severity

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    """One run with a rule entry for each rule that was broken."""
    rules = {finding.rule: finding for finding in findings}
    order = sorted(rules)
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "groundplan",
                        "version": __version__,
                        "rules": [_rule(rules[key]) for key in order],
                    }
                },
                "results": [_result(finding, order.index(finding.rule)) for finding in findings],
            }
        ],
    }


def _rule(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.rule,
        "shortDescription": {"text": finding.title},
        "fullDescription": {"text": f"AWS: {finding.error}"},
        "help": {"text": f"Source: {finding.source}"},
        "defaultConfiguration": {"level": _level(finding)},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    layer, _, environment = finding.stack.partition("/")
    place = f"{finding.resource}.{finding.path}" if finding.path else finding.resource
    text = f"{place}: {finding.title}"
    if finding.value:
        text += f" Got {finding.value}."
    if finding.allowed:
        text += f" Allowed: {finding.allowed}."
    if finding.fix:
        text += f" Fix: {finding.fix}."
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _level(finding),
        "message": {"text": f"{text} AWS: {finding.error}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": f"{layer}/Pulumi.{environment}.yaml"},
                    "region": {"startLine": 1},
                },
                "logicalLocations": [{"fullyQualifiedName": f"{finding.urn}#{finding.path}"}],
            }
        ],
        "partialFingerprints": {
            "rule/resource/path": f"{finding.rule}|{finding.urn}|{finding.path}"
        },
    }


def _level(finding: Finding) -> str:
    return "error" if finding.severity is Severity.error else "warning"
