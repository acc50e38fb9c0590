"""Answers requests: our back ends where they have a say, moto for all others.

Our back ends live in hooks of boto3 clients in this process. A call they have a say in is
therefore made through such a client, and its answer put back on the wire in the protocol
it came in. All others go to moto as they are.
"""

import json
import logging
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote

import botocore.session
from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.exceptions import ServiceException
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.serialize import get_serializer_class
from moto.core.utils import get_service_model
from moto.iam.models import iam_backends

from groundplan.emulate import backends
from groundplan.emulate.gateway import CallError, Gateway
from groundplan.emulate.models import operations, service_model
from groundplan.emulate.sandbox import cbor, defaults, history, jobs, restores
from groundplan.emulate.sandbox.wire import Meant, meaning

_log = logging.getLogger(__name__)

BACKENDS = (defaults, history, jobs, restores)
"""Back ends that only a sandbox has; importing them puts them in place."""

MISSING, BROKEN = "NotImplemented", "EmulationFailure"
"""Codes of calls that nothing emulates, and of calls that moto fails on."""

_NOT_ON_AWS = 501
"""Status of both. 500 would be tried again, again and again, by every client."""

_READING = ("Get", "List", "Describe", "Head", "Receive")
_REMEMBERED = 1024
"""How many answers to calls that change something are kept, for clients that ask again."""

_WAITING = frozenset({"ReceiveMessage"})
"""Operations that wait for something another request brings."""


class _RefusedError(ServiceException):
    """An error answer; of our own module, as moto guesses a service from the module."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An HTTP response."""

    status: int
    headers: Mapping[str, str]
    body: bytes | str


@dataclass
class Answering:
    """Answers every request of the sandbox.

    Attributes:
        gateway: The emulated accounts.
        calls: How many requests were answered.
        missing: Calls that nothing emulates, and how often each was asked.
    """

    gateway: Gateway
    calls: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    _given: dict[str, Reply] = field(default_factory=dict)
    _moto: BotocoreStubber = field(default_factory=BotocoreStubber)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def answer(self, request: Request) -> Reply:
        """Answer one request; never raises."""
        self.calls += 1
        # First of all: reading the form would leave nothing for whoever reads the body.
        request.get_data()
        meant = meaning(request)
        # Every attempt at one call of an SDK carries the same id: what was done already, and
        # whose answer was lost on its way, is not done twice.
        call = request.headers.get("amz-sdk-invocation-id", "")
        with self._turn(meant):
            if call in self._given:
                return self._given[call]
            try:
                reply = self._answer(request, meant)
            except NotImplementedError:
                return self._lacking(request, meant)
            except Exception as error:
                _log.exception("%s.%s", meant.service, meant.operation)
                text = f"the emulation failed with {type(error).__name__}: {error}"
                self.missing[f"{meant.service}:{meant.operation}"] += 1
                return _error(request, meant, BROKEN, text, _NOT_ON_AWS)
            self._remember(call, meant, reply)
            return reply

    def _remember(self, call: str, meant: Meant, reply: Reply) -> None:
        done = reply.status < 300
        if call and done and meant.operation and not meant.operation.startswith(_READING):
            self._given[call] = reply
            if len(self._given) > _REMEMBERED:
                del self._given[next(iter(self._given))]

    @contextmanager
    def _turn(self, meant: Meant) -> Iterator[None]:
        """One call at a time, as moto's tables are not made for more."""
        if meant.operation in _WAITING:
            yield
            return
        with self._lock:
            yield

    def _answer(self, request: Request, meant: Meant) -> Reply:
        account = self._account(meant)
        if not account:
            text = (
                "The security token included in the request is invalid. This sandbox knows its "
                'own profiles only: eval "$(groundplan sandbox env)"'
            )
            return _error(request, meant, "InvalidClientTokenId", text, 403)
        if not meant.operation:
            return self._lacking(request, meant)
        if meant.cbor or backends.has_a_say(meant.service, meant.operation):
            return self._own(request, meant, account)
        return self._from_moto(request, meant)

    def _lacking(self, request: Request, meant: Meant) -> Reply:
        name = f"{meant.service or meant.scope.name}:{meant.operation or request.path}"
        self.missing[name] += 1
        return _error(request, meant, MISSING, f"{name} is not emulated", _NOT_ON_AWS)

    def _account(self, meant: Meant) -> str:
        """Account of the caller; empty for a key that was not given out here."""
        if not meant.scope.key:
            return "123456789012"
        for account, partitions in list(iam_backends.items()):
            if any(meant.scope.key in backend.access_keys for backend in partitions.values()):
                return str(account)
        return ""

    def _own(self, request: Request, meant: Meant, account: str) -> Reply:
        model = get_service_model(meant.service)
        operation = model.operation_model(meant.operation)
        if meant.cbor:
            params = cbor.parse(request.data, operation)
        else:
            protocol = determine_request_protocol(model, request.content_type)
            params = PROTOCOL_PARSERS[protocol](operation).parse(
                {
                    "method": request.method,
                    "values": request.values,
                    "headers": request.headers,
                    "body": request.data,
                    "url_path": request.path,
                    "url_params": meant.labels,
                }
            )
        method = next(m for m, name in operations(meant.service).items() if name == meant.operation)
        try:
            found = self.gateway.send(meant.service, method, params, account, meant.scope.region)
        except CallError as error:
            return self._refused(request, meant, error)
        except backends.BackendError as error:
            return _error(request, meant, error.code, error.message, error.status)
        if meant.cbor:
            return Reply(status=200, headers=cbor.HEADERS, body=cbor.serialize(found, operation))
        serializer = get_serializer_class(meant.service, protocol)(operation)
        told = serializer.serialize(_as_sent(found, operation.output_shape))
        return Reply(status=told["status_code"], headers=told["headers"], body=told["body"])

    def _refused(self, request: Request, meant: Meant, error: CallError) -> Reply:
        if error.code in {"NotImplemented", "404"}:
            return self._lacking(request, meant)
        if error.code == "MotoFailure":
            self.missing[f"{meant.service}:{meant.operation}"] += 1
            return _error(request, meant, BROKEN, error.message, _NOT_ON_AWS)
        code = "ValidationException" if error.code == "ParamValidation" else error.code
        return _error(request, meant, code, error.message, error.status)

    def _from_moto(self, request: Request, meant: Meant) -> Reply:
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        headers = HTTPHeaders()
        for key, value in request.headers.items():
            if key.lower() != "host":
                headers[key] = value
        host = host_of(meant, request)
        made = AWSPreparedRequest(
            request.method, f"https://{host}{request.raw_path}{query}", headers, request.data, False
        )
        told: Any = self._moto.process_request(made)
        if told is None or (told[0] == 404 and told[2] == "Not yet implemented"):
            return self._lacking(request, meant)
        status, answered, body = told
        return Reply(
            status=int(status),
            headers={key: str(value) for key, value in answered.items() if key != "status"},
            body=body,
        )


def host_of(meant: Meant, request: Request) -> str:
    """Host of the real service, which moto knows it by."""
    region = meant.scope.region or "us-east-1"
    if meant.service == "s3control":
        return f"{request.headers['X-Amz-Account-Id']}.s3-control.{region}.amazonaws.com"
    prefix = service_model(meant.service).endpoint_prefix
    found = _resolver().construct_endpoint(prefix, region)
    return str(found["hostname"]) if found else f"{prefix}.{region}.amazonaws.com"


@cache
def _resolver() -> Any:
    return botocore.session.Session().get_component("endpoint_resolver")


def _as_sent(value: Any, shape: Any) -> Any:
    """Undo what boto3 does to answers: it parses policies and leaves bodies to be read."""
    kind = getattr(shape, "type_name", "")
    if kind == "structure" and isinstance(value, Mapping):
        return {k: _as_sent(v, shape.members.get(k)) for k, v in value.items()}
    if kind == "list" and isinstance(value, list):
        return [_as_sent(v, shape.member) for v in value]
    if kind == "string" and isinstance(value, Mapping | list):
        return quote(json.dumps(value))
    if kind == "blob" and hasattr(value, "read"):
        return value.read()
    return value


def _error(request: Request, meant: Meant, code: str, message: str, status: int) -> Reply:
    """An error in the protocol of the request."""
    if meant.cbor:
        return Reply(status=status, headers=cbor.HEADERS, body=cbor.error(code, message))
    service = meant.service or "sts"
    model = get_service_model(service)
    try:
        protocol = determine_request_protocol(model, request.content_type)
    except NotImplementedError:
        protocol = str(model.protocol)
    name = meant.operation or next(iter(model.operation_names))
    serializer = get_serializer_class(service, protocol)(model.operation_model(name))
    told = serializer.serialize(_RefusedError(code, message))
    return Reply(status=status, headers=told["headers"], body=told["body"])
