"""Makes moto and botocore fast enough for hundreds of resources in one process.

Nothing here changes an answer: models are read from disk once instead of once per
session, tables are built once instead of once per request, machine images that nobody
asks for are not loaded.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import botocore.session
from moto.core import base_backend, utils
from moto.core.loaders import Loader, create_loader

from groundplan.emulate import models

_IMAGES = "MOTO_EC2_LOAD_DEFAULT_AMIS"
_shared: Loader = create_loader()
_backend: Any = base_backend.BaseBackend
_built: Any = _backend.urls.fget


def _loader(*_: object, **__: object) -> Loader:
    return _shared


def _urls_of(backend: Any) -> Any:
    table = _tables.get(type(backend))
    if table is None:
        table = _tables[type(backend)] = _built(backend)
    return table


_tables: dict[type[Any], Any] = {}


@contextmanager
def fast() -> Iterator[None]:
    """Apply everything for a while, then put the originals back."""
    session: Any = botocore.session
    tools: Any = utils
    before = session.create_loader, tools.create_loader, os.environ.get(_IMAGES)
    models.share(_shared)
    session.create_loader = tools.create_loader = _loader
    _backend.urls = property(_urls_of)
    os.environ[_IMAGES] = "false"
    try:
        yield
    finally:
        session.create_loader, tools.create_loader = before[:2]
        _backend.urls = property(_built)
        if before[2] is None:
            del os.environ[_IMAGES]
        else:
            os.environ[_IMAGES] = before[2]
