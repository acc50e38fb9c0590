"""Answers for provider functions (``aws.get_...``) that a program may call offline."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from groundplan.errors import PlanError, Problem

_Function = Callable[[Mapping[str, Any], str, str], Mapping[str, Any]]


def _prefix_list(arguments: Mapping[str, Any], _: str, region: str) -> Mapping[str, Any]:
    name = str(arguments.get("name", ""))
    digest = hashlib.sha256(f"{region}/{name}".encode()).hexdigest()[:8]
    return {
        "id": f"pl-{digest}",
        "name": name,
        "arn": f"arn:aws:ec2:{region}:aws:prefix-list/pl-{digest}",
        "addressFamily": "IPv4",
        # The origin-facing list counts as 55 rules against the quota of 60 per security group.
        "maxEntries": 55,
        "ownerId": "AWS",
        "region": region,
        "entries": [],
        "tags": {},
        "version": 1,
    }


def _endpoint_service(arguments: Mapping[str, Any], _: str, region: str) -> Mapping[str, Any]:
    name = str(arguments.get("serviceName", ""))
    digest = hashlib.sha256(name.encode()).hexdigest()[:17]
    return {
        "id": f"vpce-svc-{digest}",
        "serviceName": name,
        "serviceType": arguments.get("serviceType", "Interface"),
        # Every zone there may be: which of them lack a service only AWS knows.
        "availabilityZones": [f"{region}{letter}" for letter in "abcdef"],
        "owner": "amazon",
        "privateDnsName": f"{name.rpartition('.')[2]}.{region}.amazonaws.com",
        "region": region,
    }


def _caller_identity(_: Mapping[str, Any], account: str, __: str) -> Mapping[str, Any]:
    return {
        "id": account,
        "accountId": account,
        "arn": f"arn:aws:sts::{account}:assumed-role/groundplan/offline",
        "userId": "AROAEXAMPLEGROUNDPLAN:offline",
    }


def _region(_: Mapping[str, Any], __: str, region: str) -> Mapping[str, Any]:
    return {
        "id": region,
        "region": region,
        "name": region,
        "description": region,
        "endpoint": f"ec2.{region}.amazonaws.com",
    }


def _detector(_: Mapping[str, Any], account: str, region: str) -> Mapping[str, Any]:
    identity = hashlib.sha256(f"{account}/{region}/detector".encode()).hexdigest()[:32]
    return {
        "id": identity,
        "arn": f"arn:aws:guardduty:{region}:{account}:detector/{identity}",
        "features": [],
        "findingPublishingFrequency": "SIX_HOURS",
        "region": region,
        "serviceRoleArn": (
            f"arn:aws:iam::{account}:role/aws-service-role/guardduty.amazonaws.com/"
            "AWSServiceRoleForAmazonGuardDuty"
        ),
        "status": "ENABLED",
        "tags": {},
    }


_FUNCTIONS: dict[str, _Function] = {
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": _prefix_list,
    "aws:ec2/getVpcEndpointService:getVpcEndpointService": _endpoint_service,
    "aws:guardduty/getDetector:getDetector": _detector,
    "aws:index/getCallerIdentity:getCallerIdentity": _caller_identity,
    "aws:index/getRegion:getRegion": _region,
}


def answer_function(
    token: str, arguments: Mapping[str, Any], *, account: str, region: str
) -> Mapping[str, Any]:
    """Answer of one function call.

    Raises:
        PlanError: The table has no such function.
    """
    function = _FUNCTIONS.get(token)
    if function is None:
        raise PlanError(
            Problem(
                what="calls a provider function that the offline engine has no answer for",
                got=token,
                allowed=", ".join(sorted(_FUNCTIONS)),
                fix="pass the value by config, or add an answer to engine/functions.py",
            )
        )
    return function(arguments, account, region)
