"""Root credentials and the people AWS writes to, in every account."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.people import Contact, ContactKind


@dataclass(frozen=True, kw_only=True)
class CustodyArgs:
    """Settings of root access and contacts. Both are free."""

    contacts: Mapping[ContactKind, Contact]
    """Contacts for ``billing``, ``operations`` and ``security``; AWS asks the root user's
    address where one is missing."""
    accounts: Mapping[str, pulumi.Input[str]]
    """Member account ids by role."""
    after: pulumi.Resource
    """What must be there first: AWS refuses concurrent changes of one organization."""


class Custody(Component, token="groundplan:organization:Custody"):
    """Root credentials of member accounts are gone; contacts are the same everywhere.

    New member accounts get no root password at all, and the management account opens a
    short root session where only root will do.
    """

    def __init__(
        self, name: str, args: CustodyArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        aws.iam.OrganizationsFeatures(
            f"{name}-root-access",
            enabled_features=["RootCredentialsManagement", "RootSessions"],
            opts=self._child(depends_on=[args.after]),
        )
        for kind, contact in sorted(args.contacts.items()):
            self._contact(f"{name}-{kind}-management", kind, contact, None)
            for role, account in args.accounts.items():
                self._contact(f"{name}-{kind}-{role}", kind, contact, account)
        self.register_outputs({})

    def _contact(
        self, name: str, kind: str, contact: Contact, account: pulumi.Input[str] | None
    ) -> None:
        aws.account.AlternativeContact(
            name,
            # The management account must not name itself: AWS refuses its own id.
            account_id=account,
            alternate_contact_type=kind.upper(),
            name=contact.name,
            title=contact.title,
            email_address=contact.email,
            phone_number=contact.phone,
            opts=self._child(),
        )
