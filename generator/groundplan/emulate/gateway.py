"""The way into the emulated accounts: clients by account and region, every call counted.

One moto holds all accounts and regions. Each client carries hooks: our back ends answer
what moto lacks, and faults can be put in the way of any call.
"""

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError
from moto import mock_aws

from groundplan.emulate import backends
from groundplan.emulate.backends import (
    BackendError,
    Request,
    Store,
    find_mends,
    find_sends,
)
from groundplan.emulate.model_check import check
from groundplan.emulate.models import home_region, loader
from groundplan.emulate.speed import fast, load_ahead, unsigned

Answer = dict[str, Any]


_GONE = ("NotFound", "NoSuch", "DoesNotExist", "not found")


class CallError(Exception):
    """A call that failed: refused by AWS's model, by the emulated account, or not known."""

    def __init__(
        self, service: str, method: str, code: str, message: str, *, status: int = 400
    ) -> None:
        self.service, self.method, self.code, self.message = service, method, code, message
        self.status = status
        super().__init__(f"{service}.{method}: {code}: {message}")

    @property
    def says_gone(self) -> bool:
        """True where what the call is about is not there."""
        return any(text in self.code or text in self.message for text in _GONE)


class InterruptedCallError(CallError):
    """The run ended right behind a call that was made: its answer is known, no more."""

    def __init__(self, service: str, method: str, answer: Answer) -> None:
        super().__init__(service, method, "Interrupted", "the run ended right behind this call")
        self.answer = answer


class LostAnswerError(CallError):
    """The run ended before a call's answer came: whether it was made is not known."""

    def __init__(self, service: str, method: str) -> None:
        super().__init__(service, method, "AnswerLost", "the run ended before the answer came")


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A call that is about to be made, for faults and logs."""

    number: int
    service: str
    method: str
    params: Mapping[str, Any]
    account: str
    region: str


Fault = Callable[[Made], None]
"""Raises to make a call fail before it reaches the account."""


@dataclass(frozen=True, slots=True)
class _Http:
    """What botocore wants to know of a response that never was on a wire."""

    status_code: int
    headers: dict[str, str] = field(default_factory=dict)


_NOBODYS = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}
"""Whatever profile the shell names, and whatever it says, has no say here."""

# Nor has the sandbox it points at: calls must not leave this process.
_CONFIG = Config(
    retries={"max_attempts": 1},
    parameter_validation=True,
    ignore_configured_endpoint_urls=True,
    user_agent="groundplan",
)

_READING = ("describe_", "get_", "list_", "batch_get_", "lookup_")


_ATTEMPTS = 6
_THROTTLED = ("Throttling", "RequestLimitExceeded", "TooManyRequests", "SlowDown")
_NOT_YET = ("cannot be assumed", "not authorized to perform: sts:AssumeRole", "Invalid principal")


def _passing(error: CallError) -> bool:
    """True for what passes by itself: too many calls, a role that is not everywhere yet."""
    return error.code.startswith(_THROTTLED) or any(text in error.message for text in _NOT_YET)


class Gateway:
    """Clients of all emulated accounts. Use as a context manager.

    Attributes:
        calls: Calls made, refused ones too, but not those made again by themselves.
        writes: Service, method and account of each call that changed something, in order.
        before: Faults that keep a call from its account.
        after: Faults behind a call that was made.
    """

    def __init__(self) -> None:
        self.store = Store()
        self.calls = 0
        self.writes: list[tuple[str, str, str]] = []
        self.own_backend_used = False
        self.before: list[Fault] = []
        self.after: list[Fault] = []
        self._clients: dict[tuple[str, str, str], Any] = {}
        self._now = threading.local()
        self._credentials: dict[str, dict[str, str]] = {}
        self._mock = mock_aws(
            config={"lambda": {"use_docker": False}, "batch": {"use_docker": False}}
        )
        self._fast = fast()
        self._session: Any = None

    def __enter__(self) -> "Gateway":
        load_ahead()
        self._fast.__enter__()
        self._mock.start()
        session = botocore.session.Session(session_vars=_NOBODYS)
        session.register_component("data_loader", loader())
        session.set_credentials("AKIAIOSFODNN7EXAMPLE", "example", "example")
        self._session = boto3.session.Session(botocore_session=session, region_name="us-east-1")
        return self

    def __exit__(self, *_: object) -> None:
        self._clients.clear()
        self._credentials.clear()
        self._fast.__exit__(None, None, None)
        # The next start forgets everything; doing it twice costs a second.
        self._mock.stop(remove_data=False)

    def client(self, service: str, account: str, region: str) -> Any:
        """A boto3 client inside one account."""
        key = (service, account, region)
        if key not in self._clients:
            client = self._session.client(
                service,
                region_name=region or "us-east-1",
                config=_CONFIG,
                **self._account(account),
            )
            unsigned(client, lambda: account)
            self._hook(client, service, lambda: account, region)
            self._clients[key] = client
        return self._clients[key]

    def _shared(self, service: str, region: str) -> Any:
        """A client for calls in any account, which costs a sixth of one for each."""
        key = (service, "", region)
        if key not in self._clients:
            client = self._session.client(
                service, region_name=region or "us-east-1", config=_CONFIG
            )
            unsigned(client, self._account_now)
            self._hook(client, service, self._account_now, region)
            self._clients[key] = client
        return self._clients[key]

    def _account_now(self) -> str:
        return str(self._now.account)

    def call(
        self, service: str, method: str, params: Mapping[str, Any], account: str, region: str
    ) -> Answer:
        """Make one call, held against the full model first.

        Raises:
            CallError: The model or the account refused it, or nothing emulates it.
        """
        breaches = check(service, method, params)
        if breaches:
            text = "; ".join(
                f"{b.path} {b.what}, got {b.got!r} (allowed: {b.allowed})" for b in breaches
            )
            raise CallError(service, method, "ModelBreach", text)
        self.calls += 1
        made = Made(
            number=self.calls,
            service=service,
            method=method,
            params=params,
            account=account,
            region=region,
        )
        answer = self._try(made)
        if not method.startswith(_READING):
            self.writes.append((service, method, account))
        for fault in self.after:
            try:
                fault(made)
            except LostAnswerError:
                raise
            except CallError as error:
                raise InterruptedCallError(service, method, answer) from error
        return answer

    def _try(self, made: Made) -> Answer:
        """Make a call, and again where the provider would try again by itself."""
        for attempt in range(_ATTEMPTS):
            try:
                for fault in self.before:
                    fault(made)
                return self.send(made.service, made.method, made.params, made.account, made.region)
            except CallError as error:
                if not _passing(error) or attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError(made.method)

    def send(
        self, service: str, method: str, params: Mapping[str, Any], account: str, region: str
    ) -> Answer:
        """Make one call as it is: not counted, not held against the full model.

        Raises:
            CallError: The account refused it, or nothing emulates it.
        """
        around = getattr(self._now, "account", "")
        self._now.account = account
        try:
            answer: Answer = getattr(self._shared(service, region), method)(**params)
        except ClientError as error:
            told = error.response.get("Error", {})
            raise CallError(
                service,
                method,
                str(told.get("Code")),
                str(told.get("Message")),
                status=int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 400)),
            ) from error
        except ParamValidationError as error:
            raise CallError(service, method, "ParamValidation", str(error)) from error
        except NotImplementedError as error:
            raise CallError(service, method, "NotImplemented", str(error)) from error
        except (KeyError, AttributeError, TypeError, ValueError, IndexError) as error:
            text = f"moto failed with {type(error).__name__}: {error}"
            raise CallError(service, method, "MotoFailure", text) from error
        finally:
            self._now.account = around
        answer.pop("ResponseMetadata", None)
        return answer

    def _account(self, account: str) -> dict[str, str]:
        if account not in self._credentials:
            sts = self._session.client("sts", region_name="us-east-1", config=_CONFIG)
            keys = sts.assume_role(
                RoleArn=f"arn:aws:iam::{account}:role/groundplan", RoleSessionName="groundplan"
            )["Credentials"]
            self._credentials[account] = {
                "aws_access_key_id": keys["AccessKeyId"],
                "aws_secret_access_key": keys["SecretAccessKey"],
                "aws_session_token": keys["SessionToken"],
            }
        return self._credentials[account]

    def _hook(self, client: Any, service: str, whose: Callable[[], str], region: str) -> None:
        home = home_region(service, region)

        def request(operation: str, params: Mapping[str, Any]) -> Request:
            account = whose()
            return Request(
                service=service,
                operation=operation,
                params=params,
                account=account,
                region=home,
                store=self.store,
                call=lambda service, method, *, region=region, account=account, **params: self.send(
                    service, method, params, account, region
                ),
            )

        def keep(params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
            context["groundplan"] = dict(params)
            for function in find_sends(service, model.name):
                function(request(model.name, params), params)

        def answer(model: Any, context: dict[str, Any], **_: Any) -> Any:
            metadata = {"HTTPStatusCode": 200, "HTTPHeaders": {}, "RetryAttempts": 0}
            try:
                body = backends.answer(request(model.name, context["groundplan"]))
            except BackendError as error:
                self.own_backend_used = True
                told = {"Code": error.code, "Message": error.message}
                metadata["HTTPStatusCode"] = error.status
                return _Http(error.status), {"Error": told, "ResponseMetadata": metadata}
            if body is None:
                return None
            self.own_backend_used = True
            return _Http(200), {**body, "ResponseMetadata": metadata}

        def mend(model: Any, parsed: Any, context: dict[str, Any], **_: Any) -> None:
            if "Error" in parsed:
                return
            for function in find_mends(service, model.name):
                function(request(model.name, context["groundplan"]), parsed)

        events = client.meta.events
        events.register_last("before-parameter-build", keep)
        events.register_first("before-call", answer)
        events.register_last("after-call", mend)
