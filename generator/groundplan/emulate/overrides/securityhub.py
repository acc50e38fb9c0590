"""Security Hub: the organization's policies and where findings gather."""

from groundplan.emulate.spec import Call, Read, Type, Words

_MEMBERS = "an organization's setting cannot be deleted"

_KINDS = {
    "ACCOUNT": "AccountId",
    "ORGANIZATIONAL_UNIT": "OrganizationalUnitId",
    "ROOT": "RootId",
}


_AGGREGATOR = {"linkingMode": "RegionLinkingMode", "specifiedRegions": "Regions"}
_POLICY = {
    "configurationPolicy": "ConfigurationPolicy.SecurityHub",
    "configurationPolicy.enabledStandardArns": "EnabledStandardIdentifiers",
    "configurationPolicy.securityControlsConfiguration.disabledControlIdentifiers": (
        "DisabledSecurityControlIdentifiers"
    ),
    "configurationPolicy.securityControlsConfiguration.enabledControlIdentifiers": (
        "EnabledSecurityControlIdentifiers"
    ),
}
_ASSOCIATION = {"policyId": "ConfigurationPolicyIdentifier", "targetId": ""}


def _target(w: Words) -> dict[str, str]:
    target = str(w["targetId"])
    prefixes = {"ou-": "OrganizationalUnitId", "r-": "RootId"}
    kind = next((k for p, k in prefixes.items() if target.startswith(p)), "AccountId")
    return {kind: target}


TYPES = {
    "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount": Type(
        service="securityhub",
        create=Call(
            "enable_organization_admin_account",
            read=Read(
                "list_organization_admin_accounts",
                {},
                "AdminAccounts[?AccountId=='{adminAccountId}'] | [0]",
                back={"AdminAccountId": "AccountId"},
            ),
        ),
        id="{adminAccountId}",
        delete=(
            Call(
                "disable_organization_admin_account",
                params={"AdminAccountId": "{adminAccountId}"},
            ),
        ),
    ),
    "aws:securityhub/findingAggregator:FindingAggregator": Type(
        service="securityhub",
        create=Call(
            "create_finding_aggregator",
            names=_AGGREGATOR,
            read=Read("get_finding_aggregator", {"FindingAggregatorArn": "{id}"}),
        ),
        id="{FindingAggregatorArn}",
        update=(
            Call(
                "update_finding_aggregator",
                names=_AGGREGATOR,
                params={"FindingAggregatorArn": "{id}"},
                whole=True,
            ),
        ),
        delete=(Call("delete_finding_aggregator", params={"FindingAggregatorArn": "{id}"}),),
    ),
    "aws:securityhub/organizationConfiguration:OrganizationConfiguration": Type(
        service="securityhub",
        create=Call(
            "update_organization_configuration", read=Read("describe_organization_configuration")
        ),
        id="{account}",
        update=(Call("update_organization_configuration"),),
        survives=_MEMBERS,
    ),
    "aws:securityhub/configurationPolicy:ConfigurationPolicy": Type(
        service="securityhub",
        create=Call(
            "create_configuration_policy",
            names=_POLICY,
            read=Read("get_configuration_policy", {"Identifier": "{id}"}),
        ),
        id="{Id}",
        outputs={"arn": "{Arn}"},
        update=(Call("update_configuration_policy", names=_POLICY, params={"Identifier": "{id}"}),),
        delete=(Call("delete_configuration_policy", params={"Identifier": "{id}"}),),
    ),
    "aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation": Type(
        service="securityhub",
        create=Call(
            "start_configuration_policy_association",
            names=_ASSOCIATION,
            params={"Target": _target},
            read=Read(
                "get_configuration_policy_association",
                {"Target": _target},
                back={
                    "ConfigurationPolicyIdentifier": "ConfigurationPolicyId",
                    "Target": lambda d: {_KINDS[d["TargetType"]]: d["TargetId"]},
                },
            ),
        ),
        id="{targetId}",
        update=(
            Call(
                "start_configuration_policy_association",
                ("policyId",),
                names=_ASSOCIATION,
                params={"Target": _target},
            ),
        ),
        delete=(
            Call(
                "start_configuration_policy_disassociation",
                params={
                    "ConfigurationPolicyIdentifier": "{policyId}",
                    "Target": _target,
                },
            ),
        ),
    ),
}
