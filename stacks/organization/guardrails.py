"""The organization's policies, attached where they hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.organization import management_policies as management
from stacks.organization import service_controls as services
from stacks.organization import statement


@dataclass(frozen=True, kw_only=True)
class BackedUp:
    """An environment that the organization backs up."""

    context: Context
    """Who and where."""
    account: pulumi.Input[str]
    """Its account."""
    days: int
    """Days each recovery point is kept."""


@dataclass(frozen=True, kw_only=True)
class GuardrailsArgs:
    """Settings of the guardrails. They are free."""

    context: Context
    """Who and where."""
    organization_id: pulumi.Input[str]
    """``o-...``."""
    units: Mapping[str, pulumi.Input[str]]
    """Unit ids by name, and ``root``."""
    after: pulumi.Resource
    """What must be there first: policies need their types enabled."""
    github_owner: str = ""
    """GitHub organization whose tokens the accounts trust; empty for none."""
    backed_up: Mapping[str, BackedUp] = field(default_factory=dict)
    """Environments the organization backs up besides their own plan. Once a week, and paid
    like every backup: by GB of what changed."""


class Guardrails(Component, token="groundplan:organization:Guardrails"):
    """Service control, resource control, declarative, backup, tag and AI opt-out policies.

    Invariants: every policy leaves a fifth of AWS's size limit free, and AWS's own
    FullAWSAccess stays attached everywhere (these policies only take away).
    """

    def __init__(
        self, name: str, args: GuardrailsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        self._previous: list[pulumi.Resource] = [args.after]
        rails = statement.Guardrails(region=args.context.region, dr_region=args.context.dr_region)
        for key in services.POLICIES:
            self._policy(
                f"{name}-service-{key}",
                "SERVICE_CONTROL_POLICY",
                services.policy_text(key, rails),
                self._units(*services.TARGETS[key]),
            )
        self._policy(
            f"{name}-resource-perimeter",
            "RESOURCE_CONTROL_POLICY",
            pulumi.Output.from_input(args.organization_id).apply(self._resource_controls),
            self._units("root"),
        )
        self._policy(
            f"{name}-compute",
            "DECLARATIVE_POLICY_EC2",
            services.checked(
                "declarative policy", management.declared_compute(), management.POLICY_CHARACTERS
            ),
            self._units("root"),
        )
        self._policy(
            f"{name}-tags",
            "TAG_POLICY",
            services.checked(
                "tag policy",
                management.tags(args.context.organization),
                management.POLICY_CHARACTERS,
            ),
            self._units("root"),
        )
        self._policy(
            f"{name}-ai",
            "AISERVICES_OPT_OUT_POLICY",
            services.checked(
                "AI opt-out policy", management.ai_opt_out(), management.AI_POLICY_CHARACTERS
            ),
            self._units("root"),
        )
        for environment, backed_up in args.backed_up.items():
            self._policy(
                f"{name}-backup-{environment}",
                "BACKUP_POLICY",
                services.checked(
                    "backup policy",
                    management.backups(backed_up.context, backed_up.days),
                    management.POLICY_CHARACTERS,
                ),
                # Not to the unit: another account in it has another vault.
                {"account": backed_up.account},
            )
        self.register_outputs({})

    def _units(self, *names: str) -> dict[str, pulumi.Input[str]]:
        return {name: self._args.units[name] for name in names}

    def _resource_controls(self, organization_id: str) -> str:
        document = management.resource_controls(organization_id, self._args.github_owner)
        return services.checked("resource control policy", document, services.POLICY_CHARACTERS)

    def _policy(
        self,
        name: str,
        kind: str,
        content: pulumi.Input[str],
        targets: Mapping[str, pulumi.Input[str]],
    ) -> None:
        policy = aws.organizations.Policy(
            name,
            name=self._args.context.physical(name, 128),
            description="Managed by Pulumi; see stacks/organization.",
            type=kind,
            content=content,
            opts=self._child(depends_on=self._previous),
        )
        # AWS refuses concurrent changes of one organization: one after the other.
        self._previous = [policy]
        for target, target_id in targets.items():
            attachment = aws.organizations.PolicyAttachment(
                f"{name}-on-{target}",
                policy_id=policy.id,
                target_id=target_id,
                opts=self._child(depends_on=self._previous),
            )
            self._previous = [attachment]
