"""Account-wide settings: what every account has before anything else."""

from groundplan.emulate.overrides.ec2 import OF_VPC, OF_VPC_OUTPUTS
from groundplan.emulate.spec import Call, Read, Type
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
        when=lambda w: found(w) and not w.get("egress" if egress else "ingress"),
        never="takes away what AWS put into the default ACL",
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
        id="{alternateContactType}",
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
                "ingress": "",
                "egress": "",
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
        ),
        then=(_close(egress=False), _close(egress=True)),
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
