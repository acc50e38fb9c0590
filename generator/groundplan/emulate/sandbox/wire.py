"""What a request means: service, region, caller and operation, read from the HTTP alone.

A client that talks to one endpoint for everything does not name the service in the host.
The signature does: its scope holds key, region and signing name. Where several services
sign with one name, the protocol tells them apart.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from botocore.exceptions import UnknownServiceError
from botocore.model import ServiceModel
from moto.core.loaders import create_loader
from moto.core.model import ServiceModel as RoutedModel
from moto.core.request import Request
from moto.core.routing import ServiceOperationRouter
from werkzeug.exceptions import NotFound

from groundplan.emulate.models import service_model

_BY_SIGNING_NAME = {
    "access-analyzer": ("accessanalyzer",),
    "airflow": ("mwaa",),
    "aps": ("amp",),
    "apigateway": ("apigateway", "apigatewayv2"),
    "aoss": ("opensearchserverless",),
    "awsssoportal": ("sso",),
    "bedrock": ("bedrock", "bedrock-agent"),
    "dynamodb": ("dynamodb", "dynamodbstreams"),
    "elasticfilesystem": ("efs",),
    "elasticloadbalancing": ("elbv2", "elb"),
    "elasticmapreduce": ("emr",),
    "es": ("opensearch", "es"),
    "geo": ("location",),
    "iotdata": ("iot-data",),
    "kinesisanalytics": ("kinesisanalyticsv2", "kinesisanalytics"),
    "mobiletargeting": ("pinpoint",),
    "monitoring": ("cloudwatch",),
    "s3": ("s3control", "s3"),
    "servicecatalog": ("servicecatalog", "servicecatalog-appregistry"),
    "servicequotas": ("service-quotas",),
    "ses": ("sesv2", "ses"),
    "sso": ("sso-admin",),
    "states": ("stepfunctions",),
    "tagging": ("resourcegroupstaggingapi",),
    "timestream": ("timestream-write", "timestream-query"),
}
"""Services by the name in the signature, where the two differ; most telling first."""

_CBOR_PATH = 5
"""``/service/<target prefix>/operation/<name>`` in parts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """What the signature of a request says.

    Attributes:
        key: Access key id; empty for an unsigned request.
        region: Region asked.
        name: Signing name of the service.
    """

    key: str = ""
    region: str = "us-east-1"
    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Meant:
    """What a request asks.

    Attributes:
        scope: Its signature.
        service: boto3 service; empty where botocore has none of the signing name.
        operation: Operation name; empty where the service has none that fits.
        labels: Parameters found in the path.
        cbor: True where the client speaks Smithy's RPC v2 protocol.
    """

    scope: Scope
    service: str = ""
    operation: str = ""
    labels: dict[str, Any]
    cbor: bool = False


def scope_of(request: Request) -> Scope:
    """Who asks, of which service, in which region.

    Signatures stand in the header, or in the query of a presigned address. Version 4A
    names its regions apart, since one signature is good for several.
    """
    header = request.headers.get("Authorization", "")
    text = request.args.get("X-Amz-Credential", "")
    if "Credential=" in header:
        text = header.split("Credential=", 1)[1].split(",", 1)[0]
    parts = unquote(text).strip().split("/")
    if len(parts) >= 5:
        return Scope(key=parts[0], region=parts[-3], name=parts[-2])
    if len(parts) == 4:
        regions = request.headers.get("X-Amz-Region-Set", "us-east-1")
        return Scope(key=parts[0], region=regions.split(",")[0].replace("*", ""), name=parts[2])
    if request.values.get("Action", "").startswith("AssumeRoleWith"):
        return Scope(name="sts")
    if request.headers.get("X-Amz-Target", "").startswith("AWSCognitoIdentityProvider"):
        return Scope(name="cognito-idp")
    return Scope(name="s3")


def meaning(request: Request) -> Meant:
    """Read a request."""
    scope = scope_of(request)
    known = [name for name in _BY_SIGNING_NAME.get(scope.name, (scope.name,)) if _model(name)]
    for service in known:
        operation, labels, cbor = _operation(service, request)
        if operation:
            return Meant(
                scope=scope, service=service, operation=operation, labels=labels, cbor=cbor
            )
    return Meant(scope=scope, service=known[-1] if known else "", labels={})


@cache
def _model(service: str) -> ServiceModel | None:
    try:
        return service_model(service)
    except UnknownServiceError:
        return None


@cache
def _router(service: str) -> ServiceOperationRouter:
    """Router of a service, from a model of its own.

    botocore takes the bucket out of S3's paths, in the model that all clients share.
    """
    model = create_loader().load_service_model(service, "service-2")
    return ServiceOperationRouter(RoutedModel(model, service))


def _operation(service: str, request: Request) -> tuple[str, dict[str, Any], bool]:
    model = _model(service)
    assert model is not None
    metadata = model.metadata
    if request.headers.get("Smithy-Protocol") == "rpc-v2-cbor":
        parts = request.path.split("/")
        fits = len(parts) == _CBOR_PATH and parts[2] == metadata.get("targetPrefix")
        return (parts[4] if fits and parts[4] in model.operation_names else ""), {}, True
    target = request.headers.get("X-Amz-Target", "")
    if target:
        prefix, _, name = target.rpartition(".")
        # Where botocore writes a package before the name, the SDK for Go does not.
        known = str(metadata.get("targetPrefix"))
        fits = prefix in (known, known.rpartition(".")[2]) and name in model.operation_names
        return (name if fits else ""), {}, False
    version = request.values.get("Version") if "Action" in request.values else None
    if version and version != metadata.get("apiVersion"):
        return "", {}, False
    if service == "s3control" and "X-Amz-Account-Id" not in request.headers:
        return "", {}, False
    try:
        found, labels = _router(service).match(request)
    except (NotFound, NotImplementedError):
        return "", {}, False
    return str(found.name), dict(labels), False
