"""The CDN: policies, VPC origins, publishing functions, and members moto forgets."""

import copy
import io
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.response import StreamingBody
from moto.cloudfront.models import cloudfront_backends

from groundplan.emulate.backends import BackendError, Document, Request, answers, mends
from groundplan.emulate.own_tags import keeps_tags, table_of_tags

keeps_tags("cloudfront", table_of_tags)

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def _id(prefix: str = "") -> str:
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(13))


def _made(request: Request, member: str, config_member: str, **more: Any) -> Document:
    """Keep a new configuration."""
    kept = {
        "Id": more.pop("Id", None) or _id("E"),
        config_member: dict(request.params[config_member]),
        "LastModifiedTime": datetime.now(UTC),
        **more,
    }
    taken = [
        entry
        for entry in request.table(member).values()
        if entry[config_member].get("Name") == kept[config_member].get("Name")
    ]
    if taken:
        raise BackendError(f"{member}AlreadyExists", f"{kept[config_member]['Name']} exists", 409)
    request.table(member)[kept["Id"]] = kept
    request.table(f"{member}:etag")[kept["Id"]] = {"ETag": _id("E")}
    return _told(request, member, kept)


def _told(request: Request, member: str, kept: Document) -> Document:
    return {member: kept, "ETag": request.table(f"{member}:etag")[kept["Id"]]["ETag"]}


def _checked(request: Request, member: str) -> Document:
    """The thing to change or delete, if the caller saw its latest version."""
    kept = request.find(member, request.params["Id"], f"NoSuch{member}")
    if request.params.get("IfMatch") != request.table(f"{member}:etag")[kept["Id"]]["ETag"]:
        raise BackendError("PreconditionFailed", f"{member} was changed in between", 412)
    return kept


def _serve(member: str, config_member: str) -> None:
    """Create, get, update, delete and list things that are one configuration."""

    @answers("cloudfront", f"Create{member}")
    def create(request: Request) -> Document:
        return _made(request, member, config_member)

    @answers("cloudfront", f"Get{member}")
    def get(request: Request) -> Document:
        return _told(request, member, request.find(member, request.params["Id"], f"NoSuch{member}"))

    def get_config(request: Request) -> Document:
        told = get(request)
        return {config_member: told[member][config_member], "ETag": told["ETag"]}

    if config_member == f"{member}Config":
        answers("cloudfront", f"Get{member}Config")(get_config)

    @answers("cloudfront", f"Update{member}")
    def update(request: Request) -> Document:
        kept = _checked(request, member)
        kept[config_member] = dict(request.params[config_member])
        request.table(f"{member}:etag")[kept["Id"]]["ETag"] = _id("E")
        return _told(request, member, kept)

    @answers("cloudfront", f"Delete{member}")
    def delete(request: Request) -> Document:
        kept = _checked(request, member)
        if _in_use(request, kept["Id"]):
            raise BackendError(f"{member}InUse", f"{kept['Id']} is used by a distribution", 409)
        del request.table(member)[kept["Id"]]
        return {}


def _in_use(request: Request, thing: str) -> bool:
    return any(thing in str(kept) for kept in request.table("distribution").values())


_serve("ResponseHeadersPolicy", "ResponseHeadersPolicyConfig")
_serve("CachePolicy", "CachePolicyConfig")
_serve("OriginRequestPolicy", "OriginRequestPolicyConfig")
_serve("VpcOrigin", "VpcOriginEndpointConfig")


def _list(plural: str, member: str) -> None:
    @answers("cloudfront", f"List{plural}")
    def found(request: Request) -> Document:
        items = [{"Type": "custom", member: kept} for kept in request.table(member).values()]
        return {f"{member}List": {"MaxItems": 100, "Quantity": len(items), "Items": items}}


_list("ResponseHeadersPolicies", "ResponseHeadersPolicy")
_list("CachePolicies", "CachePolicy")
_list("OriginRequestPolicies", "OriginRequestPolicy")


@mends("cloudfront", "CreateVpcOrigin", "GetVpcOrigin")
def complete_vpc_origin(request: Request, answer: Document) -> None:
    """What AWS says of a VPC origin beside its configuration."""
    origin = answer["VpcOrigin"]
    origin.setdefault("Arn", request.arn(f"vpcorigin/{origin['Id']}", regional=False))
    origin.setdefault("AccountId", request.account)
    origin.setdefault("Status", "Deployed")
    origin.setdefault("CreatedTime", origin["LastModifiedTime"])
    if request.operation == "CreateVpcOrigin":
        tags = (request.params.get("Tags") or {}).get("Items") or ()
        request.table("tags")[origin["Arn"]] = {t["Key"]: t["Value"] for t in tags}


@answers("cloudfront", "ListVpcOrigins")
def list_vpc_origins(request: Request) -> Document:
    """All VPC origins."""
    items = [
        {
            "Id": kept["Id"],
            "Name": kept["VpcOriginEndpointConfig"]["Name"],
            "Status": "Deployed",
            "CreatedTime": kept["LastModifiedTime"],
            "LastModifiedTime": kept["LastModifiedTime"],
            "Arn": request.arn(f"vpcorigin/{kept['Id']}", regional=False),
            "OriginEndpointArn": kept["VpcOriginEndpointConfig"]["Arn"],
        }
        for kept in request.table("VpcOrigin").values()
    ]
    listing = {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": len(items)}
    return {"VpcOriginList": {**listing, "Items": items}}


def _latest(request: Request) -> str:
    """Name of a function that is as the caller has seen it."""
    name = str(request.params["Name"])
    found = request.call("cloudfront", "describe_function", Name=name)
    if request.params["IfMatch"] != found["ETag"]:
        raise BackendError("InvalidIfMatchVersion", "The If-Match version is missing or not valid")
    return name


@answers("cloudfront", "UpdateFunction")
def update_function(request: Request) -> Document:
    """Change the code that is developed; the live one stays until it is published."""
    name = _latest(request)
    function = cloudfront_backends[request.account]["aws"].get_function(name)
    function.code = request.params["FunctionCode"]
    function.config = dict(request.params["FunctionConfig"])
    function.last_modified_time, function.etag = datetime.now(UTC), _id("E")
    return {"FunctionSummary": function.function_summary, "ETag": function.etag}


@mends("cloudfront", "GetFunction")
def give_live_code(request: Request, answer: Document) -> None:
    """Moto knows no stages: the live code is the one that was published."""
    kept = request.table("published").get(request.params["Name"])
    if kept and request.params.get("Stage") == "LIVE":
        answer["FunctionCode"] = StreamingBody(io.BytesIO(kept["code"]), len(kept["code"]))


@answers("cloudfront", "PublishFunction")
def publish_function(request: Request) -> Document:
    """Make the latest code of a function the live one."""
    name = _latest(request)
    found = request.call("cloudfront", "describe_function", Name=name)
    code = cloudfront_backends[request.account]["aws"].get_function(name).code
    request.table("published")[name] = {"at": datetime.now(UTC), "code": code}
    summary = {**found["FunctionSummary"], "Status": "UNASSOCIATED"}
    return {"FunctionSummary": summary}


@mends("cloudfront", "DescribeFunction")
def tell_published(request: Request, answer: Document) -> None:
    """A published function is not UNPUBLISHED any more."""
    if request.params["Name"] in request.table("published"):
        answer["FunctionSummary"]["Status"] = "UNASSOCIATED"


@mends("cloudfront", "CreateDistribution", "CreateDistributionWithTags", "UpdateDistribution")
def remember(request: Request, answer: Document) -> None:
    """Keep the configuration as it was sent."""
    params = request.params
    config = (
        params.get("DistributionConfig")
        or (params["DistributionConfigWithTags"]["DistributionConfig"])
    )
    request.table("distribution")[answer["Distribution"]["Id"]] = copy.deepcopy(dict(config))


@mends("cloudfront", "DeleteDistribution")
def forget(request: Request, _: Document) -> None:
    """A deleted distribution uses nothing any more."""
    request.table("distribution").pop(str(request.params["Id"]), None)


@mends("cloudfront", "GetDistribution")
def give_back(request: Request, answer: Document) -> None:
    """Moto forgets access controls and functions of origins and behaviours."""
    kept = request.table("distribution").get(answer["Distribution"]["Id"], {})
    distribution = answer["Distribution"]
    distribution["DistributionConfig"] = _complete(distribution["DistributionConfig"], kept)


@mends("cloudfront", "GetDistributionConfig")
def give_back_config(request: Request, answer: Document) -> None:
    """The same, where only the configuration is asked for."""
    kept = request.table("distribution").get(request.params["Id"], {})
    answer["DistributionConfig"] = _complete(answer["DistributionConfig"], kept)


def _complete(base: Document, sent: Mapping[str, Any]) -> Document:
    """A configuration as it was sent, with what AWS tells where nothing was."""
    found: Document = {
        "ContinuousDeploymentPolicyId": "",
        "Staging": False,
        **_over(base, sent),
    }
    for origin in found["Origins"]["Items"]:
        origin.setdefault("OriginAccessControlId", "")
    certificate = found.get("ViewerCertificate") or {}
    if certificate.get("ACMCertificateArn") or certificate.get("IAMCertificateId"):
        certificate["CloudFrontDefaultCertificate"] = False
    return found


def _over(base: Any, sent: Any) -> Any:
    """What moto answers, with what was sent over it."""
    if isinstance(base, Mapping) and isinstance(sent, Mapping):
        return {**base, **{key: _over(base.get(key), value) for key, value in sent.items()}}
    if isinstance(base, list) and isinstance(sent, list) and len(base) == len(sent):
        return [_over(old, new) for old, new in zip(base, sent, strict=True)]
    return sent
