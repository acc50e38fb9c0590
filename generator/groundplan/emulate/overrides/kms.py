"""Keys and aliases."""

from groundplan.emulate.spec import Call, Read, Type

_TAGS = (
    Read("list_resource_tags", {"KeyId": "{id}"}, "Tags")
    if False
    else Read(operation="list_resource_tags", params={"KeyId": "{id}"}, path="Tags")
)
