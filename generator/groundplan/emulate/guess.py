"""Types nobody wrote down: found by their names in botocore's models.

A type qualifies when its service has a create (or put) operation of its name and an
operation that reads one such thing. Everything else of a `Type` then follows from the
shapes. Whatever does not fit is refused like any unknown type or input: nothing is
emulated by halves.
"""

import re
from functools import cache

from botocore.exceptions import UnknownServiceError

from groundplan.emulate.models import loader, members, operation, operations
from groundplan.emulate.shapes import plain
from groundplan.emulate.spec import Call, Read, Type, Value, Words

_SERVICES = {
    "applicationloadbalancing": "elbv2",
    "cfg": "config",
    "costexplorer": "ce",
    "ebs": "ec2",
    "lb": "elbv2",
    "ssoadmin": "sso-admin",
    "vpc": "ec2",
}


_TAGS = "list_tags_for_resource"


@cache
def guess_type(token: str) -> Type | None:
    """Spec of a type by its names alone; None where they do not tell enough."""
    module, _, rest = token.partition(":")[2].partition("/")
    service = _SERVICES.get(module, module)
    noun = _snake(rest.rpartition(":")[2])
    if not noun or service not in _known_services():
        return None
    try:
        known = operations(service)
    except UnknownServiceError:
        return None
    create = next((m for m in (f"create_{noun}", f"put_{noun}") if m in known), "")
    read = next((m for m in (f"get_{noun}", f"describe_{noun}") if m in known), "")
    if not create or not read:
        return None
    names = _names(service, create, noun)
    asked = _asked(service, read, noun)
    if asked is None:
        return None
    again = next((m for m in (f"update_{noun}", f"put_{noun}") if m in known), "")
    return Type(
        service=service,
        create=Call(create, names=names, read=Read(read, asked, _path(service, read, noun))),
        update=(Call(again, names=names, params=asked),) if again else (),
        delete=(Call(f"delete_{noun}", params=asked),) if f"delete_{noun}" in known else (),
        tag_read=_tag_read(service, noun) if _TAGS in known else None,
    )


@cache
def _known_services() -> frozenset[str]:
    return frozenset(loader().list_available_services("service-2"))


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _names(service: str, create: str, noun: str) -> dict[str, str]:
    """The member that holds the thing's name, where it has a word before it."""
    found = _named(members(operation(service, create).input_shape), noun)
    return {"name": found} if found else {}


def _named(known: dict[str, object], noun: str) -> str:
    words = noun.split("_")
    forms = ["name", *(plain("".join(words[-n:])) + "name" for n in range(1, len(words) + 1))]
    return next((member for form in forms for member in known if plain(member) == form), "")


def _asked(service: str, read: str, noun: str) -> dict[str, str] | None:
    """Parameters that name one thing; None where the names do not tell them."""
    shape = operation(service, read).input_shape
    name = _named(members(shape), noun)
    if not name or set(shape.required_members) - {name}:
        return None
    return {name: "{name}"}


def _tag_read(service: str, noun: str) -> Read | None:
    """How tags are read where the thing itself does not tell them."""
    params: dict[str, Value] = {}
    for name, shape in members(operation(service, _TAGS).input_shape).items():
        kinds = getattr(shape, "enum", ())
        kind = next((k for k in kinds if plain(k) == plain(noun)), "")
        if kind:
            params[name] = kind
        elif plain(name).endswith("arn"):
            params[name] = _arn
        elif plain(name) == "resourceid":
            params[name] = "{name}"
    answer = members(operation(service, _TAGS).output_shape)
    path = next((name for name in answer if plain(name) in {"tags", "taglist"}), "")
    return Read(_TAGS, params, path) if params else None


def _arn(words: Words) -> str | None:
    return next(
        (v for k, v in words.items() if k.lower().endswith("arn") and isinstance(v, str)), None
    )


def _path(service: str, read: str, noun: str) -> str:
    """The member of the answer that is the thing itself; the whole answer where none is."""
    shape = operation(service, read).output_shape
    for name, member in members(shape).items():
        if member.type_name == "structure" and plain(name) in {plain(noun), plain(noun) + "detail"}:
            return name
    return ""
