"""Security Hub, Config's view of the organization, delegated administrators, root access."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, Text, limit
from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_AGGREGATOR = "aws:securityhub/findingAggregator:FindingAggregator"
_ORGANIZATION = "aws:securityhub/organizationConfiguration:OrganizationConfiguration"
_POLICY = "aws:securityhub/configurationPolicy:ConfigurationPolicy"
_VIEW = "aws:cfg/configurationAggregator:ConfigurationAggregator"
_ADMINS = (
    "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount",
    "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount",
)
_STANDARDS = (
    "aws-foundational-security-best-practices/v/1.0.0",
    "aws-resource-tagging-standard/v/1.0.0",
    "cis-aws-foundations-benchmark/v/1.2.0",
    "cis-aws-foundations-benchmark/v/1.4.0",
    "cis-aws-foundations-benchmark/v/3.0.0",
    "cis-aws-foundations-benchmark/v/5.0.0",
    "nist-800-171/v/2.0.0",
    "nist-800-53/v/5.0.0",
    "pci-dss/v/3.2.1",
    "pci-dss/v/4.0.1",
    "service-managed-aws-control-tower/v/1.0.0",
)


@rule(
    "GP-HUB-001",
    _AGGREGATOR,
    title="The regions to collect from do not fit the way of collecting.",
    error="InvalidInputException: Regions / RegionLinkingMode",
    source="API securityhub CreateFindingAggregator",
)
def collected_regions(node: Node, _: World) -> Iterator[Fault]:
    """Regions with the two modes that name some; never the home region."""
    mode = node.get("linkingMode")
    named = mode in ("SPECIFIED_REGIONS", "ALL_REGIONS_EXCEPT_SPECIFIED")
    given = node.list("specifiedRegions[]")
    if named and not given:
        yield Fault("specifiedRegions", f"regions with {mode}")
    if given and not named:
        yield Fault("specifiedRegions", f"nothing with {mode}")
    for place, value in node.each("specifiedRegions[]"):
        if mode == "SPECIFIED_REGIONS" and value == node.region:
            yield Fault(place, f"regions other than {node.region}")


@rule(
    "GP-HUB-002",
    _ORGANIZATION,
    title="With one policy for all, nothing else switches members on.",
    error="InvalidInputException: AutoEnable must be false and AutoEnableStandards NONE with "
    "central configuration",
    source="API securityhub UpdateOrganizationConfiguration",
)
def central_configuration(node: Node, _: World) -> Iterator[Fault]:
    """CENTRAL excludes autoEnable and default standards."""
    if node.get("organizationConfiguration.configurationType") != "CENTRAL":
        return
    if node.truth("autoEnable"):
        yield Fault("autoEnable", "false with CENTRAL")
    if node.get("autoEnableStandards", "NONE") != "NONE":
        yield Fault("autoEnableStandards", "NONE with CENTRAL")


@rule(
    "GP-HUB-003",
    _POLICY,
    title="The policy names standards or controls in a way that cannot be.",
    error="InvalidInputException: ConfigurationPolicy",
    source="API securityhub SecurityHubPolicy",
)
def policy_parts(node: Node, _: World) -> Iterator[Fault]:
    """Known standards; controls enabled or disabled, not both; nothing where it is off."""
    base = "configurationPolicy"
    on = node.truth(f"{base}.serviceEnabled")
    standards, controls = (
        node.list(f"{base}.enabledStandardArns[]"),
        node.get(f"{base}.securityControlsConfiguration"),
    )
    if not on and standards:
        yield Fault(f"{base}.enabledStandardArns", "nothing unless serviceEnabled")
    if not on and controls:
        yield Fault(f"{base}.securityControlsConfiguration", "nothing unless serviceEnabled")
    if on and not isinstance(controls, dict):
        yield Fault(f"{base}.securityControlsConfiguration", "controls, with serviceEnabled")
    if isinstance(controls, dict):
        lists = [
            k
            for k in ("disabledControlIdentifiers", "enabledControlIdentifiers")
            if controls.get(k) is not None
        ]
        if len(lists) != 1:
            yield Fault(f"{base}.securityControlsConfiguration", "one of the two lists")
        for key in lists:
            for place, value in node.each(f"{base}.securityControlsConfiguration.{key}[]"):
                if not re.fullmatch(r"[A-Za-z0-9]+\.\d+", str(value)):
                    yield Fault(place, "the id of a control, such as S3.1")
    for place, value in node.each(f"{base}.enabledStandardArns[]"):
        found = arn(value)
        name = found.resource if found else ""
        for word in ("standards/", "ruleset/"):
            name = name.removeprefix(word)
        if found is None or found.service != "securityhub" or name not in _STANDARDS:
            yield Fault(place, ", ".join(_STANDARDS))
        elif found.region not in ("", node.region):
            yield Fault(place, f"a standard of {node.region}")


@rule(
    "GP-HUB-004",
    *_ADMINS,
    title="One account looks after all regions.",
    error="InvalidInputException / BadRequestException: the organization already has another "
    "delegated administrator",
    source="Security Hub User Guide, GuardDuty User Guide: delegated administrator",
)
def one_administrator(node: Node, world: World) -> Iterator[Fault]:
    """The delegated administrator is the same in every region."""
    mine = node.get("adminAccountId")
    others = {o.get("adminAccountId") for o in world.of(node.type) if o.account == node.account}
    if mine and len(others) > 1:
        counted = [o.get("adminAccountId") for o in world.of(node.type)]
        most = max(others - {None}, key=lambda account: (counted.count(account), account))
        if mine != most:
            yield Fault("adminAccountId", f"{most}, as in the other regions")


@rule(
    "GP-CONFIG-003",
    _VIEW,
    title="The view of all accounts does not say whose, or says it twice.",
    error="InvalidParameterValueException: AccountAggregationSources / OrganizationAggregationSource",
    source="API config PutConfigurationAggregator",
)
def aggregated(node: Node, _: World) -> Iterator[Fault]:
    """Accounts or the organization; all regions or some."""
    given = [
        p for p in ("accountAggregationSource", "organizationAggregationSource") if node.has(p)
    ]
    if len(given) != 1:
        yield Fault("organizationAggregationSource", "accounts or the organization, one of them")
    for path in given:
        every, some = node.truth(f"{path}.allRegions"), bool(node.list(f"{path}.regions[]"))
        if every == some:
            yield Fault(f"{path}.regions", "allRegions or a list of regions, one of them")


@rule(
    "GP-CONFIG-005",
    _VIEW,
    title="The view of the whole organization stands in an account that may not have it.",
    error="OrganizationAccessDeniedException: This action can be only made by AWS Organization's "
    "management account or a delegated administrator",
    source="API config PutConfigurationAggregator",
)
def organization_view(node: Node, world: World) -> Iterator[Fault]:
    """The management account, or who config.amazonaws.com is delegated to."""
    homes = {o.account for o in world.of("aws:organizations/organization:Organization")}
    delegated = {
        str(d.get("accountId"))
        for d in world.of("aws:organizations/delegatedAdministrator:DelegatedAdministrator")
        if d.get("servicePrincipal") == "config.amazonaws.com"
    }
    if (
        node.has("organizationAggregationSource")
        and homes
        and node.account not in homes | delegated
    ):
        yield Fault(
            "organizationAggregationSource", "config.amazonaws.com delegated to the account"
        )


LIMITS = (
    limit(
        "GP-HUB-101",
        _AGGREGATOR,
        "linkingMode",
        OneOf(
            "ALL_REGIONS",
            "ALL_REGIONS_EXCEPT_SPECIFIED",
            "SPECIFIED_REGIONS",
            "NO_REGIONS",
        ),
        title="There is no such way of collecting.",
        error="InvalidInputException: RegionLinkingMode",
        source="API securityhub CreateFindingAggregator",
    ),
    limit(
        "GP-HUB-102",
        _POLICY,
        "name",
        Text(
            r"[A-Za-z0-9\-.!*/]+",
            "letters, digits and - . ! * /",
            ("a b", "naïve"),
            ("every.one",),
            128,
        ),
        title="The policy's name has other signs.",
        error="InvalidInputException: Name",
        source="API securityhub CreateConfigurationPolicy",
    ),
    limit(
        "GP-CONFIG-102",
        _VIEW,
        "name",
        Text(r"[\w\-]{1,256}", "letters, digits, _ and -", ("a b", ""), ("acme_all",), 256),
        title="The view's name has other signs.",
        error="ValidationException: ConfigurationAggregatorName",
        source="API config PutConfigurationAggregator",
    ),
    limit(
        "GP-IAM-120",
        "aws:iam/organizationsFeatures:OrganizationsFeatures",
        "enabledFeatures[]",
        OneOf("RootCredentialsManagement", "RootSessions"),
        title="There is no such way of managing root users.",
        error="InvalidInput: organizations features",
        source="API iam EnableOrganizationsRootCredentialsManagement",
    ),
    limit(
        "GP-GUARD-103",
        "aws:guardduty/organizationConfiguration:OrganizationConfiguration",
        "detectorId",
        Text(
            r"[0-9a-f]{12,300}",
            "the detector's id, hexadecimal digits",
            ("detector", "12abc"),
            ("12abc34d567e8fa901bc2d34e56789f0",),
        ),
        title="That is not the id of a detector.",
        error="BadRequestException: The request is rejected because the input detectorId is not "
        "owned by the current account.",
        source="API guardduty UpdateOrganizationConfiguration",
    ),
)
