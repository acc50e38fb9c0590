"""Computed outputs of accessanalyzer."""

from typing import Any

AUTO_NAMED: dict[str, str] = {
    "aws:accessanalyzer/analyzer:Analyzer": "analyzerName",
}

TYPES: dict[str, dict[str, Any]] = {}
