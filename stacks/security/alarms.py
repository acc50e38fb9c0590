"""Events nobody should miss: the CIS AWS Foundations set, and the use of break-glass.

Patterns are those of the benchmark (CIS AWS Foundations, section on monitoring), to the
letter, because auditors' tools compare them. What follows from them is ours: the few that
mean attack page at once; the rest is the noise of ordinary change, so its alarm looks at a
whole day and tells at most once: a digest.
"""

from dataclasses import dataclass
from typing import Literal

from stacks.observability.alarm import AlarmSpec, Metric

NAMESPACE = "Groundplan/Trail"
"""Metric namespace of the filters."""

_DAY = 86400
_FIVE_MINUTES = 300


@dataclass(frozen=True, kw_only=True)
class Event:
    """One kind of event in the organization's trail.

    Attributes:
        name: Metric and end of the alarm's name.
        pattern: CloudWatch Logs filter pattern.
        severity: ``page`` at once, or ``ticket`` at most once a day.
        summary: What happened, in the owner's words.
        threshold: Events in the period that are too many.
    """

    name: str
    pattern: str
    severity: Literal["page", "ticket"]
    summary: str
    threshold: int = 1

    def alarm(self) -> AlarmSpec:
        """The row of its alarm."""
        return AlarmSpec(
            role=f"{self.name}-count",
            comparison=">=",
            threshold=self.threshold,
            period_seconds=_FIVE_MINUTES if self.severity == "page" else _DAY,
            periods=1,
            datapoints=1,
            missing="notBreaching",
            severity=self.severity,
            summary=self.summary,
            runbook=f"account.md#{self.name}",
            metric=Metric(namespace=NAMESPACE, name=self.name, statistic="Sum"),
        )


def _any(field: str, *values: str) -> str:
    return " || ".join(f"($.{field}={value})" for value in values)


EVENTS = (
    Event(
        name="root-use",
        pattern='{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS'
        ' && $.eventType !="AwsServiceEvent"}',
        severity="page",
        summary="Somebody used the root user of an account.",
    ),
    Event(
        name="break-glass",
        pattern="{$.userIdentity.sessionContext.sessionIssuer.userName="
        '"AWSReservedSSO_BreakGlass_*"}',
        severity="page",
        summary="Somebody works with the break-glass permission set.",
    ),
    Event(
        name="trail-changed",
        pattern="{"
        + _any("eventName", "CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging")
        + " || ($.eventName=StopLogging)}",
        severity="page",
        summary="Somebody changed, stopped or deleted a trail.",
    ),
    Event(
        name="key-deletion",
        pattern="{($.eventSource=kms.amazonaws.com) && ("
        + _any("eventName", "DisableKey", "ScheduleKeyDeletion")
        + ")}",
        severity="page",
        summary="Somebody disabled an encryption key or scheduled its deletion.",
    ),
    Event(
        name="sign-in-without-mfa",
        pattern='{($.eventName="ConsoleLogin") && ($.additionalEventData.MFAUsed !="Yes")'
        ' && ($.userIdentity.type="IAMUser")'
        ' && ($.responseElements.ConsoleLogin="Success")}',
        severity="page",
        summary="An IAM user signed in to the console without a second factor.",
    ),
    Event(
        name="sign-in-failed",
        pattern='{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
        severity="ticket",
        summary="Sign-ins to the console failed.",
        threshold=5,
    ),
    Event(
        name="unauthorized-calls",
        pattern='{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
        severity="ticket",
        summary="Calls to AWS were refused.",
        threshold=25,
    ),
    Event(
        name="policy-changed",
        pattern="{($.eventSource=iam.amazonaws.com) && ("
        + _any(
            "eventName",
            "DeleteGroupPolicy",
            "DeleteRolePolicy",
            "DeleteUserPolicy",
            "PutGroupPolicy",
            "PutRolePolicy",
            "PutUserPolicy",
            "CreatePolicy",
            "DeletePolicy",
            "CreatePolicyVersion",
            "DeletePolicyVersion",
            "AttachRolePolicy",
            "DetachRolePolicy",
            "AttachUserPolicy",
            "DetachUserPolicy",
            "AttachGroupPolicy",
            "DetachGroupPolicy",
        )
        + ")}",
        severity="ticket",
        summary="IAM policies changed.",
    ),
    Event(
        name="bucket-policy-changed",
        pattern="{($.eventSource=s3.amazonaws.com) && ("
        + _any(
            "eventName",
            "PutBucketAcl",
            "PutBucketPolicy",
            "PutBucketCors",
            "PutBucketLifecycle",
            "PutBucketReplication",
            "DeleteBucketPolicy",
            "DeleteBucketCors",
            "DeleteBucketLifecycle",
            "DeleteBucketReplication",
        )
        + ")}",
        severity="ticket",
        summary="Rules of S3 buckets changed.",
    ),
    Event(
        name="recorder-changed",
        pattern="{($.eventSource=config.amazonaws.com) && ("
        + _any(
            "eventName",
            "StopConfigurationRecorder",
            "DeleteDeliveryChannel",
            "PutDeliveryChannel",
            "PutConfigurationRecorder",
        )
        + ")}",
        severity="ticket",
        summary="The recording of configurations changed.",
    ),
    Event(
        name="security-group-changed",
        pattern="{"
        + _any(
            "eventName",
            "AuthorizeSecurityGroupIngress",
            "AuthorizeSecurityGroupEgress",
            "RevokeSecurityGroupIngress",
            "RevokeSecurityGroupEgress",
            "CreateSecurityGroup",
            "DeleteSecurityGroup",
        )
        + "}",
        severity="ticket",
        summary="Security groups changed.",
    ),
    Event(
        name="network-acl-changed",
        pattern="{"
        + _any(
            "eventName",
            "CreateNetworkAcl",
            "CreateNetworkAclEntry",
            "DeleteNetworkAcl",
            "DeleteNetworkAclEntry",
            "ReplaceNetworkAclEntry",
            "ReplaceNetworkAclAssociation",
        )
        + "}",
        severity="ticket",
        summary="Network access lists changed.",
    ),
    Event(
        name="gateway-changed",
        pattern="{"
        + _any(
            "eventName",
            "CreateCustomerGateway",
            "DeleteCustomerGateway",
            "AttachInternetGateway",
            "CreateInternetGateway",
            "DeleteInternetGateway",
            "DetachInternetGateway",
        )
        + "}",
        severity="ticket",
        summary="Gateways between networks changed.",
    ),
    Event(
        name="route-changed",
        pattern="{($.eventSource=ec2.amazonaws.com) && ("
        + _any(
            "eventName",
            "CreateRoute",
            "CreateRouteTable",
            "ReplaceRoute",
            "ReplaceRouteTableAssociation",
            "DeleteRouteTable",
            "DeleteRoute",
            "DisassociateRouteTable",
        )
        + ")}",
        severity="ticket",
        summary="Routes changed.",
    ),
    Event(
        name="vpc-changed",
        pattern="{"
        + _any(
            "eventName",
            "CreateVpc",
            "DeleteVpc",
            "ModifyVpcAttribute",
            "AcceptVpcPeeringConnection",
            "CreateVpcPeeringConnection",
            "DeleteVpcPeeringConnection",
            "RejectVpcPeeringConnection",
            "AttachClassicLinkVpc",
            "DetachClassicLinkVpc",
            "DisableVpcClassicLink",
            "EnableVpcClassicLink",
        )
        + "}",
        severity="ticket",
        summary="Networks changed.",
    ),
    Event(
        name="organization-changed",
        pattern="{($.eventSource=organizations.amazonaws.com) && ("
        + _any(
            "eventName",
            '"AcceptHandshake"',
            '"AttachPolicy"',
            '"CreateAccount"',
            '"CreateOrganizationalUnit"',
            '"CreatePolicy"',
            '"DeclineHandshake"',
            '"DeleteOrganization"',
            '"DeleteOrganizationalUnit"',
            '"DeletePolicy"',
            '"DetachPolicy"',
            '"DisablePolicyType"',
            '"EnablePolicyType"',
            '"InviteAccountToOrganization"',
            '"LeaveOrganization"',
            '"MoveAccount"',
            '"RemoveAccountFromOrganization"',
            '"UpdatePolicy"',
            '"UpdateOrganizationalUnit"',
        )
        + ")}",
        severity="ticket",
        summary="The organization, its units or its guardrails changed.",
    ),
)
"""What is watched, the pages first."""

ALARMS = tuple(event.alarm() for event in EVENTS)
"""The rows of the alarms."""
