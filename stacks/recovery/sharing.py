"""Lets the accounts of an organization copy backups to one another."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from stacks.component import Component


class BackupSharing(Component, token="groundplan:recovery:BackupSharing"):
    """Cross-account backup, turned on for the whole organization. Free.

    Works in the management account only; until it is on, every copy into the backup
    account fails. All keys are named, because what is left out shows as a change for ever.
    """

    CHILDREN = ("settings",)

    def __init__(
        self,
        name: str,
        after: Sequence[pulumi.Resource],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Make the component.

        Args:
            name: Logical name.
            after: What must be there first: AWS Backup must be trusted by the organization.
            opts: Options of the component.
        """
        super().__init__(name, opts)
        aws.backup.GlobalSettings(
            f"{name}-settings",
            global_settings={
                "isCrossAccountBackupEnabled": "true",
                "isDelegatedAdministratorEnabled": "false",
                "isMpaEnabled": "false",
            },
            opts=self._child(depends_on=list(after)),
        )
        self.register_outputs({})
