"""The page that lists every rule, made from the rules themselves."""

from groundplan.rules.judge import all_rules
from groundplan.rules.rule import Rule, Severity

_HEAD = """# What Groundplan refuses

Made from the rules in `groundplan.rules`; `groundplan validate` holds every stack against them
before any account exists. An error is what AWS refuses. A warning is what AWS takes and what
probably does not work, or a quota that a new account may have to raise.

"""


def page() -> str:
    """Markdown with one table for each group of rules."""
    groups: dict[str, list[Rule]] = {}
    for rule in all_rules():
        groups.setdefault(rule.id.split("-")[1], []).append(rule)
    count = f"{sum(len(g) for g in groups.values())} rules.\n"
    return _HEAD + count + "".join(_group(name, groups[name]) for name in sorted(groups))


def _group(name: str, rules: list[Rule]) -> str:
    lines = [f"\n## {name}\n", "| rule | says | AWS says | source |", "|---|---|---|---|"]
    for rule in rules:
        mark = " (warning)" if rule.severity is Severity.warning else ""
        cells = (f"{rule.id}{mark}", rule.title, rule.error, rule.source)
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
