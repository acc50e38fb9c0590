"""Smithy's RPC v2 protocol, which moto does not speak and the AWS SDK for Go does.

Requests become boto3 parameters, answers become CBOR. botocore holds both directions of
the format; only which one a client needs is the other way round.
Source: https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
"""

import io
from collections.abc import Mapping
from typing import Any

from botocore.model import OperationModel, Shape
from botocore.parsers import RpcV2CBORParser
from botocore.serialize import RpcV2CBORSerializer

HEADERS = {"Content-Type": "application/cbor", "Smithy-Protocol": "rpc-v2-cbor"}

_parser: Any = RpcV2CBORParser()
_serializer: Any = RpcV2CBORSerializer()


def parse(body: bytes, operation: OperationModel) -> dict[str, Any]:
    """Parameters of a request, as boto3 takes them."""
    shape = operation.input_shape
    if not body or shape is None:
        return {}
    found = _parser.parse_data_item(io.BufferedReader(io.BytesIO(body)))
    return dict(_parser._parse_shape(shape, found))


def serialize(answer: Mapping[str, Any], operation: OperationModel) -> bytes:
    """Body of an answer."""
    written = bytearray()
    shape: Shape | None = operation.output_shape
    if shape is None:
        return b"\xa0"
    _serializer._serialize_data_item(written, dict(answer), shape)
    return bytes(written)


def error(code: str, message: str) -> bytes:
    """Body of an error."""
    written = bytearray(b"\xa2")
    for text in ("__type", code, "message", message):
        _serializer._serialize_type_string(written, text, None, None)
    return bytes(written)
