"""Botocore's service models: loaded once for the process, no client needed."""

from functools import cache
from typing import Any

from botocore import xform_name
from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel

_loaders: list[Loader] = []


def loader() -> Loader:
    """The loader everything shares: a model is read from disk once."""
    if not _loaders:
        _loaders.append(Loader())
    return _loaders[-1]


def share(other: Loader) -> None:
    """Read models through another loader from now on."""
    if other not in _loaders:
        _loaders.append(other)


@cache
def service_model(service: str) -> ServiceModel:
    """Model of a boto3 service."""
    return ServiceModel(loader().load_service_model(service, "service-2"), service)


@cache
def operations(service: str) -> dict[str, str]:
    """boto3 method to operation name."""
    return {xform_name(name): name for name in service_model(service).operation_names}


@cache
def operation(service: str, method: str) -> OperationModel:
    """Model of one operation, by its boto3 method.

    Raises:
        KeyError: The service has no such operation.
    """
    return service_model(service).operation_model(operations(service)[method])


@cache
def _global_services() -> frozenset[str]:
    partitions = loader().load_data("endpoints")["partitions"]
    services = next(each["services"] for each in partitions if each["partition"] == "aws")
    return frozenset(
        name for name, each in services.items() if not each.get("isRegionalized", True)
    )


def home_region(service: str, region: str) -> str:
    """Region in which AWS holds what a call asked in a region is about.

    Args:
        service: boto3 service. Some have one home for the whole world, wherever they are
            asked from; clients differ in the region they then sign for.
        region: Region asked.
    """
    return "us-east-1" if service in _global_services() else region


def members(shape: Any) -> dict[str, Any]:
    """Members of a structure; none for anything else, or for no shape."""
    return dict(getattr(shape, "members", None) or {})
