"""What answers a running program in place of AWS.

The monitor hands every registration to a `Cloud` and gives its answer back to the
program. `synthesize.SyntheticCloud` makes answers up; the emulation asks moto.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from groundplan.engine.plan import ResourceOptions


@dataclass(frozen=True, kw_only=True, slots=True)
class Registration:
    """A custom resource as the program asks for it.

    Attributes:
        urn: Pulumi's URN.
        type: Type token.
        name: Logical name.
        stack: ``<layer>/<environment>``.
        account: Twelve digits.
        region: Region of the resource, or the provider's where the service has none.
        inputs: camelCase, secrets open. ``region`` is taken out.
        depends_on: URNs it waits for.
        options: What Pulumi does with it.
        default_tags: Tags of the provider; not merged into ``inputs``.
        lookup_id: Id, when the program reads an existing resource (``.get``).
    """

    urn: str
    type: str
    name: str
    stack: str
    account: str
    region: str
    inputs: Mapping[str, Any]
    depends_on: tuple[str, ...]
    options: ResourceOptions
    default_tags: Mapping[str, str]
    lookup_id: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the program is told: the physical id and the whole state, camelCase."""

    id: str
    state: Mapping[str, Any]


class Cloud(Protocol):
    """Answers registrations and function calls of one estate."""

    def create(self, registration: Registration) -> Answer:
        """Create or read the resource and tell its state."""
        ...

    def invoke(
        self, token: str, arguments: Mapping[str, Any], *, account: str, region: str
    ) -> Mapping[str, Any]:
        """Answer a provider function (``aws.get_...``)."""
        ...
