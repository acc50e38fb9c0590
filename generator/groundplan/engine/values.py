"""Values between Pulumi's wire format and plain Python.

Pulumi sends structs in which numbers are floats and secrets, assets and resource
references are maps with a signature key.
"""

from collections.abc import Mapping
from typing import Any

from google.protobuf import struct_pb2

from groundplan.engine.asset import Asset
from groundplan.engine.secret import Secret

_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"
_RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e"
_OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
_ASSET_SIGNATURES = (
    "c44067f5952c0a294b673a41bacd8c17",
    "0def7320c3a5731c473e5ecbe6d01bc7",
)


def from_struct(struct: struct_pb2.Struct) -> dict[str, Any]:
    """Inputs as plain values; secrets stay wrapped in `Secret`."""
    return {key: from_value(value) for key, value in sorted(struct.fields.items())}


def from_value(value: struct_pb2.Value) -> Any:
    """One value; a secret stays wrapped in `Secret`."""
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return _from_map(value.struct_value)
    if kind == "list_value":
        return [from_value(item) for item in value.list_value.values]
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "string_value":
        return value.string_value
    if kind == "bool_value":
        return value.bool_value
    return None


def _from_map(struct: struct_pb2.Struct) -> Any:
    plain = from_struct(struct)
    signature = plain.get(_SIGNATURE)
    if signature is None:
        return plain
    if signature == _SECRET_SIGNATURE:
        return Secret(plain.get("value"))
    if signature == _OUTPUT_SIGNATURE:
        inner = plain.get("value")
        return Secret(inner) if plain.get("secret") else inner
    if signature == _RESOURCE_SIGNATURE:
        return plain.get("id") or plain.get("urn")
    rest = {key: item for key, item in plain.items() if key != _SIGNATURE}
    return Asset(signature, rest) if signature in _ASSET_SIGNATURES else rest


def to_struct(values: Mapping[str, Any]) -> struct_pb2.Struct:
    """Plain values as Pulumi sends them; what is None is left out, as Pulumi does."""
    struct = struct_pb2.Struct()
    _fill(struct, {key: value for key, value in values.items() if value is not None})
    return struct


def _fill(struct: struct_pb2.Struct, values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        _put(struct.fields[key], value)


def _put(place: struct_pb2.Value, value: Any) -> None:
    match value:
        case None:
            place.null_value = struct_pb2.NULL_VALUE
        case bool():
            place.bool_value = value
        case int() | float():
            place.number_value = value
        case str():
            place.string_value = value
        case Secret(inner):
            _fill(place.struct_value, {_SIGNATURE: _SECRET_SIGNATURE, "value": inner})
        case Asset():
            _fill(place.struct_value, {_SIGNATURE: value.signature, **value})
        case Mapping():
            place.struct_value.SetInParent()
            _fill(place.struct_value, value)
        case list() | tuple():
            place.list_value.SetInParent()
            for item in value:
                _put(place.list_value.values.add(), item)
        case _:
            raise TypeError(f"a {type(value).__name__} cannot be sent to a program: {value!r}")
