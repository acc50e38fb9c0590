"""Security groups and their rules."""

from collections.abc import Callable
from typing import Any

from groundplan.emulate.overrides.tags import DROP_TAGS
from groundplan.emulate.spec import Call, Read, Type, Words
from groundplan.emulate.words import added, answer_of, dropped

_GROUP = Read("describe_security_groups", {"GroupIds": ["{id}"]}, "SecurityGroups[0]")


def permissions(rules: Any) -> list[dict[str, Any]]:
    """Inline rules of a group as EC2 writes them."""
    return [permission(rule) for rule in rules or []]


def permission(rule: Words) -> dict[str, Any]:
    """One rule, in the words of inline rules and of rule resources alike."""
    note = {"Description": rule["description"]} if rule.get("description") else {}
    blocks = [*(rule.get("cidrBlocks") or []), *_one(rule.get("cidrIpv4"))]
    blocks6 = [*(rule.get("ipv6CidrBlocks") or []), *_one(rule.get("cidrIpv6"))]
    lists = [*(rule.get("prefixListIds") or []), *_one(rule.get("prefixListId"))]
    groups = [*(rule.get("securityGroups") or []), *_one(rule.get("referencedSecurityGroupId"))]
    if rule.get("self"):
        groups.append(rule["id"])
    found: dict[str, Any] = {"IpProtocol": str(rule.get("protocol", rule.get("ipProtocol")))}
    if rule.get("fromPort") is not None and found["IpProtocol"] != "-1":
        found |= {"FromPort": int(rule["fromPort"]), "ToPort": int(rule["toPort"])}
    found["IpRanges"] = [{"CidrIp": block, **note} for block in blocks]
    found["Ipv6Ranges"] = [{"CidrIpv6": block, **note} for block in blocks6]
    found["PrefixListIds"] = [{"PrefixListId": entry, **note} for entry in lists]
    found["UserIdGroupPairs"] = [{"GroupId": group, **note} for group in groups]
    return [{k: v for k, v in found.items() if v != []}][0]


def _one(value: Any) -> list[Any]:
    return [value] if value else []


def _inline(direction: str) -> Call:
    member = "IpPermissions" if direction == "ingress" else "IpPermissionsEgress"
    return Call(
        f"authorize_security_group_{direction}",
        (direction,),
        params={"GroupId": "{id}", "IpPermissions": _permissions(added(direction))},
        match=False,
        when=added(direction),
        read=Read(
            "describe_security_groups",
            {"GroupIds": ["{id}"]},
            "SecurityGroups[0]",
            back={"IpPermissions": member},
        ),
        undo=Call(
            f"revoke_security_group_{direction}",
            params={"GroupId": "{id}", "IpPermissions": _permissions(dropped(direction))},
            when=dropped(direction),
        ),
        anew=True,
    )


def _permissions(rules: Callable[[Words], Any]) -> Callable[[Words], list[dict[str, Any]]]:
    return lambda w: [permission({**rule, "id": w["id"]}) for rule in rules(w) or ()]


_RULE_INPUTS = (
    "cidrIpv4",
    "cidrIpv6",
    "prefixListId",
    "referencedSecurityGroupId",
    "description",
    "ipProtocol",
    "fromPort",
    "toPort",
)


def _request(w: Words) -> dict[str, Any]:
    names = {
        "ipProtocol": "IpProtocol",
        "fromPort": "FromPort",
        "toPort": "ToPort",
        "cidrIpv4": "CidrIpv4",
        "cidrIpv6": "CidrIpv6",
        "prefixListId": "PrefixListId",
        "referencedSecurityGroupId": "ReferencedGroupId",
        "description": "Description",
    }
    return {member: w[name] for name, member in names.items() if w.get(name) is not None}


def _rule(direction: str) -> Type:
    operation = f"authorize_security_group_{direction}"

    return Type(
        service="ec2",
        create=Call(
            operation,
            names={
                **dict.fromkeys((*_RULE_INPUTS, "tags"), ""),
                "securityGroupId": "GroupId",
            },
            params={"IpPermissions": lambda w: [permission(w)]},
            read=Read(
                "describe_security_group_rules",
                {"SecurityGroupRuleIds": ["{id}"]},
                "SecurityGroupRules[0]",
                back={"IpPermissions": _as_permission},
            ),
        ),
        id=answer_of(operation, "SecurityGroupRules[0].SecurityGroupRuleId"),
        ec2_tags="security-group-rule",
        outputs={"securityGroupRuleId": "{id}"},
        update=(
            Call(
                "modify_security_group_rules",
                _RULE_INPUTS,
                params={
                    "GroupId": "{securityGroupId}",
                    "SecurityGroupRules": lambda w: [
                        {"SecurityGroupRuleId": w["id"], "SecurityGroupRule": _request(w)}
                    ],
                },
                match=False,
            ),
        ),
        delete=(
            Call(
                f"revoke_security_group_{direction}",
                params={"GroupId": "{securityGroupId}", "SecurityGroupRuleIds": ["{id}"]},
            ),
        ),
    )


def _as_permission(rule: Words) -> list[dict[str, Any]]:
    return [
        permission(
            {
                "ipProtocol": rule["IpProtocol"],
                "fromPort": rule.get("FromPort"),
                "toPort": rule.get("ToPort"),
                "cidrIpv4": rule.get("CidrIpv4"),
                "cidrIpv6": rule.get("CidrIpv6"),
                "prefixListId": rule.get("PrefixListId"),
                "referencedSecurityGroupId": (rule.get("ReferencedGroupInfo") or {}).get("GroupId"),
                "description": rule.get("Description"),
            }
        )
    ]


def _present(member: str) -> Callable[[Words], Any]:
    found = answer_of("describe_security_groups", f"SecurityGroups[0].{member}")
    return lambda w: found(w) or None


def _close(direction: str, member: str) -> Call:
    return Call(
        f"revoke_security_group_{direction}",
        params={"GroupId": "{id}", "IpPermissions": _present(member)},
        match=False,
        when=_present(member),
        never="takes away what AWS put into the group",
    )


# AWS lets a new group connect to everywhere, by IPv6 too where its VPC has such a range.
_AS_MADE = Call(
    "describe_security_groups",
    params={"GroupIds": ["{id}"]},
    match=False,
    never="finds the rules AWS adds to every new group",
)


TYPES = {
    "aws:ec2/securityGroup:SecurityGroup": Type(
        service="ec2",
        create=Call(
            "create_security_group",
            names={"name": "GroupName", "description": "Description"},
            params={"Description": lambda w: w.get("description") or "Managed by Pulumi"},
            read=_GROUP,
        ),
        then=(
            _AS_MADE,
            _close("egress", "IpPermissionsEgress"),
            _inline("ingress"),
            _inline("egress"),
        ),
        id="{GroupId}",
        ec2_tags="security-group",
        outputs={
            "arn": "arn:aws:ec2:{region}:{account}:security-group/{id}",
            "ownerId": "{account}",
        },
        delete=(Call("delete_security_group", params={"GroupId": "{id}"}),),
        provider_only={"revokeRulesOnDelete": "how the provider deletes the group"},
    ),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": Type(
        service="ec2",
        create=Call(
            "describe_security_groups",
            names={"vpcId": "", "tags": "", "ingress": "", "egress": ""},
            params={
                "Filters": [
                    {"Name": "vpc-id", "Values": ["{vpcId}"]},
                    {"Name": "group-name", "Values": ["default"]},
                ]
            },
            read=Read(
                "describe_security_groups",
                {"GroupIds": ["{id}"]},
                "SecurityGroups[0]",
                never={"Filters": "how the group was found"},
            ),
        ),
        tags=Call(
            "create_tags",
            params={"Resources": ["{id}"]},
            read=Read("describe_security_groups", {"GroupIds": ["{id}"]}, "SecurityGroups[0]"),
            undo=DROP_TAGS,
            anew=True,
        ),
        then=(
            _close("ingress", "IpPermissions"),
            _close("egress", "IpPermissionsEgress"),
            _inline("ingress"),
            _inline("egress"),
            Call(
                "describe_security_groups",
                ("vpcId",),
                params={"GroupIds": ["{id}"]},
                match=False,
                never="the group's VPC says which group it is",
            ),
        ),
        id=answer_of("describe_security_groups", "SecurityGroups[0].GroupId"),
        outputs={"arn": "arn:aws:ec2:{region}:{account}:security-group/{id}"},
        survives="the default group goes with its VPC",
    ),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _rule("ingress"),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _rule("egress"),
}
