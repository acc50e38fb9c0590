"""Back ends of ours, for what moto lacks or answers wrongly. NOT moto, and not AWS.

A file per boto3 service (dashes become underscores, and `lambda` gets one), imported when a
client of that service is made. Four decorators put a function in place:

- ``answers``: the operation does not exist in moto. The function stores what was put and
  answers in AWS's response shape. When a moto release implements the operation, moto
  answers and the function is never called.
- ``mends``: moto answers, but loses or falsifies members. The function gets the answer
  and corrects it in place.
- ``knows``: moto has the operation, but not for what only our back ends hold. The function
  answers for those and returns None for all others, which moto answers.
- ``sends``: moto fails on parameters AWS takes. The function corrects them in place.

`keeps` does the commonest mending: members moto forgets are remembered and given back.

A back end knows only a `Request`, so it serves boto3 in this process and a sandbox over
HTTP alike.
"""

import importlib
import importlib.util
import keyword
import pkgutil
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

import jmespath

from groundplan.emulate.models import operations

Document = dict[str, Any]


class BackendError(Exception):
    """An error answer, as AWS would give it."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        self.code, self.message, self.status = code, message, status
        super().__init__(f"{code}: {message}")


@dataclass(kw_only=True)
class Store:
    """What was put, by account, region and kind; one per emulation.

    Attributes:
        tables: Documents by place, kind and id.
        imported: Id of what is being made because a program imports it; else empty.
    """

    imported: str = ""
    tables: dict[tuple[str, str, str], dict[str, Document]] = field(default_factory=dict)

    def table(self, account: str, region: str, kind: str) -> dict[str, Document]:
        """Documents of one kind by their id."""
        return self.tables.setdefault((account, region, kind), {})


@dataclass(frozen=True, kw_only=True)
class Request:
    """One call, however it came in.

    Attributes:
        service: boto3 service.
        operation: Operation name.
        params: Parameters as boto3 takes them.
        account: Account of the caller.
        region: Region asked.
        store: State of our back ends.
        call: Makes another call in the same account: service, method, parameters.
    """

    service: str
    operation: str
    params: Mapping[str, Any]
    account: str
    region: str
    store: Store
    call: Callable[..., Document]

    def table(self, kind: str, region: str = "") -> dict[str, Document]:
        """Our documents of one kind in the caller's account."""
        return self.store.table(self.account, region or self.region, f"{self.service}:{kind}")

    def find(self, kind: str, key: str, code: str = "ResourceNotFoundException") -> Document:
        """One document, or the error AWS gives where there is none."""
        found = self.table(kind).get(key)
        if found is None:
            raise BackendError(code, f"{kind} {key} not found", 404)
        return found

    def arn(self, rest: str, *, service: str = "", regional: bool = True) -> str:
        """ARN in the caller's account."""
        region = self.region if regional else ""
        return f"arn:aws:{service or self.service}:{region}:{self.account}:{rest}"


Answering = Callable[[Request], Document]
Mending = Callable[[Request, Document], None]
Sending = Callable[[Request, Document], None]

_ANSWERS: dict[tuple[str, str], Answering] = {}
_KNOWS: dict[tuple[str, str], list[Callable[[Request], Document | None]]] = {}
_MENDS: dict[tuple[str, str], list[Mending]] = {}
_SENDS: dict[tuple[str, str], list[Sending]] = {}


def answers(service: str, *names: str) -> Callable[[Answering], Answering]:
    """Answer operations that moto does not have."""

    def put(function: Answering) -> Answering:
        for name in names:
            _ANSWERS[service, name] = function
        return function

    return put


def knows(
    service: str, *names: str
) -> Callable[[Callable[[Request], Document | None]], Callable[[Request], Document | None]]:
    """Answer for what only our back ends hold, before moto is asked."""

    def put(
        function: Callable[[Request], Document | None],
    ) -> Callable[[Request], Document | None]:
        for name in names:
            _KNOWS.setdefault((service, name), []).append(function)
        return function

    return put


def mends(service: str, *names: str) -> Callable[[Mending], Mending]:
    """Correct moto's answers."""

    def put(function: Mending) -> Mending:
        for name in names:
            _MENDS.setdefault((service, name), []).append(function)
        return function

    return put


def sends(service: str, *names: str) -> Callable[[Sending], Sending]:
    """Correct the parameters moto gets."""

    def put(function: Sending) -> Sending:
        for name in names:
            _SENDS.setdefault((service, name), []).append(function)
        return function

    return put


def keeps(
    service: str,
    *,
    writes: tuple[str, ...],
    key: str,
    members: Mapping[str, str],
    reads: tuple[str, ...],
    items: str,
    item_key: str,
) -> None:
    """Remember parameters that moto forgets, and give them back.

    Args:
        service: boto3 service.
        writes: Operations that take the parameters.
        key: JMESPath to the resource's name in ``{params, answer}`` of a write.
        members: JMESPath in the parameters to the member of the document.
        reads: Operations whose answers lack the members.
        items: JMESPath to the documents in the answer of a read or a write.
        item_key: JMESPath to the resource's name in a document, or in the read's own
            parameters where it starts with ``params.``.
    """
    kind = f"kept:{writes[0]}"

    def remember(request: Request, answer: Document) -> None:
        name = jmespath.search(key, {"params": request.params, "answer": answer})
        kept = request.table(kind).setdefault(str(name), {})
        for path, member in members.items():
            value = jmespath.search(path, request.params)
            if value is not None:
                kept[member] = value

    def give_back(request: Request, answer: Document) -> None:
        found = jmespath.search(items, answer) or []
        for document in found if isinstance(found, list) else [found]:
            place = {"params": request.params} if item_key.startswith("params.") else document
            name = str(jmespath.search(item_key, place))
            document.update(request.table(kind).get(name, {}))

    mends(service, *writes)(remember)
    mends(service, *reads)(give_back)


def answer(request: Request) -> Document | None:
    """Our answer to a call, None where moto is to be asked."""
    key = (request.service, request.operation)
    _load(request.service)
    for function in _KNOWS.get(key, ()):
        told = function(request)
        if told is not None:
            return told
    found = _ANSWERS.get(key)
    if found is None or moto_implements(*key):
        return None
    return found(request)


def find_mends(service: str, operation: str) -> list[Mending]:
    """Our corrections of an operation's answer."""
    _load(service)
    return _MENDS.get((service, operation), [])


def find_sends(service: str, operation: str) -> list[Sending]:
    """Our corrections of an operation's parameters."""
    _load(service)
    return _SENDS.get((service, operation), [])


def has_a_say(service: str, operation: str) -> bool:
    """True where a function of ours answers the operation, or corrects what moto does."""
    _load(service)
    key = (service, operation)
    if key in _KNOWS or key in _MENDS or key in _SENDS:
        return True
    return key in _ANSWERS and not moto_implements(*key)


def own_operations() -> dict[tuple[str, str], Answering]:
    """Every operation of ours, for coverage and tests."""
    for info in _names():
        _load(info)
    return dict(_ANSWERS)


def _names() -> list[str]:
    return [info.name.rstrip("_").replace("_", "-") for info in pkgutil.iter_modules(__path__)]


@cache
def _load(service: str) -> ModuleType | None:
    name = f"{__name__}.{service.replace('-', '_')}"
    if keyword.iskeyword(service):
        name += "_"
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


_MOTO_PACKAGE = {"lambda": "awslambda"}


@cache
def moto_implements(service: str, operation: str) -> bool:
    """True where the installed moto has a method for the operation."""
    package = _MOTO_PACKAGE.get(service, service.replace("-", ""))
    if importlib.util.find_spec(f"moto.{package}") is None:
        return False
    module = importlib.import_module(f"moto.{package}.responses")
    method = next((m for m, name in operations(service).items() if name == operation), "")
    return any(
        method in vars(base)
        for kind in vars(module).values()
        if isinstance(kind, type)
        for base in kind.__mro__
        if base.__module__.startswith(f"moto.{package}")
    )


def new_id() -> str:
    """A fresh identifier."""
    return str(uuid.uuid4())
