"""Writes generator/groundplan/data/replacements.json from the installed provider's plans.

Run from the root of the repository: ``python -m tests.oracle.derive_replacements``,
with type tokens after it to renew only those.
"""

import json
import sys
import tempfile
from pathlib import Path

from groundplan.engine.plan import Estate
from groundplan.verify.replacements import derive
from groundplan.verify.tools import find_tools
from tests.oracle.whole_estate import whole_estate

FILE = Path(__file__).resolve().parents[2] / "generator/groundplan/data/replacements.json"
PROVIDER_MAJOR = 6
BATCH = 12


def emitted(estate: Estate) -> list[str]:
    """Every type in the estate."""
    return sorted({each.type for plan in estate.plans for each in plan.aws()})


def main() -> None:
    """Derive a few types at a time, so that what is known is kept, and write."""
    tools = find_tools(PROVIDER_MAJOR)
    types: dict[str, list[str]] = {}
    unasked: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        estate = whole_estate(Path(folder))
    tokens = sys.argv[1:] or emitted(estate)
    if sys.argv[1:]:
        known = json.loads(FILE.read_text())
        types, unasked = known["types"], known["unasked"]
    for start in range(0, len(tokens), BATCH):
        derived = derive(estate, tools, tokens[start : start + BATCH])
        types |= derived.types
        unasked = {token: names for token, names in unasked.items() if token not in derived.types}
        unasked |= {token: sorted(names) for token, names in derived.unasked.items()}
        document = {
            "provider": tools.version,
            "types": dict(sorted(types.items())),
            "unasked": dict(sorted(unasked.items())),
        }
        FILE.write_text(json.dumps(document, indent=1) + "\n")
        print(f"{len(types)} types, provider {tools.version}: {FILE}", flush=True)


if __name__ == "__main__":
    main()
