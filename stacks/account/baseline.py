"""Safe defaults of an account, in every region it uses."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import EDGE_REGION, Context
from stacks.people import Contact, ContactKind


@dataclass(frozen=True, kw_only=True)
class BaselineArgs:
    """Settings of the account's defaults. They are free."""

    context: Context
    """Who and where."""
    declared: bool
    """The organization's declarative policy sets instance metadata, image and snapshot
    sharing; AWS then refuses the account's own calls, so none are made."""
    contacts: Mapping[ContactKind, Contact] = field(default_factory=dict)
    """Whom AWS writes to; the organization sets them where there is one."""


class Baseline(Component, token="groundplan:account:Baseline"):
    """Nothing public, nothing unencrypted, no way in by default.

    For the account: S3 refuses public access; passwords are long, should a user ever
    exist. In the home region, the DR region and us-east-1: new volumes are encrypted; new
    instances want a session token for their metadata; images and snapshots are not shared
    with the world; the default VPC lets nothing in or out; Access Analyzer lists what is
    shared with strangers.

    AWS does not let Pulumi delete a default VPC, so it is closed instead: its security group
    and its network ACL let nothing through, whatever its route to the internet says. In every
    other region it stays as AWS made it, and the guardrail `Regions` lets nobody use it there;
    the management account is bound by no guardrail, and runs nothing.
    """

    def __init__(
        self, name: str, args: BaselineArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        context = args.context
        aws.s3.AccountPublicAccessBlock(
            f"{name}-public-access-block",
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self._child(),
        )
        aws.iam.AccountPasswordPolicy(
            f"{name}-passwords",
            minimum_password_length=14,
            password_reuse_prevention=24,
            max_password_age=90,
            require_lowercase_characters=True,
            require_numbers=True,
            require_symbols=True,
            require_uppercase_characters=True,
            allow_users_to_change_password=True,
            opts=self._child(),
        )
        for kind, contact in sorted(args.contacts.items()):
            aws.account.AlternativeContact(
                f"{name}-contact-{kind}",
                alternate_contact_type=kind.upper(),
                name=contact.name,
                title=contact.title,
                email_address=contact.email,
                phone_number=contact.phone,
                opts=self._child(),
            )
        for region in dict.fromkeys((context.region, context.dr_region, EDGE_REGION)):
            self._region(f"{name}-{region}", region, args)
        self.register_outputs({})

    def _region(self, name: str, region: str, args: BaselineArgs) -> None:
        aws.ebs.EncryptionByDefault(
            f"{name}-disk-encryption", enabled=True, region=region, opts=self._child()
        )
        aws.accessanalyzer.Analyzer(
            f"{name}-analyzer",
            analyzer_name=args.context.physical("account", 255),
            type="ACCOUNT",
            region=region,
            opts=self._child(),
        )
        self._close_default_network(f"{name}-default", region)
        if args.declared:
            return
        # Kept when the organization takes over: undoing them is what its policy refuses.
        kept = self._child(retain_on_delete=True)
        aws.ebs.SnapshotBlockPublicAccess(
            f"{name}-snapshots", state="block-all-sharing", region=region, opts=kept
        )
        aws.ec2.ImageBlockPublicAccess(
            f"{name}-images", state="block-new-sharing", region=region, opts=kept
        )
        aws.ec2.InstanceMetadataDefaults(
            f"{name}-metadata",
            http_tokens="required",
            http_put_response_hop_limit=2,
            region=region,
            opts=kept,
        )

    def _close_default_network(self, name: str, region: str) -> None:
        vpc = aws.ec2.DefaultVpc(
            f"{name}-vpc",
            force_destroy=False,
            tags={"Name": "default-closed"},
            region=region,
            opts=self._child(),
        )
        aws.ec2.DefaultSecurityGroup(
            f"{name}-security-group",
            vpc_id=vpc.id,
            ingress=[],
            egress=[],
            region=region,
            opts=self._child(),
        )
        aws.ec2.DefaultNetworkAcl(
            f"{name}-network-acl",
            default_network_acl_id=vpc.default_network_acl_id,
            ingress=[],
            egress=[],
            region=region,
            # The default subnets stay with it; AWS lists them, and they are not ours.
            opts=self._child(ignore_changes=["subnet_ids"]),
        )
