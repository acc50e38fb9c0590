"""Web application firewall."""

from collections.abc import Mapping
from typing import Any

from groundplan.emulate.spec import Call, Read, Type, Value, Words
from groundplan.emulate.words import answer_of

_SCOPED = {"Name": "{name}", "Scope": "{scope}", "Id": "{id}"}


def _type(
    noun: str, member: str, names: dict[str, str], more: Mapping[str, Value] | None = None
) -> Type:
    params = {"Scope": "{scope}", **(more or {})}
    asked = Call(f"get_{noun}", params=_SCOPED)
    lock = {"LockToken": answer_of(asked.operation, "LockToken")}
    return Type(
        service="wafv2",
        create=Call(
            f"create_{noun}",
            names=names,
            params=params,
            read=Read(f"get_{noun}", _SCOPED, member),
        ),
        id=answer_of(f"create_{noun}", "Summary.Id"),
        outputs={"arn": "@ARN", "lockToken": "{LockToken}", "capacity": "@Capacity"},
        tag_read=Read(
            "list_tags_for_resource", {"ResourceARN": "{ARN}"}, "TagInfoForResource.TagList"
        ),
        update=(
            asked,
            # What is left out of this call is taken away:
            # https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateWebACL.html
            Call(
                f"update_{noun}",
                names=names,
                params={**_SCOPED, **lock, **(more or {})},
                whole=True,
            ),
        ),
        replaces=("name", "scope"),
        delete=(asked, Call(f"delete_{noun}", params={**_SCOPED, **lock})),
    )


_ACL = {"rules": "Rules", "customResponseBodies": ""}


def _bodies(w: Words) -> Any:
    found = {
        body["key"]: {"Content": body["content"], "ContentType": body["contentType"]}
        for body in w.get("customResponseBodies") or []
    }
    return found or None


TYPES = {
    "aws:wafv2/webAcl:WebAcl": _type("web_acl", "WebACL", _ACL, {"CustomResponseBodies": _bodies}),
    "aws:wafv2/ipSet:IpSet": _type("ip_set", "IPSet", {"ipAddressVersion": "IPAddressVersion"}),
    "aws:wafv2/regexPatternSet:RegexPatternSet": _type("regex_pattern_set", "RegexPatternSet", {}),
    "aws:wafv2/ruleGroup:RuleGroup": _type("rule_group", "RuleGroup", {}),
    "aws:wafv2/webAclAssociation:WebAclAssociation": Type(
        service="wafv2",
        create=Call(
            "associate_web_acl",
            read=Read(
                "get_web_acl_for_resource",
                {"ResourceArn": "{resourceArn}"},
                "WebACL",
                back={"WebACLArn": "ARN"},
            ),
        ),
        id="{webAclArn},{resourceArn}",
        delete=(Call("disassociate_web_acl", params={"ResourceArn": "{resourceArn}"}),),
    ),
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": Type(
        service="wafv2",
        create=Call(
            "put_logging_configuration",
            wrap="LoggingConfiguration",
            names={"logDestinationConfigs": "LogDestinationConfigs"},
            read=Read(
                "get_logging_configuration",
                {"ResourceArn": "{resourceArn}"},
                "LoggingConfiguration",
            ),
        ),
        id="{resourceArn}",
        update=(Call("put_logging_configuration", wrap="LoggingConfiguration"),),
        replaces=("resourceArn",),
        delete=(Call("delete_logging_configuration", params={"ResourceArn": "{resourceArn}"}),),
    ),
}
