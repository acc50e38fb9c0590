"""The estate as rules read it: resources by type, by id, by ARN, by name and by place."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from groundplan.engine.plan import Estate, Plan
from groundplan.rules.node import Node

_KEYS = (
    "arn",
    "id",
    "name",
    "identifier",
    "bucket",
    "url",
    "clusterIdentifier",
    "replicationGroupId",
    "userGroupId",
    "userId",
    "keyId",
    "zoneId",
    "allocationId",
    "certificateArn",
    "etag",
)


class World:
    """Every AWS resource of an estate, indexed once."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self.nodes: list[Node] = []
        self._by_type: dict[str, list[Node]] = defaultdict(list)
        self._by_value: dict[str, list[Node]] = defaultdict(list)
        self.by_urn: dict[str, Node] = {}
        self._peers: dict[tuple[str, str, str], list[Node]] = defaultdict(list)
        self._twins: dict[tuple[object, ...], dict[tuple[str, ...], list[Node]]] = {}
        for plan in estate.plans:
            for resource in plan.aws():
                self._add(Node(resource, plan))
        self.accounts = frozenset(plan.account for plan in estate.plans)

    def _add(self, node: Node) -> None:
        self.nodes.append(node)
        self._by_type[node.type].append(node)
        self._peers[node.type, node.account, node.region].append(node)
        self.by_urn[node.resource.urn] = node
        values = {node.resource.id}
        for key in _KEYS:
            for place in (node.inputs, node.resource.outputs):
                value = place.get(key)
                if isinstance(value, str) and value:
                    values.add(value)
        for value in values:
            self._by_value[value].append(node)

    def of(self, *types: str) -> list[Node]:
        """Resources of the types."""
        return [node for kind in types for node in self._by_type.get(kind, ())]

    def has(self, *types: str) -> bool:
        """True where the estate has a resource of one of the types."""
        return any(self._by_type.get(kind) for kind in types)

    def peers(self, node: Node) -> list[Node]:
        """Resources of the same type in the same account and region, itself included."""
        return self._peers.get((node.type, node.account, node.region), [])

    def near_of(self, node: Node, *types: str) -> list[Node]:
        """Resources of the types in the account and region of a resource, itself included."""
        return [
            other
            for kind in types
            for other in self._peers.get((kind, node.account, node.region), [])
        ]

    def twins(self, node: Node, *paths: str) -> list[Node]:
        """Peers registered before it (by URN) that say the same at all of the paths."""
        place = (node.type, node.account, node.region, paths)
        groups = self._twins.get(place)
        if groups is None:
            groups = self._twins[place] = defaultdict(list)
            for other in self.peers(node):
                groups[tuple(repr(other.get(path)) for path in paths)].append(other)
        mine = groups[tuple(repr(node.get(path)) for path in paths)]
        return [other for other in mine if other.resource.urn < node.resource.urn]

    def find(self, value: object, *types: str) -> Node | None:
        """The resource an id, ARN or name stands for, of one of the types if any is told."""
        if not isinstance(value, str):
            return None
        for node in self._by_value.get(value.removesuffix(":*"), ()):
            if not types or node.type in types:
                return node
        return None

    def near(self, node: Node, value: object, *types: str) -> Node | None:
        """Like `find`, but in the account of a resource, its region first."""
        if not isinstance(value, str):
            return None
        found = [
            other
            for other in self._by_value.get(value.removesuffix(":*"), ())
            if (not types or other.type in types) and other.account == node.account
        ]
        for other in found:
            if other.region in (node.region, ""):
                return other
        return found[0] if found else None

    def pointing(self, kind: str, path: str, target: Node) -> list[Node]:
        """Resources of a type whose input at a path names the target."""
        return [node for node in self._by_type.get(kind, ()) if names(node.get(path), target)]

    @cached_property
    def components(self) -> dict[str, str]:
        """URN of a resource to the name of the outermost component it stands in."""
        found: dict[str, str] = {}
        for plan in self.estate.plans:
            found.update(_outermost(plan))
        return found


def names(value: object, target: Node) -> bool:
    """True where a value is an id, ARN or name of the target."""
    if not isinstance(value, str) or not value:
        return False
    value = value.removesuffix(":*")
    return value in _values(target)


def _values(node: Node) -> Iterable[str]:
    yield node.resource.id
    for key in _KEYS:
        for place in (node.inputs, node.resource.outputs):
            found = place.get(key)
            if isinstance(found, str):
                yield found


def _outermost(plan: Plan) -> dict[str, str]:
    by_urn = plan.by_urn()
    found = {}
    for resource in plan.resources:
        name, parent = "", resource.parent
        while parent in by_urn:
            name, parent = by_urn[parent].name, by_urn[parent].parent
        found[resource.urn] = name
    return found
