"""Every spec names operations that exist, and says how they are read back."""

from collections.abc import Iterator

import pytest

from groundplan.emulate.backends import moto_implements, own_operations
from groundplan.emulate.models import members, operation, operations
from groundplan.emulate.overrides import FILES, TYPES
from groundplan.emulate.spec import Call, Read, Type
from groundplan.engine.schema import resource_class


def _calls(spec: Type) -> Iterator[Call]:
    yield from ([spec.create] if spec.create else [])
    yield from spec.then
    yield from ([spec.tags] if spec.tags else [])


def _reads(spec: Type) -> Iterator[tuple[str, Read]]:
    for call in _calls(spec):
        if call.read is not None:
            service = call.read.service or call.service or spec.service
            yield service, call.read
            for other in call.read.elsewhere.values():
                yield other.service or service, other
    if spec.tag_read is not None:
        yield spec.tag_read.service or spec.service, spec.tag_read


@pytest.mark.parametrize("token", sorted(TYPES))
def test_a_type_exists_in_pulumi_aws(token: str) -> None:
    assert resource_class(token) is not None


@pytest.mark.parametrize("token", sorted(TYPES))
def test_every_call_is_an_operation_and_is_read_back_or_says_why_not(token: str) -> None:
    spec = TYPES[token]
    assert spec.create is not None or spec.then or spec.lacking
    for call in (*_calls(spec), *spec.update, *spec.delete):
        assert call.operation in operations(call.service or spec.service)
    for call in _calls(spec):
        assert call.read is not None or call.never, f"{call.operation} is never read back"
    for service, read in _reads(spec):
        assert read.operation in operations(service)
        known = members(operation(service, read.operation).input_shape)
        assert set(read.params) <= set(known), f"{service}.{read.operation}"


@pytest.mark.parametrize("token", sorted(TYPES))
def test_every_call_of_a_type_is_emulated(token: str) -> None:
    spec = TYPES[token]
    calls = [*_calls(spec), *spec.update, *spec.delete]
    for call in (*calls, *(call.undo for call in calls if call.undo)):
        service = call.service or spec.service
        name = operations(service)[call.operation]
        known = (service, name) in own_operations() or moto_implements(service, name)
        assert known, f"{service}.{call.operation}"


def test_every_type_knows_the_file_it_stands_in() -> None:
    assert set(FILES) == set(TYPES)
    assert FILES["aws:rds/instance:Instance"] == "rds.py"
