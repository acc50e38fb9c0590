"""The judge: says offline what AWS would refuse, and why.

One rule is one function with one id, in the file of its AWS service, found by module.
"""

from groundplan.rules.judge import judge
from groundplan.rules.rule import Finding, Rule, Severity

__all__ = ["Finding", "Rule", "Severity", "judge"]
