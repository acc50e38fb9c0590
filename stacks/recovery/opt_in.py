"""Which resource types AWS Backup may back up in a region of an account."""

import pulumi
import pulumi_aws as aws

from stacks.component import Component

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


class OptIn(Component, token="groundplan:recovery:OptIn"):
    """AWS Backup turned on for what holds data, in one region. Free.

    A type that is off is skipped by a selection by tag, and nothing says so. DynamoDB is
    fully managed, without which its backups cannot be copied anywhere.

    Types that AWS has in some regions only (DSQL, Redshift Serverless) are left out: naming
    one where it is missing would be refused, leaving it out shows on a refresh at worst.
    """

    def __init__(self, name: str, region: str, opts: pulumi.ResourceOptions | None = None) -> None:
        """Make the component.

        Args:
            name: Logical name.
            region: Region it is turned on in.
            opts: Options of the component.
        """
        super().__init__(name, opts)
        aws.backup.RegionSettings(
            f"{name}-settings",
            resource_type_opt_in_preference={
                **dict.fromkeys(_ON, True),
                **dict.fromkeys(_OFF, False),
            },
            resource_type_management_preference={
                "DynamoDB": True,
                "EFS": True,
            },
            region=region,
            opts=self._child(),
        )
        self.register_outputs({})
