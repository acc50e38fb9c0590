"""CloudWatch Logs: deliveries and keys that change."""

from moto.logs.models import logs_backends

from groundplan.emulate.backends import BackendError, Document, Request, answers


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
