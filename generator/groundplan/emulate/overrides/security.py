"""Detection and visibility: GuardDuty, Security Hub, Config, CloudTrail."""

import json
from typing import Any

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


_BUDGET = {"AccountId": "{account}", "BudgetName": "{name}"}


def _notification(n: Words) -> dict[str, Any]:
    return {
        "NotificationType": n["notificationType"],
        "ComparisonOperator": n["comparisonOperator"],
        "Threshold": float(n["threshold"]),
        "ThresholdType": n["thresholdType"],
    }


def _subscribers(n: Words) -> list[dict[str, str]]:
    return [
        *(
            {"SubscriptionType": "EMAIL", "Address": address}
            for address in n.get("subscriberEmailAddresses") or ()
        ),
        *(
            {"SubscriptionType": "SNS", "Address": address}
            for address in n.get("subscriberSnsTopicArns") or ()
        ),
    ]


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
    "aws:cfg/recorder:Recorder": Type(
        service="config",
        create=Call(
            "put_configuration_recorder",
            wrap="ConfigurationRecorder",
            read=Read(
                "describe_configuration_recorders",
                {"ConfigurationRecorderNames": ["{name}"]},
                "ConfigurationRecorders[0]",
            ),
        ),
        id="{name}",
        update=(Call("put_configuration_recorder", wrap="ConfigurationRecorder"),),
        delete=(
            Call("delete_configuration_recorder", params={"ConfigurationRecorderName": "{name}"}),
        ),
    ),
    "aws:cfg/deliveryChannel:DeliveryChannel": Type(
        service="config",
        create=Call(
            "put_delivery_channel",
            wrap="DeliveryChannel",
            read=Read(
                "describe_delivery_channels",
                {"DeliveryChannelNames": ["{name}"]},
                "DeliveryChannels[0]",
            ),
        ),
        id="{name}",
        update=(Call("put_delivery_channel", wrap="DeliveryChannel"),),
        delete=(Call("delete_delivery_channel", params={"DeliveryChannelName": "{name}"}),),
    ),
    "aws:cfg/recorderStatus:RecorderStatus": Type(
        service="config",
        create=Call(
            "start_configuration_recorder",
            ("isEnabled", "name"),
            params={"ConfigurationRecorderName": "{name}"},
            match=False,
            when=lambda w: w.get("isEnabled", True),
            read=Read(
                "describe_configuration_recorder_status",
                {"ConfigurationRecorderNames": ["{name}"]},
                "ConfigurationRecordersStatus[0]",
                back={"ConfigurationRecorderName": "name"},
            ),
        ),
        id="{name}",
        delete=(
            Call("stop_configuration_recorder", params={"ConfigurationRecorderName": "{name}"}),
        ),
    ),
    "aws:cfg/configurationAggregator:ConfigurationAggregator": Type(
        service="config",
        create=Call(
            "put_configuration_aggregator",
            names={
                "name": "ConfigurationAggregatorName",
                "accountAggregationSource": "AccountAggregationSources",
                "organizationAggregationSource.allRegions": "AllAwsRegions",
                "organizationAggregationSource.regions": "AwsRegions",
            },
            read=Read(
                "describe_configuration_aggregators",
                {"ConfigurationAggregatorNames": ["{name}"]},
                "ConfigurationAggregators[0]",
            ),
        ),
        outputs={"arn": "@ConfigurationAggregatorArn"},
        tag_read=Read(
            "list_tags_for_resource", {"ResourceArn": "{ConfigurationAggregatorArn}"}, "Tags"
        ),
        delete=(
            Call(
                "delete_configuration_aggregator",
                params={"ConfigurationAggregatorName": "{name}"},
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
    "aws:budgets/budget:Budget": Type(
        service="budgets",
        create=Call(
            "create_budget",
            wrap="Budget",
            names={
                "name": "BudgetName",
                "limitAmount": "BudgetLimit.Amount",
                "limitUnit": "BudgetLimit.Unit",
                "costFilters": "CostFilters",
                "tags": "^ResourceTags",
            },
            convert={"costFilters": lambda filters: {f["name"]: f["values"] for f in filters}},
            params={
                "AccountId": "{account}",
            },
            read=Read(
                "describe_budget",
                {"AccountId": "{account}", "BudgetName": "{name}"},
                "Budget",
                elsewhere={
                    "ResourceTags": Read(
                        "list_tags_for_resource",
                        {"ResourceARN": "arn:aws:budgets::{account}:budget/{name}"},
                    ),
                },
            ),
        ),
        then=(
            Call(
                "create_notification",
                ("notifications",),
                each="notifications",
                params={
                    **_BUDGET,
                    "Notification": lambda w: _notification(w["each"]),
                    "Subscribers": lambda w: _subscribers(w["each"]),
                },
                read=Read(
                    "describe_subscribers_for_notification",
                    {**_BUDGET, "Notification": lambda w: _notification(w["each"])},
                ),
            ),
        ),
        id="{account}:{name}",
        outputs={"arn": "arn:aws:budgets::{account}:budget/{name}"},
        delete=(Call("delete_budget", params={"AccountId": "{account}", "BudgetName": "{name}"}),),
    ),
    "aws:costexplorer/anomalyMonitor:AnomalyMonitor": Type(
        service="ce",
        create=Call(
            "create_anomaly_monitor",
            wrap="AnomalyMonitor",
            names={"name": "MonitorName", "tags": "^ResourceTags"},
            convert={"monitorSpecification": json.loads},
            read=Read(
                "get_anomaly_monitors",
                {"MonitorArnList": ["{id}"]},
                "AnomalyMonitors[0]",
                elsewhere={"ResourceTags": Read("list_tags_for_resource", {"ResourceArn": "{id}"})},
            ),
        ),
        id="{MonitorArn}",
        outputs={"arn": "{id}"},
        delete=(Call("delete_anomaly_monitor", params={"MonitorArn": "{id}"}),),
    ),
    "aws:costexplorer/anomalySubscription:AnomalySubscription": Type(
        service="ce",
        create=Call(
            "create_anomaly_subscription",
            wrap="AnomalySubscription",
            names={
                "name": "SubscriptionName",
                "accountId": "AccountId",
                "thresholdExpression.dimension": "Dimensions",
                "thresholdExpression.ands.dimension": "Dimensions",
                "thresholdExpression.ors.dimension": "Dimensions",
                "thresholdExpression.ands": "And",
                "thresholdExpression.ors": "Or",
                "monitorArnLists": "MonitorArnList",
                "tags": "^ResourceTags",
            },
            read=Read(
                "get_anomaly_subscriptions",
                {"SubscriptionArnList": ["{id}"]},
                "AnomalySubscriptions[0]",
                elsewhere={"ResourceTags": Read("list_tags_for_resource", {"ResourceArn": "{id}"})},
            ),
        ),
        id="{SubscriptionArn}",
        outputs={"arn": "{id}"},
        delete=(Call("delete_anomaly_subscription", params={"SubscriptionArn": "{id}"}),),
    ),
}
