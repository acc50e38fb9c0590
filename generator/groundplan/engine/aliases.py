"""Former URNs of a resource, as Pulumi works them out from its aliases and its parents'."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from groundplan.engine.plan import STACK_TYPE

MakeUrn = Callable[[str, str, str], str]
"""URN of parent's URN, type and name."""


def former_urns(
    request: Any, make_urn: MakeUrn, parents: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Every URN a resource may have had, without the one it has.

    An alias that leaves something out means what it is now. A child goes with its parent:
    where the parent had another name, the child had it below that, and its own name began
    with the parent's former name where it begins with the parent's name now.

    All are in the form of `canonical`.

    Args:
        request: Pulumi's registration.
        make_urn: Makes a URN in the stack that runs.
        parents: Former URNs of what was registered before, by URN.
    """
    now = make_urn(request.parent, request.type, request.name)
    found = dict.fromkeys(map(canonical, _former(request, make_urn, parents)))
    found.pop(canonical(now), None)
    return tuple(found)


def _former(
    request: Any, make_urn: MakeUrn, parents: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    above = parents.get(request.parent, ())
    for alias in request.aliases:
        if alias.urn:
            yield alias.urn
            continue
        spec = alias.spec
        kind, place = spec.type or request.type, ["" if spec.noParent else spec.parentUrn]
        if not spec.noParent and not spec.parentUrn:
            place = [request.parent, *above]
        for parent in place:
            name = spec.name or _below(request, parent)
            yield _elsewhere(make_urn(parent, kind, name), spec)
    for parent in above:
        yield make_urn(parent, request.type, _below(request, parent))


def _below(request: Any, parent: str) -> str:
    """The name of a child below a former parent."""
    name, now, then = request.name, _name(request.parent), _name(parent)
    begins = bool(request.parent) and name.startswith(now)
    return f"{then}{name.removeprefix(now)}" if begins and parent else name


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]


def _elsewhere(urn: str, spec: Any) -> str:
    """The URN in another stack or project, where the alias names one."""
    head, project, rest = urn.split("::", 2)
    stack = f"urn:pulumi:{spec.stack}" if spec.stack else head
    return f"{stack}::{spec.project or project}::{rest}"


def canonical(urn: str) -> str:
    """A URN with its type and its parent's, without the stack's: the form that compares.

    Pulumi's own URNs name every parent, those of its mock monitor only one.
    """
    head, project, kinds, name = urn.split("::", 3) if urn.count("::") > 2 else ("", "", "", urn)
    kept = [kind for kind in kinds.split("$") if kind != STACK_TYPE]
    return "::".join([head, project, "$".join(kept[-2:]), name])
