"""Tags of what only our back ends hold, in the members each service has for them."""

from collections.abc import Callable, Mapping
from typing import Any

from groundplan.emulate.backends import Document, Request, knows
from groundplan.emulate.models import members, operation, operations

Tags = dict[str, str]


def keeps_tags(
    service: str,
    find: Callable[[Request, str], Tags | None],
    *,
    tag: str = "TagResource",
    untag: str = "UntagResource",
    tell: str = "ListTagsForResource",
) -> None:
    """Tag, untag and tell the tags of some resources; moto is asked about all others.

    Args:
        service: boto3 service.
        find: Tags of the resource with an ARN, which are changed in place; None for a
            resource that is not ours.
        tag: Operation that adds tags.
        untag: Operation that takes tags away.
        tell: Operation that lists them.
    """

    @knows(service, tag)
    def add(request: Request) -> Document | None:
        name, value = _beside_the_arn(request)
        kept = find(request, _arn(request))
        if kept is None:
            return None
        kept.update(as_map(value) if name else {})
        return {}

    @knows(service, untag)
    def take_away(request: Request) -> Document | None:
        _, value = _beside_the_arn(request)
        kept = find(request, _arn(request))
        if kept is None:
            return None
        for key in _keys(value):
            kept.pop(key, None)
        return {}

    @knows(service, tell)
    def told(request: Request) -> Document | None:
        kept = find(request, _arn(request))
        return None if kept is None else _answer(service, tell, kept)


def table_of_tags(request: Request, arn: str) -> Tags | None:
    """Tags in the table ``tags`` of the service, by ARN."""
    return request.table("tags").get(arn)


def as_map(value: Any) -> Tags:
    """Tags in any of AWS's spellings as one map."""
    if isinstance(value, Mapping) and set(value) <= {"Items", "Quantity"}:
        value = value.get("Items") or ()
    if isinstance(value, Mapping):
        return {str(key): str(item) for key, item in value.items()}
    pairs = ({key.lower(): item for key, item in pair.items()} for pair in value or ())
    return {str(pair["key"]): str(pair["value"]) for pair in pairs}


def _keys(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        value = value.get("Items") or ()
    return [item["Key"] if isinstance(item, Mapping) else str(item) for item in value or ()]


def _is_arn(member: str) -> bool:
    return member.lower() in {"resourcearn", "resourcename", "resource", "arn"}


def _arn(request: Request) -> str:
    return next(str(value) for name, value in request.params.items() if _is_arn(name))


def _beside_the_arn(request: Request) -> tuple[str, Any]:
    found = ((name, value) for name, value in request.params.items() if not _is_arn(name))
    return next(found, ("", None))


def _answer(service: str, name: str, tags: Tags) -> Document:
    """Tags as the operation answers them."""
    method = next(method for method, known in operations(service).items() if known == name)
    shapes = members(operation(service, method).output_shape)
    member = next(member for member in shapes if "tag" in member.lower())
    shape = shapes[member]
    if shape.type_name == "map":
        return {member: dict(tags)}
    pairs = [{"Key": key, "Value": value} for key, value in tags.items()]
    return {member: {"Items": pairs} if shape.type_name == "structure" else pairs}
