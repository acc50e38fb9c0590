"""Foundation plans of the demo application, one for each change, made once."""

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from groundplan.engine.estate import preview
from groundplan.engine.plan import Plan
from groundplan.repository import open_repository
from tests.support.repositories import FOUNDATION, build


def foundation(environment: str = "prod", **change: Any) -> Plan:
    """Plan of ``foundation/<environment>`` with some config keys replaced."""
    return _plan(environment, json.dumps(change, sort_keys=True))


@cache
def _plan(environment: str, change: str) -> Plan:
    with tempfile.TemporaryDirectory() as folder:
        build(
            Path(folder),
            layers={"foundation": FOUNDATION},
            change=json.loads(change),
            environments=(environment,),
        )
        return preview(open_repository(Path(folder)))[f"foundation/{environment}"]
