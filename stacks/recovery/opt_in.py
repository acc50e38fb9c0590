"""Which resource types AWS Backup may back up in a region of an account."""

import pulumi
import pulumi_aws as aws

_ON = ("Aurora", "DynamoDB", "EBS", "EC2", "EFS", "RDS", "S3")
_OFF = (
    "CloudFormation",
    "DSQL",
    "DocumentDB",
    "FSx",
    "Neptune",
    "Redshift",
    "Redshift Serverless",
    "SAP HANA on Amazon EC2",
    "Storage Gateway",
    "VirtualMachine",
)


def opt_in(name: str, region: str, opts: pulumi.ResourceOptions) -> aws.backup.RegionSettings:
    """Turn AWS Backup on for what holds data, in one region.

    A type that is off is skipped by a selection by tag, and nothing says so. The map is the
    whole truth for the region: what is left out shows as a change on every refresh.
    DynamoDB is fully managed, without which its backups cannot be copied anywhere.
    """
    return aws.backup.RegionSettings(
        name,
        resource_type_opt_in_preference={
            **dict.fromkeys(_ON, True),
            **dict.fromkeys(_OFF, False),
        },
        resource_type_management_preference={
            "CloudFormation": True,
            "DSQL": True,
            "DynamoDB": True,
            "EFS": True,
        },
        region=region,
        opts=opts,
    )
