"""Makes moto and botocore fast enough for hundreds of resources in one process.

Nothing here changes an answer: models are read from disk once instead of once per
session, tables are built once instead of once per request, machine images that nobody
asks for are not loaded, one private key serves all emulated certificates, symmetric keys
get none, and requests that never leave the process are not signed.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from itertools import count
from threading import Thread
from typing import Any

import botocore.auth
import botocore.endpoint
import botocore.hooks
import botocore.session
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from moto import backends
from moto.acm.models import CertBundle
from moto.core import base_backend, responses, utils
from moto.core.loaders import Loader, create_loader
from moto.kms import models as kms

from groundplan.emulate import models

PLAIN = "groundplan-plain"
"""Signature version of requests that name their key and carry no signature."""

_IMAGES = "MOTO_EC2_LOAD_DEFAULT_AMIS"
_shared: Loader = create_loader()
_built: Any = vars(base_backend.BaseBackend)["urls"].fget
_account_of: Any = base_backend.BackendDict.__getitem__
_alias: Any = botocore.hooks.EventAliaser._alias_event_name
_certificate: Any = vars(CertBundle)["generate_cert"].__func__
_private_key: Any = vars(kms)["generate_private_key"]
_tables: dict[type[Any], Any] = {}
_events: dict[str, str] = {}


class PlainAuth(botocore.auth.BaseSigner):  # type: ignore[misc]
    """Says whose request it is, in the place moto looks, and signs nothing."""

    REQUIRES_REGION = True

    def __init__(self, credentials: Any, service_name: str, region_name: str) -> None:
        self._scope = f"{region_name}/{service_name}/aws4_request"
        self._key = credentials.access_key

    def add_auth(self, request: Any) -> None:
        """Name the key."""
        day = datetime.now(UTC).strftime("%Y%m%d")
        request.headers["Authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={self._key}/{day}/{self._scope}, "
            "SignedHeaders=host, Signature=none"
        )


def unsigned(client: Any, account: Callable[[], str]) -> None:
    """Spare a client the work of signing, and moto that of finding the account by its key."""

    def tell(request: Any, **_: Any) -> None:
        request.headers["x-moto-account-id"] = account()

    client.meta.events.register_first("choose-signer", lambda **_: PLAIN)
    client.meta.events.register_first("before-sign", tell)


def _loader(*_: object, **__: object) -> Loader:
    return _shared


def _urls_of(backend: Any) -> Any:
    table = _tables.get(type(backend))
    if table is None:
        table = _tables[type(backend)] = _built(backend)
    return table


def _account(places: Any, account: str) -> Any:
    """An account's part of a service, without moto's lock and its slower search.

    What is not listed is asked for as moto does, which lists it: a reset makes some services
    anew while it goes through the list (application autoscaling asks for ECS), forgets the
    list, and the next reset would leave them as they are.
    """
    found = dict.get(places, account)
    if found is not None:
        for listed in base_backend.BackendDict._instances:  # type: ignore[misc]
            if listed is places:
                return found
    return _account_of(places, account)


def _event(aliaser: Any, name: str) -> str:
    found = _events.get(name)
    if found is None:
        found = _events[name] = str(_alias(aliaser, name))
    return found


class _Numbers:
    """Ids of attempts, which nobody reads, without asking the system for randomness."""

    uuid4 = count(1).__next__


def _certificate_of(kind: Any, *arguments: Any, **options: Any) -> Any:
    """A certificate with the key of all certificates; nobody can read it anyway."""
    with (
        _replaced(rsa, "generate_private_key", _once(rsa.generate_private_key)),
        _replaced(serialization, "load_pem_private_key", _once(serialization.load_pem_private_key)),
    ):
        return _certificate(kind, *arguments, **options)


def _private_key_of(key_spec: str) -> Any:
    """A private key for keys that have one; moto makes one for the others too."""
    return None if key_spec == "SYMMETRIC_DEFAULT" else _private_key(key_spec)


def _places() -> Iterator[tuple[Any, str, Any]]:
    """What is replaced: object, attribute, by what."""
    session: Any = botocore.session
    yield session, "create_loader", _loader
    yield utils, "create_loader", _loader
    yield base_backend.BaseBackend, "urls", property(_urls_of)
    yield base_backend.BackendDict, "__getitem__", _account
    yield botocore.hooks.EventAliaser, "_alias_event_name", _event
    yield botocore.endpoint, "uuid", _Numbers
    yield kms, "generate_private_key", _private_key_of
    yield CertBundle, "generate_cert", classmethod(_certificate_of)
    yield backends, "_import_backend", _once(backends._import_backend)
    yield responses, "method_names_from_class", _once(utils.method_names_from_class)


@cache
def _once(function: Callable[..., Any]) -> Callable[..., Any]:
    return cache(function)


@contextmanager
def _replaced(owner: Any, name: str, value: Any) -> Iterator[None]:
    before = vars(owner)[name]
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


def load_ahead() -> None:
    """Import moto's EC2 while the first program is being built.

    Every estate has a network or closes a default one, and the tables of instance types
    take half a second to read.
    """
    Thread(target=import_module, args=("moto.ec2.models",), daemon=True).start()


@contextmanager
def fast() -> Iterator[None]:
    """Apply everything for a while, then put the originals back."""
    before = os.environ.get(_IMAGES)
    models.share(_shared)
    botocore.auth.AUTH_TYPE_MAPS[PLAIN] = PlainAuth
    os.environ[_IMAGES] = "false"
    with ExitStack() as places:
        for owner, name, value in list(_places()):
            places.enter_context(_replaced(owner, name, value))
        try:
            yield
        finally:
            if before is None:
                del os.environ[_IMAGES]
            else:
                os.environ[_IMAGES] = before
