"""Account-wide settings: what every account has before anything else."""

from groundplan.emulate.overrides.ec2 import OF_VPC, OF_VPC_OUTPUTS
from groundplan.emulate.overrides.tags import DROP_TAGS
from groundplan.emulate.spec import Call, Read, Type, Value, Words
from groundplan.emulate.words import answer_of

_SETTING = "an account setting cannot be deleted"


def _close(egress: bool) -> Call:
    """Take away the rule 100 that admits everything in a default ACL."""
    found = answer_of(
        "describe_network_acls",
        f"NetworkAcls[0].Entries[?RuleNumber==`100` && Egress==`{str(egress).lower()}`]",
    )
    return Call(
        "delete_network_acl_entry",
        params={"NetworkAclId": "{id}", "RuleNumber": 100, "Egress": egress},
        match=False,
        when=found,
        never="takes away what AWS put into the default ACL",
    )


_PROTOCOLS = {"all": "-1", "icmp": "1", "tcp": "6", "udp": "17", "icmpv6": "58"}


def _protocol(w: Words) -> str:
    """The number of a protocol, which is what ACLs know."""
    told = str(w["each"]["protocol"])
    return _PROTOCOLS.get(told, told)


def _ports(w: Words) -> dict[str, int] | None:
    if _protocol(w) not in {"6", "17"}:
        return None
    return {"From": int(w["each"]["fromPort"]), "To": int(w["each"]["toPort"])}


def _icmp(w: Words) -> dict[str, int] | None:
    if _protocol(w) not in {"1", "58"}:
        return None
    rule = w["each"]
    return {"Type": int(rule.get("icmpType") or 0), "Code": int(rule.get("icmpCode") or 0)}


def _entries(direction: str) -> Call:
    """The rules of one direction, one call for each."""
    egress = direction == "egress"
    which: dict[str, Value] = {
        "NetworkAclId": "{id}",
        "RuleNumber": lambda w: int(w["each"]["ruleNo"]),
        "Egress": egress,
    }
    return Call(
        "create_network_acl_entry",
        (direction,),
        each=direction,
        params={
            **which,
            "Protocol": _protocol,
            "RuleAction": lambda w: w["each"]["action"],
            "CidrBlock": lambda w: w["each"].get("cidrBlock") or None,
            "Ipv6CidrBlock": lambda w: w["each"].get("ipv6CidrBlock") or None,
            "PortRange": _ports,
            "IcmpTypeCode": _icmp,
        },
        read=Read(
            "describe_network_acls",
            {"NetworkAclIds": ["{id}"]},
            f"NetworkAcls[0].Entries[?Egress==`{str(egress).lower()}` && "
            "RuleNumber==`{each.ruleNo}`] | [0]",
        ),
        undo=Call("delete_network_acl_entry", params=which),
    )


TYPES = {
    "aws:account/alternativeContact:AlternativeContact": Type(
        service="account",
        create=Call(
            "put_alternate_contact",
            read=Read(
                "get_alternate_contact",
                {"AlternateContactType": "{alternateContactType}", "AccountId": "{accountId}"},
                "AlternateContact",
            ),
            names={"alternateContactType": "AlternateContactType"},
        ),
        id=lambda w: f"{w.get('accountId') or ''}/{w['alternateContactType']}",
        update=(Call("put_alternate_contact"),),
        delete=(
            Call(
                "delete_alternate_contact",
                params={
                    "AlternateContactType": "{alternateContactType}",
                    "AccountId": "{accountId}",
                },
            ),
        ),
    ),
    "aws:ebs/encryptionByDefault:EncryptionByDefault": Type(
        service="ec2",
        create=Call(
            "enable_ebs_encryption_by_default",
            names={"enabled": ""},
            read=Read("get_ebs_encryption_by_default"),
            proves=lambda document: document["EbsEncryptionByDefault"],
        ),
        id="{region}-ebs",
        delete=(Call("disable_ebs_encryption_by_default"),),
    ),
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": Type(
        service="ec2",
        create=Call(
            "enable_snapshot_block_public_access",
            read=Read("get_snapshot_block_public_access_state"),
        ),
        id="{region}",
        update=(Call("enable_snapshot_block_public_access"),),
        delete=(Call("disable_snapshot_block_public_access"),),
    ),
    "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": Type(
        service="ec2",
        create=Call(
            "enable_image_block_public_access",
            names={"state": "ImageBlockPublicAccessState"},
            read=Read("get_image_block_public_access_state"),
        ),
        id="{region}",
        delete=(Call("disable_image_block_public_access"),),
    ),
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": Type(
        service="ec2",
        create=Call(
            "modify_instance_metadata_defaults",
            read=Read("get_instance_metadata_defaults", {}, "AccountLevel"),
        ),
        id="{region}",
        update=(Call("modify_instance_metadata_defaults"),),
        survives=_SETTING,
    ),
    "aws:ec2/defaultVpc:DefaultVpc": Type(
        service="ec2",
        create=Call(
            "describe_vpcs",
            names={"tags": "", "forceDestroy": ""},
            params={"Filters": [{"Name": "is-default", "Values": ["true"]}]},
            read=Read(
                "describe_vpcs",
                {"VpcIds": ["{id}"]},
                "Vpcs[0]",
                never={"Filters": "how the default VPC was found"},
            ),
        ),
        tags=Call(
            "create_tags",
            params={"Resources": ["{id}"]},
            read=Read("describe_vpcs", {"VpcIds": ["{id}"]}, "Vpcs[0]"),
            undo=DROP_TAGS,
            anew=True,
        ),
        id=answer_of("describe_vpcs", "Vpcs[0].VpcId"),
        outputs={
            "arn": "arn:aws:ec2:{region}:{account}:vpc/{id}",
            "cidrBlock": "@CidrBlock",
            "ownerId": "{account}",
            **OF_VPC_OUTPUTS,
        },
        then=OF_VPC,
        survives=lambda w: "" if w.get("forceDestroy") else "the default VPC is only let go of",
        provider_only={"forceDestroy": "how the provider deletes it"},
    ),
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": Type(
        service="ec2",
        create=Call(
            "describe_network_acls",
            names={
                "defaultNetworkAclId": "NetworkAclIds",
                "tags": "",
                "subnetIds": "",
            },
            read=Read(
                "describe_network_acls",
                {"NetworkAclIds": ["{defaultNetworkAclId}"]},
                "NetworkAcls[0]",
                back={"NetworkAclIds": "[NetworkAclId]"},
            ),
        ),
        tags=Call(
            "create_tags",
            params={"Resources": ["{id}"]},
            read=Read("describe_network_acls", {"NetworkAclIds": ["{id}"]}, "NetworkAcls[0]"),
            undo=DROP_TAGS,
            anew=True,
        ),
        then=(
            _close(egress=False),
            _close(egress=True),
            _entries("ingress"),
            _entries("egress"),
        ),
        id="{defaultNetworkAclId}",
        outputs={"arn": "arn:aws:ec2:{region}:{account}:network-acl/{id}"},
        survives="the default ACL goes with its VPC",
    ),
    "aws:accessanalyzer/analyzer:Analyzer": Type(
        service="accessanalyzer",
        create=Call(
            "create_analyzer",
            names={"configuration": "configuration"},
            params={"type": lambda w: w.get("type") or "ACCOUNT"},
            read=Read(
                "get_analyzer",
                {"analyzerName": "{analyzerName}"},
                "analyzer",
                back={"analyzerName": "name"},
            ),
        ),
        id="{analyzerName}",
        outputs={"arn": "@arn"},
        delete=(Call("delete_analyzer", params={"analyzerName": "{analyzerName}"}),),
    ),
}
