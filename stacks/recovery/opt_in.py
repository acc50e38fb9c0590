"""Which resource types AWS Backup may back up in a region of an account."""

import pulumi
import pulumi_aws as aws

_ON = ("Aurora", "DynamoDB", "EBS", "EC2", "EFS", "RDS", "S3")
_OFF = (
    "CloudFormation",
    "DocumentDB",
    "FSx",
    "Neptune",
    "Redshift",
    "SAP HANA on Amazon EC2",
    "Storage Gateway",
    "VirtualMachine",
)


def opt_in(name: str, region: str, opts: pulumi.ResourceOptions) -> aws.backup.RegionSettings:
    """Turn AWS Backup on for what holds data, in one region.

    A type that is off is skipped by a selection by tag, and nothing says so. DynamoDB is
    fully managed, without which its backups cannot be copied anywhere.

    Types that AWS has in some regions only (DSQL, Redshift Serverless) are left out: naming
    one where it is missing would be refused, leaving it out shows on a refresh at worst.
    """
    return aws.backup.RegionSettings(
        name,
        resource_type_opt_in_preference={
            **dict.fromkeys(_ON, True),
            **dict.fromkeys(_OFF, False),
        },
        resource_type_management_preference={
            "DynamoDB": True,
            "EFS": True,
        },
        region=region,
        opts=opts,
    )
