"""The CDN."""

from collections.abc import Callable
from typing import Any

from groundplan.emulate.spec import Call, Read, Type, Value, Words
from groundplan.emulate.words import answer_of, dropped


def _behaviour(path: str) -> dict[str, str]:
    return {
        f"{path}.cachedMethods": "AllowedMethods.CachedMethods",
        f"{path}.lambdaFunctionAssociations.lambdaArn": "LambdaFunctionARN",
        f"{path}.trustedKeyGroups": "TrustedKeyGroups",
        f"{path}.grpcConfig": "GrpcConfig",
    }


_DISTRIBUTION = {
    "orderedCacheBehaviors": "CacheBehaviors",
    "loggingConfig": "Logging",
    "origins.originId": "Id",
    "origins.customHeaders.name": "HeaderName",
    "origins.customHeaders.value": "HeaderValue",
    "restrictions.geoRestriction.locations": "Items",
    "tags": "^DistributionConfigWithTags.Tags",
    **_behaviour("defaultCacheBehavior"),
    **_behaviour("orderedCacheBehaviors"),
}


_ARN = {"vpc_origin": "vpcorigin"}
_FUNCTION_ARN = "arn:aws:cloudfront::{account}:function/{name}"


def _counted(restriction: dict[str, Any]) -> dict[str, Any]:
    return {**restriction, "quantity": len(restriction.get("locations") or [])}


def _certificate(certificate: dict[str, Any]) -> dict[str, Any]:
    """Moto takes CloudFront's own certificate for chosen unless it is told otherwise."""
    return {"cloudfrontDefaultCertificate": False, **certificate}


def _origin(origin: dict[str, Any]) -> dict[str, Any]:
    """An origin without any configuration is a bucket."""
    if any(origin.get(k) for k in ("customOriginConfig", "vpcOriginConfig", "s3OriginConfig")):
        return origin
    return {**origin, "s3OriginConfig": {"originAccessIdentity": ""}}


_CONVERT: dict[str, Callable[[Any], Any]] = {
    "restrictions.geoRestriction": _counted,
    "viewerCertificate": _certificate,
    "origins": lambda origins: [_origin(origin) for origin in origins],
    "tags": lambda tags: {"Items": [{"Key": k, "Value": str(v)} for k, v in sorted(tags.items())]},
}


def _disabled(w: Words) -> dict[str, Any]:
    config = w["answers"]["get_distribution_config"]["DistributionConfig"]
    return {**config, "Enabled": False}


def _etag(method: str) -> Value:
    return lambda w: w["answers"][method]["ETag"]


def _config(
    noun: str,
    member: str,
    *,
    names: dict[str, str] | None = None,
    wrap: str = "",
    convert: dict[str, Any] | None = None,
    outputs: dict[str, Value] | None = None,
    tag_read: Read | None = None,
) -> Type:
    """A thing of CloudFront that is one configuration, with an id and an ETag."""
    kind = _ARN.get(noun, noun.replace("_", "-"))
    top = wrap or f"{member}Config"

    get = f"get_{noun}"
    ask = Call(get, params={"Id": "{id}"})
    return Type(
        service="cloudfront",
        create=Call(
            f"create_{noun}",
            wrap=top,
            names=names or {},
            convert=convert or {},
            read=Read(get, {"Id": "{id}"}, f"{member}.{top}"),
        ),
        id=answer_of(f"create_{noun}", f"{member}.Id"),
        outputs={
            "arn": f"arn:aws:cloudfront::{{account}}:{kind}/{{id}}",
            "etag": "{ETag}",
            **(outputs or {}),
        },
        update=(
            ask,
            Call(
                f"update_{noun}",
                wrap=top,
                names={k: v for k, v in (names or {}).items() if not v.startswith("^")},
                convert=convert or {},
                params={"Id": "{id}", "IfMatch": _etag(get)},
            ),
        ),
        delete=(ask, Call(f"delete_{noun}", params={"Id": "{id}", "IfMatch": _etag(get)})),
        tag_read=tag_read,
    )


def _comment(w: Words) -> dict[str, str]:
    return {"Comment": w.get("comment") or ""}


_dropped_tags = dropped("tags")
_FUNCTION = {
    "code": "FunctionCode",
    "comment": "FunctionConfig.Comment",
    "runtime": "FunctionConfig.Runtime",
    "keyValueStoreAssociations": "FunctionConfig.KeyValueStoreAssociations",
}
_FUNCTION_INPUTS = tuple(_FUNCTION)

TYPES = {
    "aws:cloudfront/distribution:Distribution": Type(
        service="cloudfront",
        create=Call(
            "create_distribution_with_tags",
            wrap="DistributionConfigWithTags.DistributionConfig",
            names=_DISTRIBUTION,
            convert=_CONVERT,
            params={
                "DistributionConfigWithTags": {
                    "DistributionConfig": {
                        "CallerReference": "{urn}",
                        "Comment": lambda w: w.get("comment") or "",
                    }
                }
            },
            read=Read(
                "get_distribution",
                {"Id": "{id}"},
                "Distribution.DistributionConfig",
                elsewhere={
                    "Tags": Read("list_tags_for_resource", {"Resource": "{ARN}"}),
                },
            ),
        ),
        id=answer_of("create_distribution_with_tags", "Distribution.Id"),
        outputs={
            "arn": "{ARN}",
            "domainName": "{DomainName}",
            "hostedZoneId": "Z2FDTNDATAQYW2",
            "status": "{Status}",
        },
        update=(
            Call("get_distribution_config", params={"Id": "{id}"}),
            Call(
                "update_distribution",
                wrap="DistributionConfig",
                names={**_DISTRIBUTION, "tags": ""},
                convert=_CONVERT,
                params={
                    "Id": "{id}",
                    "IfMatch": _etag("get_distribution_config"),
                    "DistributionConfig": {
                        "CallerReference": "{urn}",
                        "Comment": lambda w: w.get("comment") or "",
                    },
                },
            ),
        ),
        delete=(
            Call("get_distribution_config", params={"Id": "{id}"}),
            Call(
                "update_distribution",
                params={
                    "Id": "{id}",
                    "IfMatch": _etag("get_distribution_config"),
                    "DistributionConfig": _disabled,
                },
            ),
            Call(
                "delete_distribution",
                params={"Id": "{id}", "IfMatch": _etag("update_distribution")},
            ),
        ),
        provider_only={
            "retainOnDelete": "how the provider deletes it",
            "waitForDeployment": "whether the provider waits",
        },
    ),
    "aws:cloudfront/originAccessControl:OriginAccessControl": _config(
        "origin_access_control",
        "OriginAccessControl",
        names={"originAccessControlOriginType": "OriginAccessControlOriginType"},
    ),
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": _config(
        "response_headers_policy",
        "ResponseHeadersPolicy",
        names={
            "securityHeadersConfig.xssProtection": "XSSProtection",
            "securityHeadersConfig.contentTypeOptions": "ContentTypeOptions",
            "customHeadersConfig": "CustomHeadersConfig",
            "removeHeadersConfig": "RemoveHeadersConfig",
        },
        convert={
            "customHeadersConfig": lambda c: c.get("items", c) if isinstance(c, dict) else c,
            "removeHeadersConfig": lambda c: c.get("items", c) if isinstance(c, dict) else c,
            "corsConfig.accessControlAllowHeaders": lambda c: c.get("items"),
            "corsConfig.accessControlAllowMethods": lambda c: c.get("items"),
            "corsConfig.accessControlAllowOrigins": lambda c: c.get("items"),
            "corsConfig.accessControlExposeHeaders": lambda c: c.get("items"),
        },
    ),
    "aws:cloudfront/cachePolicy:CachePolicy": _config(
        "cache_policy",
        "CachePolicy",
        names={
            "defaultTtl": "DefaultTTL",
            "minTtl": "MinTTL",
            "maxTtl": "MaxTTL",
        },
    ),
    "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": _config(
        "origin_request_policy", "OriginRequestPolicy"
    ),
    "aws:cloudfront/vpcOrigin:VpcOrigin": _config(
        "vpc_origin",
        "VpcOrigin",
        wrap="VpcOriginEndpointConfig",
        names={
            "vpcOriginEndpointConfig": "*",
            "vpcOriginEndpointConfig.httpPort": "HTTPPort",
            "vpcOriginEndpointConfig.httpsPort": "HTTPSPort",
            "tags": "^Tags",
        },
        convert={"tags": _CONVERT["tags"]},
        tag_read=Read(
            "list_tags_for_resource",
            {"Resource": "arn:aws:cloudfront::{account}:vpcorigin/{id}"},
            "Tags",
        ),
    ),
    "aws:cloudfront/function:Function": Type(
        service="cloudfront",
        create=Call(
            "create_function",
            names={**_FUNCTION, "publish": ""},
            params={"FunctionConfig": _comment},
            read=Read(
                "describe_function",
                {"Name": "{name}"},
                "FunctionSummary",
                elsewhere={
                    "FunctionCode": Read(
                        "get_function",
                        {"Name": "{name}"},
                        back={"FunctionCode": lambda d: d["FunctionCode"].read()},
                    )
                },
            ),
        ),
        tags=Call(
            "tag_resource",
            params={"Resource": _FUNCTION_ARN},
            convert={"tags": _CONVERT["tags"]},
            read=Read("list_tags_for_resource", {"Resource": _FUNCTION_ARN}),
            undo=Call(
                "untag_resource",
                params={
                    "Resource": _FUNCTION_ARN,
                    "TagKeys": lambda w: {"Items": _dropped_tags(w)},
                },
                when=_dropped_tags,
            ),
            anew=True,
        ),
        then=(
            Call("describe_function", params={"Name": "{name}"}, match=False, never="a question"),
            Call(
                "publish_function",
                params={"Name": "{name}", "IfMatch": _etag("describe_function")},
                match=False,
                when=lambda w: w.get("publish", True),
                read=Read(
                    "describe_function",
                    {"Name": "{name}", "Stage": "LIVE"},
                    "FunctionSummary",
                ),
            ),
        ),
        outputs={
            "arn": "arn:aws:cloudfront::{account}:function/{name}",
            "etag": "{ETag}",
            "status": "@Status",
        },
        update=(
            Call("describe_function", params={"Name": "{name}"}),
            Call(
                "update_function",
                _FUNCTION_INPUTS,
                names=_FUNCTION,
                params={
                    "Name": "{name}",
                    "IfMatch": _etag("describe_function"),
                    "FunctionConfig": _comment,
                },
                whole=True,
            ),
            Call(
                "publish_function",
                (*_FUNCTION_INPUTS, "publish"),
                params={"Name": "{name}", "IfMatch": _etag("describe_function")},
                match=False,
                when=lambda w: w.get("publish", True),
            ),
        ),
        replaces=("name",),
        delete=(
            Call("describe_function", params={"Name": "{name}"}),
            Call(
                "delete_function",
                params={"Name": "{name}", "IfMatch": _etag("describe_function")},
            ),
        ),
    ),
}
