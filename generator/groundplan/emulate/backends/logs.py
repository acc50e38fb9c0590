"""CloudWatch Logs: deliveries, keys and filters that change."""

from moto.logs.models import logs_backends

from groundplan.emulate.backends import (
    BackendError,
    Document,
    Request,
    answers,
    knows,
    mends,
    sends,
)


@answers("logs", "UpdateDeliveryConfiguration")
def update_delivery(request: Request) -> Document:
    """Change which fields a delivery writes, and how."""
    known = logs_backends[request.account][request.region].deliveries
    delivery = known.get(str(request.params["id"]))
    if delivery is None:
        raise BackendError("ResourceNotFoundException", "Requested Delivery does not exist.")
    names = {
        "recordFields": "record_fields",
        "fieldDelimiter": "field_delimiter",
        "s3DeliveryConfiguration": "s3_delivery_configuration",
    }
    for member, name in names.items():
        if member in request.params:
            setattr(delivery, name, request.params[member])
    return {}


@answers("logs", "AssociateKmsKey", "DisassociateKmsKey")
def change_key(request: Request) -> Document:
    """Encrypt what comes into a group from now on with another key."""
    name = str(request.params.get("logGroupName"))
    group = logs_backends[request.account][request.region].groups.get(name)
    if group is None:
        raise BackendError("ResourceNotFoundException", "The specified log group does not exist.")
    group.kms_key_id = request.params.get("kmsKeyId")
    return {}


@mends("logs", "TagResource", "UntagResource")
def tag_deliveries(request: Request, _: Document) -> None:
    """Moto tells the tags a delivery was made with, for ever."""
    backend, params = logs_backends[request.account][request.region], request.params
    tables = (backend.deliveries, backend.delivery_sources, backend.delivery_destinations)
    for found in (each for table in tables for each in table.values()):
        if found.arn == params["resourceArn"]:
            gone = params.get("tagKeys") or ()
            stay = {k: v for k, v in (found.tags or {}).items() if k not in gone}
            found.tags = {**stay, **(params.get("tags") or {})}


@sends("logs", "PutMetricFilter")
def put_in_its_place(request: Request, params: Document) -> None:
    """Moto keeps a filter beside the one of its name that it replaces."""
    known = logs_backends[request.account][request.region].filters
    names = ("filterName", "logGroupName")
    known.metric_filters = [
        kept
        for kept in known.metric_filters
        if any(kept[name] != params.get(name) for name in names)
    ]


@knows("logs", "GetQueryResults")
def refuse_unknown(request: Request) -> Document | None:
    """Refuse a query that nobody asked; moto fails on it."""
    if request.params["queryId"] in logs_backends[request.account][request.region].queries:
        return None
    raise BackendError("ResourceNotFoundException", "The specified query does not exist.")
