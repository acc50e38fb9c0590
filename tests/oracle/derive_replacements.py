"""Writes generator/groundplan/data/replacements.json from the installed provider's plans.

Run from the root of the repository: ``python -m tests.oracle.derive_replacements``.
"""

import json
import tempfile
from pathlib import Path

from groundplan.engine.estate import preview
from groundplan.engine.plan import Estate
from groundplan.repository import open_repository
from groundplan.verify.replacements import derive
from groundplan.verify.tools import find_tools
from tests.support.repositories import build

FILE = Path(__file__).resolve().parents[2] / "generator/groundplan/data/replacements.json"
PROVIDER_MAJOR = 6


def demo_estate(folder: Path) -> Estate:
    """Estate of the demo application."""
    return preview(open_repository(build(folder)))


def main() -> None:
    """Derive and write."""
    tools = find_tools(PROVIDER_MAJOR)
    with tempfile.TemporaryDirectory() as folder:
        derived = derive(demo_estate(Path(folder)), tools)
    document = {
        "provider": tools.version,
        "types": dict(sorted(derived.types.items())),
        "unasked": {token: sorted(names) for token, names in sorted(derived.unasked.items())},
    }
    FILE.write_text(json.dumps(document, indent=1) + "\n")
    print(f"{len(derived.types)} types, provider {tools.version}: {FILE}")


if __name__ == "__main__":
    main()
