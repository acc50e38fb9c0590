"""GuardDuty and Access Analyzer: detectors, features, analyzers."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_FEATURES = ("S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS",
             "EKS_RUNTIME_MONITORING", "LAMBDA_NETWORK_LOGS", "RUNTIME_MONITORING")  # fmt: skip
_FEATURE_TYPES = (
    "aws:guardduty/detectorFeature:DetectorFeature",
    "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature",
)


@rule(
    "GP-GUARD-001",
    *_FEATURE_TYPES,
    title="Two ways of watching running programs exclude each other, or there is no such way.",
    error="BadRequestException: The request is rejected because RUNTIME_MONITORING and "
    "EKS_RUNTIME_MONITORING are both provided",
    source="API guardduty DetectorFeatureConfiguration",
)
def features(node: Node, world: World) -> Iterator[Fault]:
    """Known features; the two runtime ones exclude each other; additional ones belong to them."""
    name = node.get("name")
    if name is not None and name not in _FEATURES:
        yield Fault("name", ", ".join(_FEATURES))
    if name == "EKS_RUNTIME_MONITORING":
        for other in world.peers(node):
            if other.get("name") == "RUNTIME_MONITORING" and other.get("detectorId") == node.get(
                "detectorId"
            ):
                yield Fault("name", f"nothing beside {other.name}")
    for other in world.twins(node, "detectorId", "name"):
        yield Fault("name", f"a feature {other.name} does not set")
    if node.get("additionalConfigurations") and "RUNTIME" not in str(name):
        yield Fault("additionalConfigurations", "nothing unless the feature is RUNTIME_MONITORING")


@rule(
    "GP-GUARD-002",
    "aws:guardduty/detector:Detector",
    "aws:securityhub/account:Account",
    title="An account has one detector in a region.",
    error="BadRequestException: The request is rejected because a detector already exists for the "
    "current account. / ResourceConflictException: Account is already subscribed to Security Hub",
    source="API guardduty CreateDetector; securityhub EnableSecurityHub",
)
def one_detector(node: Node, world: World) -> Iterator[Fault]:
    """One per account and region."""
    for other in world.peers(node):
        if other.resource.urn < node.resource.urn:
            yield Fault("", f"only {other.name} in this region")


@rule(
    "GP-GUARD-003",
    "aws:accessanalyzer/analyzer:Analyzer",
    title="An account has one analyzer of a kind in a region; what is unused has an age.",
    error="ServiceQuotaExceededException / ConflictException",
    source="IAM User Guide: Access Analyzer quotas",
)
def analyzers(node: Node, world: World) -> Iterator[Fault]:
    """One account analyzer, five organization ones; unusedAccess with unused types, 1 to 365."""
    kind = str(node.get("type", "ACCOUNT"))
    same = [a for a in world.peers(node) if str(a.get("type", "ACCOUNT")) == kind]
    if len(same) > (1 if kind == "ACCOUNT" else 5):
        yield Fault("type", f"one analyzer of the kind {kind}")
    if node.has("configuration.unusedAccess") and "UNUSED" not in kind:
        yield Fault("configuration.unusedAccess", "nothing unless type is ..._UNUSED_ACCESS")
    age = node.number("configuration.unusedAccess.unusedAccessAge")
    if age is not None and not 1 <= age <= 365:
        yield Fault("configuration.unusedAccess.unusedAccessAge", "1 to 365 days")


@rule(
    "GP-GUARD-004",
    *_FEATURE_TYPES,
    title="The detector is none of this account and region.",
    error="BadRequestException: The request is rejected because the input detectorId is not owned "
    "by the current account.",
    source="API guardduty UpdateDetector, UpdateOrganizationConfiguration",
)
def own_detector(node: Node, world: World) -> Iterator[Fault]:
    """Hexadecimal digits, and the detector the account's other settings name."""
    id_ = str(node.get("detectorId", ""))
    known = {d.resource.id for d in world.near_of(node, "aws:guardduty/detector:Detector")} | {
        str(c.get("detectorId"))
        for c in world.near_of(
            node, "aws:guardduty/organizationConfiguration:OrganizationConfiguration"
        )
    }
    if node.has("detectorId") and (
        not re.fullmatch(r"[0-9a-f]{12,300}", id_) or (known and id_ not in known)
    ):
        yield Fault("detectorId", ", ".join(sorted(known)) or "the id of a detector")


@rule(
    "GP-GUARD-005",
    "aws:accessanalyzer/analyzer:Analyzer",
    title="The analyzer looks at the whole organization from an account that may not.",
    error="AccessDeniedException: The account is neither the management account nor a delegated "
    "administrator of the organization",
    source="API accessanalyzer CreateAnalyzer: Type",
)
def organization_analyzer(node: Node, world: World) -> Iterator[Fault]:
    """Only the management account and the delegated administrator."""
    homes = {o.account for o in world.of("aws:organizations/organization:Organization")}
    homes |= {
        str(d.get("accountId"))
        for d in world.of("aws:organizations/delegatedAdministrator:DelegatedAdministrator")
        if d.get("servicePrincipal") == "access-analyzer.amazonaws.com"
    }
    if str(node.get("type")).startswith("ORGANIZATION") and homes and node.account not in homes:
        yield Fault("type", "ACCOUNT, or the analyzer in the delegated account")


LIMITS = (
    limit(
        "GP-GUARD-101",
        "aws:guardduty/detector:Detector",
        "findingPublishingFrequency",
        OneOf("FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"),
        title="Findings are told every 15 minutes, hour or six hours.",
        error="BadRequestException: findingPublishingFrequency",
        source="API guardduty",
    ),
    limit(
        "GP-GUARD-102",
        "aws:guardduty/organizationConfiguration:OrganizationConfiguration",
        "autoEnableOrganizationMembers",
        OneOf("NEW", "NONE", "ALL"),
        title="Members are switched on: NEW, ALL or NONE.",
        error="BadRequestException: autoEnableOrganizationMembers",
        source="API guardduty",
    ),
)
