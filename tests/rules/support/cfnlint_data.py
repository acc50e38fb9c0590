"""Where cfn-lint keeps its schemas: only its files are read."""

from importlib.util import find_spec
from pathlib import Path


def cfnlint_folder() -> Path:
    """Folder of the package, which takes a second to import."""
    spec = find_spec("cfnlint")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent
