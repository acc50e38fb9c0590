"""Yours: what only this repository needs. An update never touches this file.

Each function runs at the end of its layer, with everything the layer made. Add your
own resources here, or read and check what is there.
"""

from typing import Any


def organization(layer: Any) -> None:
    """Runs at the end of the organization stack; ``layer`` holds its components."""


def security(layer: Any) -> None:
    """Runs at the end of the security stack; ``layer`` holds its components."""


def foundation(layer: Any) -> None:
    """Runs at the end of every foundation stack; ``layer`` holds its components."""


def application(layer: Any) -> None:
    """Runs at the end of every application stack; ``layer`` holds its components."""


def recovery(layer: Any) -> None:
    """Runs at the end of the recovery stack; ``layer`` holds its components."""
