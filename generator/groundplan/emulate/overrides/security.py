"""Detection and visibility: GuardDuty, Security Hub, CloudTrail."""

from groundplan.emulate.spec import Call, Read, Type, Words

_MEMBERS = "an organization's setting cannot be deleted"


_KINDS = {
    "ACCOUNT": "AccountId",
    "ORGANIZATIONAL_UNIT": "OrganizationalUnitId",
    "ROOT": "RootId",
}


def _target(w: Words) -> dict[str, str]:
    target = str(w["targetId"])
    prefixes = {"ou-": "OrganizationalUnitId", "r-": "RootId"}
    kind = next((k for p, k in prefixes.items() if target.startswith(p)), "AccountId")
    return {kind: target}


TYPES = {
    "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount": Type(
        service="guardduty",
        create=Call(
            "enable_organization_admin_account",
            read=Read(
                "list_organization_admin_accounts",
                {},
                "AdminAccounts[?AdminAccountId=='{adminAccountId}'] | [0]",
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
    "aws:guardduty/organizationConfiguration:OrganizationConfiguration": Type(
        service="guardduty",
        create=Call(
            "update_organization_configuration",
            read=Read("describe_organization_configuration", {"DetectorId": "{detectorId}"}),
        ),
        id="{detectorId}",
        update=(Call("update_organization_configuration"),),
        survives=_MEMBERS,
    ),
    "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature": Type(
        service="guardduty",
        create=Call(
            "update_organization_configuration",
            wrap="Features[]",
            names={"detectorId": "^DetectorId"},
            read=Read(
                "describe_organization_configuration",
                {"DetectorId": "{detectorId}"},
                "Features[?Name=='{name}'] | [0]",
            ),
        ),
        id="{detectorId}/{name}",
        survives=_MEMBERS,
    ),
    "aws:guardduty/detector:Detector": Type(
        service="guardduty",
        create=Call("create_detector", read=Read("get_detector", {"DetectorId": "{id}"})),
        id="{DetectorId}",
        outputs={"arn": "arn:aws:guardduty:{region}:{account}:detector/{id}"},
        delete=(Call("delete_detector", params={"DetectorId": "{id}"}),),
    ),
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
            names={"linkingMode": "RegionLinkingMode", "specifiedRegions": "Regions"},
            read=Read("get_finding_aggregator", {"FindingAggregatorArn": "{id}"}),
        ),
        id="{FindingAggregatorArn}",
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
            names={
                "configurationPolicy": "ConfigurationPolicy.SecurityHub",
                "configurationPolicy.enabledStandardArns": "EnabledStandardIdentifiers",
                "configurationPolicy.securityControlsConfiguration.disabledControlIdentifiers": (
                    "DisabledSecurityControlIdentifiers"
                ),
                "configurationPolicy.securityControlsConfiguration.enabledControlIdentifiers": (
                    "EnabledSecurityControlIdentifiers"
                ),
            },
            read=Read("get_configuration_policy", {"Identifier": "{id}"}),
        ),
        id="{Id}",
        outputs={"arn": "{Arn}"},
        update=(Call("update_configuration_policy", params={"Identifier": "{id}"}),),
        delete=(Call("delete_configuration_policy", params={"Identifier": "{id}"}),),
    ),
    "aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation": Type(
        service="securityhub",
        create=Call(
            "start_configuration_policy_association",
            names={"policyId": "ConfigurationPolicyIdentifier", "targetId": ""},
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
    "aws:cloudtrail/trail:Trail": Type(
        service="cloudtrail",
        create=Call(
            "create_trail",
            names={"tags": "TagsList", "cloudWatchLogsGroupArn": "CloudWatchLogsLogGroupArn"},
            read=Read(
                "get_trail",
                {"Name": "{name}"},
                "Trail",
                back={"EnableLogFileValidation": "LogFileValidationEnabled"},
            ),
        ),
        then=(
            Call(
                "start_logging",
                ("enableLogging",),
                params={"Name": "{name}"},
                match=False,
                when=lambda w: w.get("enableLogging", True),
                read=Read("get_trail_status", {"Name": "{name}"}),
            ),
            Call(
                "put_event_selectors",
                ("eventSelectors", "advancedEventSelectors"),
                params={"TrailName": "{name}"},
                read=Read("get_event_selectors", {"TrailName": "{name}"}),
            ),
        ),
        id="{TrailARN}",
        outputs={"arn": "{id}", "homeRegion": "@HomeRegion"},
        tag_read=Read(
            "list_tags", {"ResourceIdList": ["{TrailARN}"]}, "ResourceTagList[0].TagsList"
        ),
        update=(Call("update_trail"),),
        replaces=("name",),
        delete=(Call("delete_trail", params={"Name": "{name}"}),),
    ),
}
