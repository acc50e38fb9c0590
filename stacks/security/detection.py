"""GuardDuty and Security Hub for every account, run by the security account."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import EDGE_REGION, Context
from stacks.observability.notifications import Topics

FEATURES = ("S3_DATA_EVENTS", "RDS_LOGIN_EVENTS", "EBS_MALWARE_PROTECTION", "LAMBDA_NETWORK_LOGS")
"""GuardDuty protections that are on everywhere. Runtime monitoring is not: it costs about
1.50 USD per vCPU and month, more than a small task itself."""


@dataclass(frozen=True, kw_only=True)
class DetectionArgs:
    """Settings of threat detection.

    GuardDuty costs about 4 USD per million management events, after 30 free days: 5 to 30
    USD a month for an organization of this size. Security Hub costs about 0.001 USD per
    check: about 10 USD a month and account with the two standards.
    """

    context: Context
    """Who and where."""
    topics: Topics
    """Who is told of findings."""


class Detection(Component, token="groundplan:security:Detection"):
    """Threat detection in the home region, the DR region and us-east-1, for all accounts.

    GuardDuty's detector of this account is made by AWS at the moment `organization` names
    it administrator, so it is looked up, not made. Findings of all regions come together
    in the home region; critical and high ones of GuardDuty page.

    Invariants: accounts that join later are watched from the first minute.
    """

    def __init__(
        self, name: str, args: DetectionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        context = args.context
        regions = tuple(dict.fromkeys((context.region, context.dr_region, EDGE_REGION)))
        for region in regions:
            self._guard(f"{name}-guardduty-{region}", region)
        self._hub(f"{name}-hub", context, [r for r in regions if r != context.region])
        self._tell(f"{name}-findings", args.topics)
        self.register_outputs({})

    def _guard(self, name: str, region: str) -> None:
        detector = aws.guardduty.get_detector_output(
            region=region, opts=pulumi.InvokeOutputOptions(parent=self)
        )
        everyone = aws.guardduty.OrganizationConfiguration(
            name,
            detector_id=detector.id,
            auto_enable_organization_members="ALL",
            region=region,
            opts=self._child(),
        )
        previous: pulumi.Resource = everyone
        for feature in FEATURES:
            # One call replaces the whole list of features: never two at once.
            previous = aws.guardduty.OrganizationConfigurationFeature(
                f"{name}-{feature.lower().replace('_', '-')}",
                detector_id=detector.id,
                name=feature,
                auto_enable="ALL",
                region=region,
                opts=self._child(depends_on=[previous]),
            )

    def _hub(self, name: str, context: Context, linked: list[str]) -> None:
        aggregator = aws.securityhub.FindingAggregator(
            f"{name}-aggregator",
            linking_mode="SPECIFIED_REGIONS",
            specified_regions=sorted(linked),
            opts=self._child(),
        )
        central = aws.securityhub.OrganizationConfiguration(
            f"{name}-organization",
            # Central configuration takes over: AWS refuses any other value here.
            auto_enable=False,
            auto_enable_standards="NONE",
            organization_configuration={"configuration_type": "CENTRAL"},
            opts=self._child(depends_on=[aggregator]),
        )
        policy = aws.securityhub.ConfigurationPolicy(
            f"{name}-policy",
            name=context.physical("everyone", 128),
            description="Security Hub with AWS's own standard and CIS, in every account.",
            configuration_policy={
                "service_enabled": True,
                "enabled_standard_arns": [
                    f"arn:aws:securityhub:{context.region}::standards/{standard}"
                    for standard in (
                        "aws-foundational-security-best-practices/v/1.0.0",
                        "cis-aws-foundations-benchmark/v/3.0.0",
                    )
                ],
                "security_controls_configuration": {"disabled_control_identifiers": []},
            },
            opts=self._child(depends_on=[central]),
        )
        for role, account in sorted(context.accounts.items()):
            aws.securityhub.ConfigurationPolicyAssociation(
                f"{name}-policy-{role}",
                policy_id=policy.id,
                target_id=account,
                opts=self._child(),
            )

    def _tell(self, name: str, topics: Topics) -> None:
        for severity, labels in SEVERITIES.items():
            rule = aws.cloudwatch.EventRule(
                f"{name}-{severity}",
                description=f"Findings that {severity}: {', '.join(labels).lower()}",
                event_pattern=pulumi.Output.json_dumps(
                    {
                        "source": ["aws.securityhub"],
                        "detail-type": ["Security Hub Findings - Imported"],
                        "detail": {
                            "findings": {
                                # Others list work that waits in Security Hub.
                                "ProductName": ["GuardDuty"],
                                "RecordState": ["ACTIVE"],
                                "Severity": {"Label": list(labels)},
                                "Workflow": {"Status": ["NEW"]},
                            }
                        },
                    }
                ),
                opts=self._child(),
            )
            aws.cloudwatch.EventTarget(
                f"{name}-{severity}-target",
                rule=rule.name,
                # No role: EventBridge reaches an encrypted topic by the topic's own policy.
                arn=topics.page if severity == "page" else topics.ticket,
                opts=self._child(),
            )


SEVERITIES: Mapping[str, tuple[str, ...]] = {"page": ("CRITICAL", "HIGH"), "ticket": ("MEDIUM",)}
"""GuardDuty's findings by what they are worth."""
