"""What an emulation did, as plain data: the command line and the tests read this."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from groundplan.errors import Problem
from groundplan.traits import DATA


@dataclass(frozen=True, kw_only=True, slots=True)
class Inputs:
    """Input leaves of one resource, each in exactly one group.

    Attributes:
        sent: Leaves that went into a call.
        provider_only: Leaf to the reason why AWS never hears of it.
        not_emulated: Leaf to what moto lacks.
    """

    sent: tuple[str, ...] = ()
    provider_only: Mapping[str, str] = field(default_factory=dict)
    not_emulated: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class ResourceReport:
    """What became of one resource.

    Attributes:
        stack: ``<layer>/<environment>``.
        type: Pulumi type token.
        name: Logical name.
        urn: Pulumi's URN.
        account: Account it lives in.
        region: Region it lives in.
        id: Physical id.
        action: ``created``, ``updated``, ``replaced``, ``unchanged`` or ``read``.
        calls: API calls made for it, reading included.
        inputs: Where each input leaf went.
        compared: Values that were read back and are equal.
        never_returned: Value to the reason why no call of AWS returns it.
        not_emulated: Why the resource does not exist in the emulated account; empty
            where it does.
        backend: True where a back end of ours answered in place of moto.
    """

    stack: str
    type: str
    name: str
    urn: str
    account: str
    region: str
    id: str
    action: str
    calls: int
    inputs: Inputs
    compared: int = 0
    never_returned: Mapping[str, str] = field(default_factory=dict)
    not_emulated: str = ""
    backend: bool = False

    @property
    def read_back(self) -> bool:
        """True where something was read back and everything read back was equal."""
        return self.compared > 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Survivor:
    """What a deleted stack leaves behind, by design or because AWS refuses."""

    stack: str
    type: str
    name: str
    id: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TypeReport:
    """All resources of one type.

    Attributes:
        total: Resources of the type.
        emulated: Resources that exist in the emulated accounts.
        read_back: Resources whose values were read back and compared.
        sent: Input leaves sent.
        provider_only: Leaf to reason.
        not_emulated: Leaf, or the type itself, to reason.
        backend: True where back ends of ours took part.
    """

    total: int
    emulated: int
    read_back: int
    sent: int
    provider_only: Mapping[str, str]
    not_emulated: Mapping[str, str]
    backend: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Everything one emulation did.

    Attributes:
        resources: In order of creation.
        deleted: ``<stack> <type> <name>`` of what was taken down, in order.
        made_way: The same of what was taken down before its successor came.
        survivors: What a deletion left behind.
        notes: What would have been different on AWS, worth knowing.
        refusals: What Pulumi or AWS would refuse, where the run went on behind it.
        waiting: ``<stack> <name>`` of what was not tried, because it needs what was refused.
        calls: API calls made in all.
    """

    resources: tuple[ResourceReport, ...] = ()
    deleted: tuple[str, ...] = ()
    made_way: tuple[str, ...] = ()
    survivors: tuple[Survivor, ...] = ()
    notes: tuple[str, ...] = ()
    refusals: tuple[Problem, ...] = ()
    waiting: tuple[str, ...] = ()
    calls: int = 0

    @property
    def data_lost(self) -> tuple[str, ...]:
        """What was deleted, or replaced, with the data it held; written as `deleted` is."""
        gone = dict.fromkeys((*self.made_way, *self.deleted))
        return tuple(each for each in gone if each.split(" ")[1] in DATA)

    def by_type(self) -> dict[str, TypeReport]:
        """Summaries by Pulumi type, sorted."""
        names = sorted({r.type for r in self.resources})
        return {n: _summary([r for r in self.resources if r.type == n]) for n in names}

    def to_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        actions = Counter(r.action for r in self.resources)
        return {
            "resources": {
                "total": len(self.resources),
                "emulated": sum(not r.not_emulated for r in self.resources),
                "read_back": sum(r.read_back for r in self.resources),
            },
            "actions": dict(sorted(actions.items())),
            "inputs": {
                "sent": sum(len(r.inputs.sent) for r in self.resources),
                "provider_only": sum(len(r.inputs.provider_only) for r in self.resources),
                "not_emulated": sum(len(r.inputs.not_emulated) for r in self.resources),
            },
            "calls": self.calls,
            "types": {
                name: {
                    "total": t.total,
                    "emulated": t.emulated,
                    "read_back": t.read_back,
                    "inputs": {
                        "sent": t.sent,
                        "provider_only": dict(sorted(t.provider_only.items())),
                        "not_emulated": dict(sorted(t.not_emulated.items())),
                    },
                    "own_backend": t.backend,
                }
                for name, t in self.by_type().items()
            },
            "deleted": list(self.deleted),
            "data_lost": list(self.data_lost),
            "survivors": [
                {"stack": s.stack, "type": s.type, "name": s.name, "id": s.id, "reason": s.reason}
                for s in self.survivors
            ],
            "notes": list(self.notes),
            "would_fail": [asdict(problem) for problem in self.refusals],
            "waiting": list(self.waiting),
        }


def _summary(resources: Iterable[ResourceReport]) -> TypeReport:
    found = list(resources)
    lacking = {k: v for r in found for k, v in r.inputs.not_emulated.items()}
    lacking |= {r.type: r.not_emulated for r in found if r.not_emulated}
    return TypeReport(
        total=len(found),
        emulated=sum(not r.not_emulated for r in found),
        read_back=sum(r.read_back for r in found),
        sent=sum(len(r.inputs.sent) for r in found),
        provider_only={k: v for r in found for k, v in r.inputs.provider_only.items()},
        not_emulated=lacking,
        backend=any(r.backend for r in found),
    )
